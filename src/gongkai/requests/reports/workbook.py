"""A report as a workbook: its words first, then each table as it is laid out, numbers as numbers."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.requests.reports.composing import Document
from gongkai.requests.reports.figures import number
from gongkai.requests.reports.form import DISCLOSURE, REMEDY, REQUESTS
from gongkai.requests.reports.layout import LIST, Cell, Grid

SHEETS = {DISCLOSURE: "主动公开", REQUESTS: "依申请公开", REMEDY: "复议诉讼", LIST: "统计表"}
WORDS, LINE = "文字", Side(style="thin", color="999999")
BORDER = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
TITLE, HEADING = Font(bold=True, size=14), Font(bold=True)
WIDE, LABEL, FIGURE = 100, 22, 11
FORMULA = ("=", "+", "-", "@", "\t")
"""What a spreadsheet takes for a formula begins so."""


def workbook(document: Document) -> bytes:
    """Return the report as .xlsx."""
    book = Workbook()
    first = book.active
    first.title = WORDS
    _words(first, document)
    for grid in document.grids():
        _grid(book.create_sheet(SHEETS[grid.key]), grid, document)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _words(sheet: Worksheet, document: Document) -> None:
    sheet.column_dimensions["A"].width = WIDE
    lines = [(document.title, TITLE), *([(document.note, Font())] if document.note else [])]
    for section in document.sections:
        lines.append((section.heading, HEADING))
        lines += [(text, Font()) for text in section.paragraphs]
        if section.grid:
            lines.append((f"（见工作表“{SHEETS[section.grid.key]}”）", Font()))
    for row, (text, font) in enumerate(lines, 1):
        cell = sheet.cell(row, 1, _plain(text))
        cell.font, cell.alignment = font, LEFT


def _grid(sheet: Worksheet, grid: Grid, document: Document) -> None:
    """Write a table below the title of the report."""
    title = sheet.cell(1, 1, _plain(f"{document.title}：{grid.caption}"))
    title.font = TITLE
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=grid.width)
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(grid.rows, 2):
        column = 1
        for cell in cells:
            while (row, column) in taken:
                column += 1
            taken |= _put(sheet, cell, row, column)
            column += cell.columns
    labels = min((_first_figure(cells) for cells in grid.rows if _first_figure(cells)), default=0)
    for column in range(1, grid.width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = LABEL if column <= labels else FIGURE
    sheet.freeze_panes = sheet.cell(2, 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _first_figure(cells: tuple[Cell, ...]) -> int:
    """Return how many columns stand before the first figure of a row."""
    before = 0
    for cell in cells:
        if cell.place is not None:
            return before
        before += cell.columns
    return 0


def _put(sheet: Worksheet, cell: Cell, row: int, column: int) -> set[tuple[int, int]]:
    """Write a cell with its span and return the places that it takes."""
    told = sheet.cell(row, column, _value(cell))
    told.alignment = LEFT if cell.is_head and cell.level > 1 else MIDDLE
    if cell.level > 1:
        told.alignment = Alignment(
            horizontal="left", vertical="center", wrap_text=True, indent=cell.level - 1
        )
    places = {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
    for place in places:
        sheet.cell(*place).border = BORDER
    if len(places) > 1:
        last = max(places)
        sheet.merge_cells(start_row=row, start_column=column, end_row=last[0], end_column=last[1])
    return places


def _value(cell: Cell) -> str | int | Decimal:
    """Return what stands in a cell: a figure as a number."""
    value = number(cell.text) if cell.place is not None else None
    if value is None:
        return _plain(cell.text)
    return int(value) if value == value.to_integral_value() else value


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
