"""The uploaded table with its faulty cells marked: ``python -m gongkai.registers.sheets.marking`` in a folder
that holds the table as ``table`` and what is to be marked as ``marks.json``; ``marked.xlsx`` is made in it.

A workbook stays what it is, with its formulas, styles and merged cells; a text, an old workbook and a
very large one become a new workbook with the same rows. It runs apart: what takes too long or too much ends.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from gongkai.registers.fields import Cell
from gongkai.registers.sheets.files import opened
from gongkai.registers.sheets.rows import letters
from gongkai.registers.sheets.table import Row

TABLE, ORDER, MADE = "table", "marks.json", "marked.xlsx"
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
        book = _marked(folder / TABLE, order)
    else:
        book = _rebuilt(opened(folder / TABLE, order.name, order.sheet).rows, order)
    book.save(folder / MADE)


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


def _rebuilt(rows: Iterable[Row], order: Order) -> Workbook:
    """Return a workbook with the same rows, written as they come."""
    book, marks = Workbook(write_only=True), order.marks()
    sheet = book.create_sheet(order.sheet[:LONGEST_TITLE] or None)
    marked = {row for row, _ in marks}
    for number, row in enumerate(rows, 1):
        cells = [_plain(sheet, cell) for cell in row]
        if number in marked:
            cells = list(_with_marks(sheet, number, cells, marks))
        sheet.append(cells)
    _list(book, order)
    return book


def _with_marks(sheet: object, number: int, cells: list[object], marks: Marks) -> Iterator[object]:
    last = max(column for row, column in marks if row == number)
    for column, cell in enumerate([*cells, *[None] * (last - len(cells))], 1):
        words = marks.get((number, column))
        if words is None:
            yield cell
            continue
        made = cell if isinstance(cell, SheetCell) else WriteOnlyCell(sheet, cell)
        made.comment, made.fill = Comment(words, AUTHOR), FILL
        yield made


def _plain(sheet: object, cell: Cell) -> object:
    """Return a cell as it was read: what begins like a formula is a text."""
    if not isinstance(cell, str):
        return cell
    text = _legal(cell)
    if not text.startswith("="):
        return text
    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"
    return made


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
