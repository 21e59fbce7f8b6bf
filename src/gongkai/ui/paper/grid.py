"""Where the cells of a table stand when some of them reach across columns or down rows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """The text of a cell and how many columns and rows it covers."""

    text: str
    across: int = 1
    down: int = 1

    def __post_init__(self) -> None:
        if min(self.across, self.down) < 1:
            raise ValueError("a cell covers at least one column and one row")


@dataclass(frozen=True)
class Placed:
    """A cell in one of the rows that it covers: from which column on, and whether it began further up."""

    column: int
    cell: Cell
    continues: bool = False


def laid(rows: Sequence[Sequence[Cell]], columns: int) -> list[list[Placed]]:
    """Return for each row what stands in it, from left to right.

    Raises ValueError if cells overlap, leave a gap, or reach beyond the last column or row.
    """
    open_cells: dict[int, tuple[Placed, int]] = {}  # by column: what comes from above, and its rows to go
    result = []
    for cells in rows:
        placed, open_cells = _row(cells, columns, open_cells)
        result.append(placed)
    if open_cells:
        raise ValueError("a cell reaches below the last row")
    return result


Open = dict[int, tuple[Placed, int]]


def _row(cells: Sequence[Cell], columns: int, above: Open) -> tuple[list[Placed], Open]:
    placed: list[Placed] = []
    going_on: Open = {}
    waiting = list(reversed(cells))
    column = 0
    while column < columns:
        here, left = above.get(column) or (_next(waiting, column), 0)
        rows = left or here.cell.down
        placed.append(here)
        if rows > 1:
            going_on[column] = (Placed(column, here.cell, continues=True), rows - 1)
        free = range(column + 1, min(column + here.cell.across, columns))
        if column + here.cell.across > columns or any(each in above for each in free):
            raise ValueError("a cell reaches beyond its place")
        column += here.cell.across
    if waiting:
        raise ValueError("a row has more cells than columns")
    return placed, going_on


def _next(waiting: list[Cell], column: int) -> Placed:
    if not waiting:
        raise ValueError("a row has fewer cells than columns")
    return Placed(column, waiting.pop())
