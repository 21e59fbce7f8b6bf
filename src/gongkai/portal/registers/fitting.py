"""Which columns of a list fit beside each other, and how wide each must be at least. Pure.

Nobody guesses that a table goes on to the right: what does not fit is left to the choice of columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.portal.registers.cells import Cell
from gongkai.registers.drawing.paper import width
from gongkai.registers.schema import Field

ROOM, WHOLE = 54.0, 76.0
"""So many em stand beside the filters, and on the whole width of a page."""

BESIDE = 1.3
"""What stands between two columns."""

SPARE = 0.2
LEAST, SHORT, HEAD, MOST = 3, 4, 9, 12
BROKEN = {"text": 7, "note": 8, "uri": 4, "code": 8, "choice": 5, "person": 4, "boolean": 3}
"""Kinds whose words may stand on several lines, and from which width on they do; all else stays on one."""


@dataclass(frozen=True)
class Column:
    """One column of a list; ``need`` is how many em it takes."""

    field: Field
    need: float

    @property
    def size(self) -> int:
        """Return how many whole em it is given at least."""
        return int(self.need)


@dataclass(frozen=True)
class Cut:
    """The columns that are shown; ``left`` says something too, but finds no room."""

    head: Column
    columns: list[Column]
    left: list[Field]

    @property
    def keys(self) -> set[str]:
        return {self.head.field.key, *(each.field.key for each in self.columns)}


def everything(head: Field, fields: Iterable[Field], rows: Sequence[Sequence[Cell]]) -> Cut:
    """Return all of the columns, as somebody chose them."""
    columns = [Column(each, _need(each, _texts(each, rows))) for each in fields]
    return Cut(Column(head, min(HEAD, 1 + _need(head, _texts(head, rows), HEAD))), columns, [])


def fit(
    head: Field,
    fields: Iterable[Field],
    rows: Sequence[Sequence[Cell]],
    *,
    first: Sequence[str],
    room: float = ROOM,
) -> Cut:
    """Return the columns that fit: none that is empty in all rows, those ``first`` before the others."""
    every = everything(head, fields, rows)
    told = [each for each in every.columns if _texts(each.field, rows)]
    left = room - every.head.need - BESIDE
    kept = set()
    for each in sorted(told, key=lambda column: _turn(column, first)):
        if each.need + BESIDE <= left:
            left -= each.need + BESIDE
            kept.add(each.field.key)
    shown = [each for each in told if each.field.key in kept]
    return Cut(every.head, shown, [each.field for each in told if each.field.key not in kept])


def _turn(column: Column, first: Sequence[str]) -> int:
    return first.index(column.field.key) if column.field.key in first else len(first)


def only(cells: Iterable[Cell], cut: Cut) -> list[Cell]:
    """Return the cells of a row that stand in a column shown."""
    return [each for each in cells if each.key in cut.keys]


def _texts(field: Field, rows: Sequence[Sequence[Cell]]) -> list[str]:
    found = (each for row in rows for each in row if each.key == field.key)
    return [each.text or each.note for each in found if each.text or each.note]


def _need(field: Field, texts: Iterable[str], most: float = 0.0) -> float:
    """Return what the longest words of a column need, or its heading."""
    longest = max(map(width, texts), default=0.0) + SPARE
    most = most or BROKEN.get(field.type.word, MOST)
    return min(MOST, max(LEAST, min(longest, most), _heading(field.heading)))


def _heading(text: str) -> float:
    """Return what a heading needs, smaller than what is below; a long one may stand on three lines."""
    whole = width(text) * 0.93
    return whole if whole <= SHORT else max(SHORT, whole / 3 + 0.7)
