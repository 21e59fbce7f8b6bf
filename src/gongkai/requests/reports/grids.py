"""Tables of a file as plain grids: every cell with its text and its place, merged cells spread out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree, html

from gongkai.registers.sheets.files import Unreadable, opened
from gongkai.registers.sheets.rows import letters
from gongkai.registers.sheets.table import Merge
from gongkai.requests.reports.figures import Figure

PAGES = (".html", ".htm")
BOOKS = (".xlsx", ".xls")
LARGEST = 5 * 1024 * 1024
WIDEST = 100
"""So many columns or rows a cell may span; no table of a report is wider."""

DIGITS = 9
"""So many digits of a span are read; more make no number that anyone means."""

Grid = list[list[Figure]]


@dataclass
class File:
    """The tables of a report as they stand in a file, and the text around them."""

    grids: list[Grid]
    prose: str = ""


def read(path: Path) -> File:
    """Return the tables of an .xlsx, .xls or .html file. Raises Unreadable with a sentence."""
    suffix = path.suffix.lower()
    if suffix in PAGES:
        return page(_bytes(path))
    if suffix in BOOKS:
        return _book(path)
    raise Unreadable(f"请给出 {'、'.join((*BOOKS, *PAGES))} 格式的文件")


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise Unreadable("网页超过 5 MB")
    return path.read_bytes()


def _book(path: Path) -> File:
    """Return all sheets; where there are several, places begin with the name of the sheet."""
    first = opened(path, path.name)
    sheets = {name: opened(path, path.name, name) for name in first.names[1:]}
    grids = [_spread(list(first.rows), first.merges, first.names[0] + "!" if sheets else "")]
    grids += [_spread(list(sheet.rows), sheet.merges, f"{name}!") for name, sheet in sheets.items()]
    return File(grids)


def _spread(rows: Sequence[Sequence[object]], merges: Iterable[Merge], sheet: str) -> Grid:
    width = max(map(len, rows), default=0)
    texts = [[_text(row[index]) if index < len(row) else "" for index in range(width)] for row in rows]
    places = [
        [f"{sheet}{letters(index)}{number}" for index in range(width)] for number in range(1, len(rows) + 1)
    ]
    for (top, left), (bottom, right) in merges:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, width)):
                texts[row][column], places[row][column] = texts[top][left], places[top][left]
    return [list(map(Figure, *pair)) for pair in zip(texts, places, strict=True)]


def _text(cell: object) -> str:
    """Return what a cell says; a whole number that a spreadsheet keeps as 12.0 says 12."""
    if isinstance(cell, float):
        return f"{Decimal(str(cell)).normalize():f}"
    return "" if cell is None else str(cell).strip()


def page(data: bytes) -> File:
    """Return the tables of a web page. Raises Unreadable."""
    try:
        root = html.document_fromstring(
            data, parser=html.HTMLParser(encoding=_encoding(data), huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable("不是有效的网页") from None
    tables = [table for table in root.iter("table") if not any(True for _ in table.iterdescendants("table"))]
    grids = [_grid(table, f"第{number}个表格") for number, table in enumerate(tables, 1)]
    for each in [*root.iter("table", "script", "style")]:
        each.drop_tree()
    return File(grids, " ".join(root.text_content().split()))


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _grid(table: html.HtmlElement, name: str) -> Grid:
    """Return a table of a page with its spans spread out."""
    filled: dict[tuple[int, int], Figure] = {}
    rows = list(table.iter("tr"))
    for number, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (number, column) in filled:
                column += 1
            place = f"{name}第{number + 1}行第{column + 1}列"
            figure = Figure(" ".join(cell.text_content().split()), place)
            for down in range(_span(cell, "rowspan")):
                for right in range(_span(cell, "colspan")):
                    filled[number + down, column + right] = figure
            column += _span(cell, "colspan")
    width = max((column for _, column in filled), default=-1) + 1
    nothing = Figure("", name)
    return [[filled.get((row, column), nothing) for column in range(width)] for row in range(len(rows))]


def _span(cell: html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(1, min(int(text[:DIGITS]), WIDEST)) if text.isdecimal() else 1
