"""What a 工作要点 says, point by point; how far a task is. Pure functions and tables."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, Protocol, TypeVar

from lxml import html

BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "pre", "blockquote", "div"}
NUMERALS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

SECTION = re.compile(r"^(?:第?([一二三四五六七八九十]{1,3})(?:、|[.．]|部分|章))[ 、:：]*(.*)$")
BRACKETED = re.compile(r"^[（(]([一二三四五六七八九十]{1,3})[）)][ 、]*(.*)$")
NUMBERED = re.compile(r"^[（(]?(\d{1,2})(?:、|[.．](?!\d)|[）)])[ 、]*(.*)$")
DATED = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$")
CLOSING = re.compile(r"^(请|望)?(各|全区各|区各)(单位|部门|地|街道|镇|有关)|^(附件|附：|附:|特此)|^此件")
SENTENCE_END = "。；;！!？?：:"

# The six sections of the work points of 2017 and the systems that they call for (section.number).
# A point that calls for several systems has one letter for each. Other documents carry no mapping.
SECTIONS_2017 = {
    "以政务公开助力稳增长": 1,
    "以政务公开助力促改革": 2,
    "以政务公开助力调结构": 3,
    "以政务公开助力惠民生": 4,
    "以政务公开助力防风险": 5,
    "增强政务公开实效": 6,
}
SPLIT_2017 = {"6.1": "abcd", "6.2": "ab", "6.3": "abc"}
FILING_SYSTEM = "6.5"
"""The closing paragraph of 2017: each unit files its plan for the year."""


@dataclass(frozen=True)
class Point:
    """One numbered point: ``code`` is ``section.number``; ``text`` is its wording without the number."""

    section_number: int
    section_title: str
    number: int
    text: str

    @property
    def code(self) -> str:
        return f"{self.section_number}.{self.number}"


class Known(Protocol):
    """A point that became a task."""

    @property
    def pk(self) -> int: ...
    @property
    def section_number(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def is_dropped(self) -> bool: ...


T = TypeVar("T")
K = TypeVar("K", bound=Known)


@dataclass(frozen=True)
class Pairs(Generic[T]):
    """What became of known points in another wording of their document; ``moved`` are among the ``same``."""

    same: list[tuple[T, Point]]
    moved: list[tuple[T, Point]]
    reworded: list[tuple[T, Point]]
    new: list[Point]
    gone: list[T]


@dataclass
class Section:
    number: int
    title: str
    lines: list[str] = field(default_factory=list)


def tasks(source: str) -> list[Point]:
    """Return the numbered points of a 工作要点 given as plain text or as HTML, in their order.

    Sections are numbered 一、; points are the first numbered level below: （一） or 1、 1. 1． （1） 1）.
    Deeper levels and unnumbered paragraphs belong to the point above them. A document without a second
    level yields one point a section. Closing words and signature belong to no point. What bears the same
    number twice is one point.
    """
    sections = list(_sections(_without_closing(list(lines(source)))))
    points = [point for section in sections for point in _points(section)]
    return _joined(points or [_whole(section) for section in sections if section.lines])


def systems(point: Point) -> list[str]:
    """Return the ids of the systems that a point of the work points of 2017 calls for, else nothing."""
    if SECTIONS_2017.get(point.section_title) != point.section_number:
        return []
    return [point.code + letter for letter in SPLIT_2017.get(point.code, "")] or [point.code]


def year(title: str) -> int | None:
    """Return the year that a title names (``…2017年政务公开工作要点``), None if it names none."""
    found = re.search(r"(20\d{2})\s*年", title.translate(FULL_WIDTH))
    return int(found[1]) if found else None


def pair(known: Sequence[K], points: Sequence[Point], *, apart: Collection[int] = ()) -> Pairs[K]:
    """Find each known point again: by its words first, wherever they stand now, then by its place.

    Words are compared without spaces, punctuation and width. A point that was dropped before comes back only
    by its words. ``apart`` names known points (by ``pk``) whose place was taken by another matter.
    """
    old, fresh = sorted(known, key=lambda each: each.is_dropped), list(points)
    here = _found(old, fresh, lambda each: (_words(each.text), *_place(each)))
    elsewhere = _found(old, fresh, lambda each: (_words(each.text),))
    standing = [each for each in old if not each.is_dropped and each.pk not in apart]
    reworded = _found(standing, fresh, _place)
    taken = {each.pk for each, _ in reworded}
    gone = [each for each in old if not each.is_dropped and each.pk not in taken]
    order = {id(point): index for index, point in enumerate(points)}
    same = sorted(here + elsewhere, key=lambda found: order[id(found[1])])
    moved = [(each, point) for each, point in same if _place(each) != _place(point)]
    return Pairs(same, moved, reworded, fresh, gone)


def _found(
    old: list[K], fresh: list[Point], key: Callable[[Known | Point], tuple[str | int, ...]]
) -> list[tuple[K, Point]]:
    """Take out of both lists what agrees by ``key``, each once."""
    found = []
    for point in list(fresh):
        match = next((each for each in old if key(each) == key(point)), None)
        if match is not None:
            old.remove(match)
            fresh.remove(point)
            found.append((match, point))
    return found


def _place(each: Known | Point) -> tuple[int, int]:
    return each.section_number, each.number


def _words(text: str) -> str:
    """Return a wording without what does not change its meaning."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "ZCP")


def percent(parts: Iterable[int | None]) -> int:
    """Return how far a task is: the mean of its departments, rounded down so that only all done is 100."""
    known = [part or 0 for part in parts]
    return sum(known) // len(known) if known else 0


def lines(source: str) -> Iterator[str]:
    """Yield the paragraphs of a text or of HTML, cleaned of white space, empty ones left out."""
    for raw in _blocks(source) if re.search(r"<(p|h\d|li|div|table)[ >]", source) else source.splitlines():
        if line := re.sub(r"\s+", " ", raw.replace("\u200b", "")).strip():
            yield line


def numeral(text: str) -> int:
    """Return the value of a Chinese numeral from 一 to 九十九."""
    if "十" not in text:
        return NUMERALS[text]
    tens, ones = text.split("十", 1)
    return NUMERALS.get(tens, 1) * 10 + NUMERALS.get(ones, 0)


def _blocks(source: str) -> Iterator[str]:
    for element in html.fragment_fromstring(source, create_parent="div").iter():
        if element.tag in BLOCKS and not any(child.tag in BLOCKS for child in element.iterdescendants()):
            yield str(element.text_content())


def _without_closing(all_lines: Sequence[str]) -> list[str]:
    """Cut off what follows the last numbered paragraph and its own continuation."""
    last = max((i for i, line in enumerate(all_lines) if _marker(line)), default=-1)
    end = next(
        (i for i in range(last + 1, len(all_lines)) if not _continues(all_lines[i])),
        len(all_lines),
    )
    return list(all_lines[:end])


def _continues(line: str) -> bool:
    return not (CLOSING.match(line) or DATED.match(line) or line[-1] not in SENTENCE_END)


def _marker(line: str) -> re.Match[str] | None:
    plain = line.translate(FULL_WIDTH)
    return SECTION.match(plain) or BRACKETED.match(plain) or NUMBERED.match(plain)


def _sections(all_lines: Iterable[str]) -> Iterator[Section]:
    section: Section | None = None
    for line in all_lines:
        if found := SECTION.match(line):
            if section:
                yield section
            title, text = _title(found[2])
            section = Section(numeral(found[1]), title, [text] if text else [])
        elif section:
            section.lines.append(line)
    if section:
        yield section


def _joined(points: Iterable[Point]) -> list[Point]:
    found: dict[tuple[int, int], Point] = {}
    for point in points:
        first = found.get(_place(point))
        found[_place(point)] = replace(first, text=f"{first.text}\n{point.text}") if first else point
    return list(found.values())


def _title(heading: str) -> tuple[str, str]:
    """Split a heading into its title and the text that runs on behind it."""
    title, _, text = heading.partition("。")
    return title.strip(" :："), text.strip()


def _points(section: Section) -> Iterator[Point]:
    """Yield the points of a section; its first numbered line says how its points are numbered."""
    pattern = next((p for line in section.lines for p in (BRACKETED, NUMBERED) if _match(p, line)), None)
    if pattern is None:
        return
    number, text = 0, ""
    for line in section.lines:
        if found := _match(pattern, line):
            if number:
                yield Point(section.number, section.title, number, text)
            number = _value(found[1])
            text = line[found.start(2) :]
        elif number:
            text += "\n" + line
    yield Point(section.number, section.title, number, text)


def _match(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    return pattern.match(line.translate(FULL_WIDTH))


def _value(digits: str) -> int:
    return int(digits) if digits.isdigit() else numeral(digits)


def _whole(section: Section) -> Point:
    return Point(section.number, section.title, 1, "\n".join(section.lines))
