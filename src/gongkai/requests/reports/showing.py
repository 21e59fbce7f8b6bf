"""The tables of a report ready for a page: cells with their spans, their scope, where they lead. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gongkai.requests.reports.layout import Cell, Grid, Place


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it is drawn. ``scope`` is that of a heading, empty for a figure; ``tone`` marks a figure."""

    text: str
    rows: int
    columns: int
    scope: str
    number: int | None = None
    tone: str = ""
    level: int = 1

    @property
    def is_figure(self) -> bool:
        return self.number is not None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is drawn."""

    key: str
    caption: str
    rows: tuple[tuple[Shown, ...], ...]


WRONG, DOUBTED, CORRECTED = "bad", "warn", "info"


@dataclass(frozen=True)
class Marks:
    """Which cells stand out: those that a broken identity names, those a warning names, corrected ones."""

    wrong: Collection[Place] = ()
    doubted: Collection[Place] = ()
    corrected: Collection[Place] = ()

    def tone(self, place: Place) -> str:
        for tone, places in ((WRONG, self.wrong), (DOUBTED, self.doubted), (CORRECTED, self.corrected)):
            if place in places:
                return tone
        return ""


NOTHING = Marks()


def table(grid: Grid, numbers: Mapping[Place, int], marks: Marks = NOTHING) -> Table:
    """Return a table for a page; ``numbers`` says by which number the page of a cell is found."""
    rows = tuple(tuple(_shown(cell, _is_body(row), numbers, marks) for cell in row) for row in grid.rows)
    return Table(grid.key, grid.caption, rows)


def _is_body(row: Sequence[Cell]) -> bool:
    return any(cell.place for cell in row)


def _shown(cell: Cell, is_body: bool, numbers: Mapping[Place, int], marks: Marks) -> Shown:
    if cell.place is not None:
        number = numbers.get(cell.place)
        return Shown(cell.text, cell.rows, cell.columns, "", number, marks.tone(cell.place))
    if not cell.is_head:
        return Shown(cell.text, cell.rows, cell.columns, "")
    along, span = ("row", cell.rows) if is_body else ("col", cell.columns)
    return Shown(
        cell.text, cell.rows, cell.columns, f"{along}{'group' if span > 1 else ''}", level=cell.level
    )
