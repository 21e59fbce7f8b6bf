"""A body taken apart for proofing: paragraphs and cells with their places, tables, pictures, links. Pure.

``replace`` puts words in the place of others at a spot so found, whatever markup stands between them.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import html as markup

from gongkai.items import paragraphs
from gongkai.proofing.alternatives import Picture
from gongkai.proofing.links import Link
from gongkai.proofing.rules import Piece
from gongkai.proofing.sums import MOST_CELLS, Table

UNIT = re.compile(r"单位[：:]?\s*([^\s（）()，。]{1,6})")
LONGEST_REACH = 10  # digits
WIDEST = 200
"""Columns by which a cell may reach over others."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What a body holds."""

    pieces: tuple[Piece, ...]
    tables: tuple[Table, ...]
    pictures: tuple[Picture, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]


def apart(body: str) -> Apart:
    """Return what clean HTML holds, each with its place: 正文第3段, 正文表1第2行第3列, 正文图片1."""
    root = markup.fragment_fromstring(body, create_parent="div")
    placed = list(paragraphs.places(root))
    pictures = tuple(
        Picture(f"正文图片{n}", each.get("alt", ""), each.get("src", ""))
        for n, each in enumerate(root.iter("img"), start=1)
    )
    places = {run.element: place.name for place in placed for run in place.runs}
    return Apart(
        pieces=tuple(place.piece for place in placed),
        tables=tuple(_tables(root)),
        pictures=pictures,
        links=tuple(_links(root, places)),
        anchors=frozenset(each.get("id") for each in root.iter() if each.get("id")),
    )


def replace(body: str, *, place: str, start: int, end: int, expected: str, text: str) -> str:
    """Return the body with ``text`` in the place of ``expected`` at a spot that ``apart`` has named.

    Raises LookupError where something else stands there now.
    """
    if expected not in {each.text[start:end] for each in paragraphs.pieces(body) if each.place == place}:
        raise LookupError(place)
    return paragraphs.replaced(body, {place: [(start, end, text)]})


def _tables(root: markup.HtmlElement) -> Iterator[Table]:
    for n, table in enumerate(root.iter("table"), start=1):
        caption = " ".join(each.text_content() for each in table.iterchildren("caption"))
        before = table.getprevious()
        near = caption + (before.text_content()[-40:] if before is not None else "")
        unit = UNIT.search(near)
        yield Table("body", f"正文表{n}", grid(table), unit[1] if unit else "")


def grid(table: markup.HtmlElement) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a table by row and column; where one reaches over others, those are empty."""
    rows: list[list[str]] = []
    held: dict[int, int] = {}
    cells = 0
    for line in table.iter("tr"):
        row = _row(line, held)
        held = {column: left - 1 for column, left in held.items() if left > 1}
        rows.append(row)
        cells += len(row)
        if cells > MOST_CELLS:
            break  # nobody adds up so large a table, and cells that reach over others make it without bounds
    return tuple(map(tuple, rows))


def _row(line: markup.HtmlElement, held: dict[int, int]) -> list[str]:
    """Return the cells of a row; ``held`` says for how many rows to come each column is taken."""
    row: list[str] = []
    for cell in line.iterchildren("td", "th"):
        while held.get(len(row), 0) > 0:
            row.append("")
        wide, high = _reach(cell, "colspan"), _reach(cell, "rowspan")
        for column in range(len(row), len(row) + wide):
            held[column] = max(held.get(column, 0), high)
        row += [cell.text_content().strip(), *[""] * (wide - 1)]
        if len(row) > MOST_CELLS:
            return row
    while held.get(len(row), 0) > 0:
        row.append("")
    return row


def _reach(cell: markup.HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    if not (value.isascii() and value.isdigit()):
        return 1
    return min(max(int(value), 1), WIDEST) if len(value) < LONGEST_REACH else WIDEST


def _links(root: markup.HtmlElement, places: dict[markup.HtmlElement, str]) -> Iterator[Link]:
    for n, each in enumerate(root.iter("a"), start=1):
        if each.get("href"):
            yield Link(places.get(each, f"正文链接{n}"), each.text_content()[:60], each.get("href"))


def sheets(text: str, *, place: str) -> Iterable[Table]:
    """Return the tables in the words of an attached sheet: lines whose cells are set apart by tabs."""
    rows: list[tuple[str, ...]] = []
    first = 1
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if "\t" in line:
            first = first if rows else number
            rows.append(tuple(line.split("\t")))
        elif rows:
            yield Table("attachments", f"{place}第{first}行起的表", tuple(rows))
            rows = []


def separated(text: str, *, place: str) -> Table:
    """Return the table that a file of values separated by commas or tabs is."""
    lines = text.splitlines()
    mark = "\t" if lines and "\t" in lines[0] else ","
    try:
        rows = tuple(tuple(row) for row in csv.reader(lines, delimiter=mark))
    except csv.Error:
        rows = ()  # a cell beyond all bounds: nothing to add up
    return Table("attachments", place, rows)
