"""A report as an official paper: from its title to its date, with its tables as they are laid out. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.requests.reports.composing import Document
from gongkai.requests.reports.form import DISCLOSURE, REMEDY, REQUESTS
from gongkai.requests.reports.layout import LIST, Cell, Grid
from gongkai.ui import paper
from gongkai.ui.paper import Block, Heading, Paper, Paragraph, Table

WIDTHS: dict[str, tuple[int, ...]] = {
    DISCLOSURE: (3, 2, 2, 2),
    REQUESTS: (4, 5, 10, 4, 4, 4, 4, 4, 4, 4),
    REMEDY: (1,) * 15,
    LIST: (8, 2, 3),
}
INDENT = "　"


def paper_of(document: Document, *, signed_on: date) -> Paper:
    """Return the paper of a report that was published on a day."""
    return Paper(
        organisation=document.organisation,
        title=document.title,
        signed_on=signed_on,
        blocks=tuple(_blocks(document)),
        signature=document.organisation,
        is_letter=False,
    )


def _blocks(document: Document) -> Iterator[Block]:
    if document.note:
        yield Paragraph(document.note)
    for section in document.sections:
        yield Heading(section.heading)
        yield from (Paragraph(text) for text in section.paragraphs)
        if section.grid:
            yield _table(section.grid)
    if document.annex:
        yield _table(document.annex, caption=document.annex.caption)


def _table(grid: Grid, caption: str = "") -> Table:
    rows = tuple(tuple(map(_cell, row)) for row in grid.rows)
    return Table(rows[: grid.heads], rows[grid.heads :], caption=caption, widths=WIDTHS[grid.key])


def _cell(cell: Cell) -> paper.Cell:
    return paper.Cell(INDENT * (cell.level - 1) + cell.text, cell.columns, cell.rows)
