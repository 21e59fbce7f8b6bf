"""The uploaded table with its faulty cells marked: ``python -m gongkai.registers.sheets.marking`` in a folder
that holds the table as ``table`` and what is to be marked as ``marks.json``; ``marked.xlsx`` is made in it.

A workbook stays what it is, with its formulas, styles and merged cells; a text, an old workbook and a
very large one become a new workbook with the same rows. It runs apart: what takes too long or too much ends.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.registers.fields import Cell, typed
from gongkai.registers.sheets.files import opened
from gongkai.registers.sheets.rows import letters
from gongkai.registers.sheets.table import Row

TABLE, ORDER, MADE = "table", "marks.json", "marked.xlsx"
PLAIN, FAULTY = "rows.txt", "faulty.xlsx"
FIRST_SHEET = "xl/worksheets/sheet1.xml"
SHEET_DATA = re.compile("(.*<sheetData>)(.*)(</sheetData>.*)", re.DOTALL)
ROW = re.compile(r'<row r="(\d+)".*?(?:</row>|(?<=/)>)', re.DOTALL)
DIMENSION = re.compile("<dimension [^>]*/>")
QUICK = 3  # of zlib
LIST, HEADINGS = "问题清单", ("位置", "列名", "填写的内容", "问题")
AUTHOR = "核对"
FILL = PatternFill("solid", fgColor="FFFFC7CE")
WIDTHS = (10, 20, 40, 60)
LONGEST_TITLE = 31

Marks = Mapping[tuple[int, int], str]
"""What is said at a cell: its row and column, both counted from 1."""


@dataclass(frozen=True)
class Order:
    """What is to be marked in which sheet of a table. ``is_small``: it may be read into memory whole."""

    name: str
    sheet: str
    is_small: bool
    faults: list[tuple[int, int, str, str, str]]
    """The row, the column or 0, and what stands in the list: heading, content, reason."""

    def marks(self) -> Marks:
        said: dict[tuple[int, int], list[str]] = defaultdict(list)
        for row, column, *_, reason in self.faults:
            said[row, column or 1].append(reason)
        return {place: "；".join(several) for place, several in said.items()}


def mark(folder: Path) -> None:
    """Make the marked workbook of the table in ``folder``."""
    order = Order(**json.loads((folder / ORDER).read_text(encoding="utf-8")))
    if order.is_small and order.name.lower().endswith(".xlsx"):
        _marked(folder / TABLE, order).save(folder / MADE)
    else:
        _rebuild(folder, order)


def _marked(path: Path, order: Order) -> Workbook:
    """Return the workbook itself, only the faulty cells changed."""
    with path.open("rb") as file:
        book = load_workbook(file)
    sheet = book[order.sheet] if order.sheet in book.sheetnames else book.worksheets[0]
    for (row, column), words in order.marks().items():
        cell = sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            whole = next(each for each in sheet.merged_cells.ranges if cell.coordinate in each)
            cell = sheet.cell(whole.min_row, whole.min_col)
        before = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment, cell.fill = Comment(before + words, AUTHOR), FILL
    _list(book, order)
    return book


def _rebuild(folder: Path, order: Order) -> None:
    """Write a workbook with the same rows.

    One of the faulty rows alone is made first, with styles, comments and list; between them the others are
    put as text while they are read: through cells of openpyxl, 100,000 rows take several times as long.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = order.sheet[:LONGEST_TITLE] or sheet.title
    marked: dict[int, dict[int, str]] = defaultdict(dict)
    for (number, column), words in order.marks().items():
        marked[number][column] = words
    with (folder / PLAIN).open("w", encoding="utf-8") as plain:
        for number, row in enumerate(opened(folder / TABLE, order.name, order.sheet).rows, 1):
            plain.write("\n" if number in marked else f"{_row(number, row)}\n")
            if number in marked:
                _fill_in(sheet, number, row, marked[number])
    _list(book, order)
    book.save(folder / FAULTY)
    _put_together(folder)


def _fill_in(sheet: Worksheet, number: int, row: Row, marks: Mapping[int, str]) -> None:
    for column in range(1, max(*marks, len(row)) + 1):
        cell, words = sheet.cell(number, column), marks.get(column)
        value = row[column - 1] if column <= len(row) else None
        cell.value = _legal(value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"  # what begins like a formula is a text
        if words:
            cell.comment, cell.fill = Comment(words, AUTHOR), FILL


def _row(number: int, row: Row) -> str:
    return f'<row r="{number}">{"".join(map(_cell, row))}</row>'


def _cell(cell: Cell) -> str:
    """Return a cell in the words of SpreadsheetML, in one line."""
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return f"<c><v>{cell!r}</v></c>"
    text = escape(_legal(cell if isinstance(cell, str) else typed(cell)))
    text = text.replace("\r", "").replace("\n", "&#10;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _put_together(folder: Path) -> None:
    """Put the other rows between the faulty ones."""
    with (
        ZipFile(folder / FAULTY) as source,
        ZipFile(folder / MADE, "w", ZIP_DEFLATED, compresslevel=QUICK) as target,
        (folder / PLAIN).open(encoding="utf-8", newline="\n") as plain,
    ):
        for name in source.namelist():
            if name != FIRST_SHEET:
                target.writestr(name, source.read(name))
        text = source.read(FIRST_SHEET).decode()
        head, body, tail = SHEET_DATA.fullmatch(text).groups()  # type: ignore[union-attr]
        faulty = {int(found[1]): found[0] for found in ROW.finditer(body)}
        with target.open(FIRST_SHEET, "w", force_zip64=True) as made:
            made.write(DIMENSION.sub("", head).encode())
            for number, line in enumerate(plain, 1):
                made.write((faulty.get(number) or line.rstrip("\n")).encode())
            made.write(tail.encode())


def _list(book: Workbook, order: Order) -> None:
    """Add a sheet that lists what is marked."""
    sheet = book.create_sheet(LIST)
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(HEADINGS)
    for row, column, *said in order.faults:
        place = f"{letters(column - 1)}{row}" if column else f"第{row}行"
        sheet.append([f"'{each}" if each.startswith("=") else each for each in (place, *map(_legal, said))])


def _legal(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


if __name__ == "__main__":
    mark(Path())
