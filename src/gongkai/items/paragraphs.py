"""A body paragraph by paragraph and cell by cell, for what is looked for in it and replaced in it. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import html as markup

from gongkai.items.rules import inner
from gongkai.law import masking
from gongkai.proofing.rules import Piece

BLOCKS = frozenset("h2 h3 h4 p li td th tr table caption figcaption blockquote ul ol hr br".split())
LONGEST_HEADING = 20
Replacement = tuple[int, int, str]
"""From where to where in the words of a place, and what stands there instead."""


@dataclass(slots=True)
class _Run:
    """Words of one element: in it, after it, or in one of its attributes."""

    element: markup.HtmlElement
    slot: str

    @property
    def text(self) -> str:
        if self.slot in {"text", "tail"}:
            return getattr(self.element, self.slot) or ""
        return str(self.element.get(self.slot))

    def write(self, text: str) -> None:
        if self.slot in {"text", "tail"}:
            setattr(self.element, self.slot, text)
        else:
            self.element.set(self.slot, text)


@dataclass(slots=True)
class Place:
    """A paragraph, a cell or words that are read out or shown on touch, with the runs it is made of."""

    name: str
    runs: list[_Run]
    heading: str = ""
    is_paragraph: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).replace("\n", " ")

    @property
    def piece(self) -> Piece:
        return Piece("body", self.name, self.text, self.heading, self.is_paragraph)


def pieces(body: str) -> list[Piece]:
    """Return the words of clean HTML by place: 正文第3段, 正文表1第2行第3列, 正文图片1替代文字."""
    return [each.piece for each in places(markup.fragment_fromstring(body, create_parent="div"))]


def replaced(body: str, wanted: Mapping[str, Sequence[Replacement]]) -> str:
    """Return the body with words replaced at places as ``pieces`` names them; the markup stays as it is."""
    root = markup.fragment_fromstring(body, create_parent="div")
    for place in list(places(root)):
        if place.name in wanted:
            _replace(place.runs, sorted(wanted[place.name]))
    return inner(root)


def _replace(runs: Sequence[_Run], wanted: Sequence[Replacement]) -> None:
    """Write each run anew, once; what reaches over several is written into the first of them."""
    offset = done = 0
    for run in runs:
        words, pieces, at = run.text, list[str](), 0
        end = offset + len(words)
        while done < len(wanted) and wanted[done][0] < end:
            start, stop, text = wanted[done]
            pieces += [words[at : max(start - offset, 0)], text if start >= offset else ""]
            at = max(at, min(stop, end) - offset)
            if stop > end:
                break  # it goes on in the next run
            done += 1
        if pieces:
            run.write("".join([*pieces, words[at:]]))
        offset = end


def places(root: markup.HtmlElement) -> Iterator[Place]:
    """Yield the places of a body in the order in which they are read, those of pictures and links last."""
    cells = {
        cell: (number, row, column)
        for number, table in enumerate(root.iter("table"), start=1)
        for row, line in enumerate(table.iter("tr"), start=1)
        for column, cell in enumerate(line.iterchildren("td", "th"), start=1)
    }
    heads: dict[tuple[int, int], str] = {}
    paragraph, seen = 0, dict[str, int]()
    for cell, runs in _grouped(root):
        place = Place("", runs)
        if not place.text.strip():
            continue
        if cell is None:
            paragraph += 1
            place.name, place.is_paragraph = f"正文第{paragraph}段", True
        else:
            table, row, column = cells.get(cell, (0, 0, 0))
            place.name = f"正文表{table}第{row}行第{column}列"
            nth = seen[place.name] = seen.get(place.name, 0) + 1
            place.name += f"第{nth}段" if nth > 1 else ""
            place.heading = heads.get((table, column), "") if row > 1 else ""
            if row == 1 and len(place.text.strip()) <= LONGEST_HEADING:
                heads[table, column] = re.sub(r"\s+", "", place.text)
        yield place
    yield from _hidden(root)


def _hidden(root: markup.HtmlElement) -> Iterator[Place]:
    """Yield the words in attributes: read out, shown on touch, or only there for who looks at the address."""
    for number, each in enumerate(root.xpath(".//*[@alt]"), start=1):
        yield Place(f"正文图片{number}替代文字", [_Run(each, "alt")])
    for number, each in enumerate(root.xpath(".//*[@title]"), start=1):
        yield Place(f"正文链接{number}提示文字", [_Run(each, "title")])
    for number, each in enumerate(root.xpath(".//a[@href]"), start=1):
        if masking.find(each.get("href")):  # other addresses say nothing that is read
            yield Place(f"正文链接{number}地址", [_Run(each, "href")])


Group = tuple[markup.HtmlElement | None, list[_Run]]


def _grouped(root: markup.HtmlElement) -> list[Group]:
    """Return the runs that stand together, with the cell they stand in."""
    found: list[Group] = [(None, [])]
    _collect(root, None, found)
    return found


def _collect(element: markup.HtmlElement, cell: markup.HtmlElement | None, found: list[Group]) -> None:
    inside = element if element.tag in {"td", "th"} else cell
    if element.tag in BLOCKS:
        found.append((inside, []))
    if element.text:
        found[-1][1].append(_Run(element, "text"))
    for child in element:
        _collect(child, inside, found)
        if child.tag in BLOCKS:
            found.append((inside, []))
        if child.tail:
            found[-1][1].append(_Run(child, "tail"))
