"""The numbers that a word processor writes before paragraphs by itself: 一、 （一） 1. and so on.

They stand in no paragraph's text, yet they are what officials cite. WordprocessingML 17.9 (ISO/IEC 29500-1).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from gongkai.law import chinese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"}
CHINESE |= {"ideographDigital", "taiwaneseCounting", "koreanCounting"}
DEEPEST = 8
LONGEST = 40  # of what may stand before a paragraph, for it is said again before each of them


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: ``%1`` in ``text`` stands for the number of the first level."""

    start: int
    form: str
    text: str


Levels = Mapping[int, Level]


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    lists: Mapping[str, tuple[str, Levels]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def before(self, list_id: str, depth: int) -> str:
        """Count one paragraph of a list and return what stands before it; nothing for bullets."""
        key, levels = self.lists.get(list_id, ("", {}))
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts[key]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return self._text(level, levels, counts)

    def _text(self, level: Level, levels: Levels, counts: Mapping[int, int]) -> str:
        if level.form in {"bullet", "none"}:
            return ""
        text = level.text
        for depth, each in levels.items():
            text = text.replace(f"%{depth + 1}", written(counts.get(depth, each.start), each.form))
        return text


def written(value: int, form: str) -> str:
    """Return a number in the form that a list asks for; forms not known here are plain digits."""
    if form in CHINESE and 0 <= value <= 99:
        return chinese.numeral(value)
    if form in {"upperLetter", "lowerLetter"} and 1 <= value <= 26:
        return chr(ord("A" if form == "upperLetter" else "a") + value - 1)
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    return str(value)


def numbering(root: etree._Element) -> Numbering:
    """Return the lists that a document declares."""
    abstract = {each.get(f"{W}abstractNumId", ""): _levels(each) for each in root.iter(f"{W}abstractNum")}
    lists: dict[str, tuple[str, Levels]] = {}
    for each in root.iter(f"{W}num"):
        number = each.get(f"{W}numId", "")
        kind = value(each, "abstractNumId")
        # A list that starts anew counts by itself; the others go on where the last one stopped.
        key = f"num {number}" if each.find(f"{W}lvlOverride") is not None else kind
        lists[number] = (key, abstract.get(kind, {}))
    return Numbering(lists)


def _levels(abstract: etree._Element) -> Levels:
    return {
        _whole(each.get(f"{W}ilvl", "0")): Level(
            _whole(value(each, "start") or "1"), value(each, "numFmt"), value(each, "lvlText")[:LONGEST]
        )
        for each in abstract.iter(f"{W}lvl")
        if _whole(each.get(f"{W}ilvl", "0")) <= DEEPEST
    }


def place(properties: etree._Element | None) -> tuple[str, int] | None:
    """Return list and depth that paragraph or style properties name, None if they name none."""
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return None
    return value(found, "numId"), min(_whole(value(found, "ilvl") or "0"), DEEPEST)


def value(element: etree._Element, name: str) -> str:
    """Return the ``w:val`` of a child, empty if it has none."""
    child = element.find(f"{W}{name}")
    return "" if child is None else str(child.get(f"{W}val", ""))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
