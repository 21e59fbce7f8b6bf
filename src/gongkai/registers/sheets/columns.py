"""Which column is which field: proposed from the headings, remembered, corrected by the clerk. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.registers.fields import BadCell, typed
from gongkai.registers.fields.base import is_nil
from gongkai.registers.fields.days import Month, Quarter, Year
from gongkai.registers.fields.numbers import MONEY_UNITS, Money, Percent
from gongkai.registers.fields.picks import bare
from gongkai.registers.schema import Definition, Field
from gongkai.registers.sheets.table import Heading, Line, Skipped, Table, at

ALIKE = 0.72
"""Headings that agree so far are proposed; the clerk sees that it is a guess."""

PEEKED = 50
FEWEST_PERIODS = 3
REMEMBERED = "remembered"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means: a field, the unit its numbers are in, and how sure that is.

    ``how`` is ``same`` (the heading is that of the field), ``remembered``, ``alike`` (a guess) or ``chosen``.
    ``is_ratio`` says that shares stand as 0.125 for 12.5 %.
    """

    index: int
    heading: str
    field: str = ""
    unit: str = ""
    is_ratio: bool = False
    how: str = ""


def propose(
    table: Table, definition: Definition, remembered: Mapping[str, str] | None = None
) -> tuple[Column, ...]:
    """Return a column for each heading; what fits no field has none. No field is proposed twice."""
    kept = remembered or {}
    taken: dict[str, int] = {}
    sure = {
        heading.index: REMEMBERED
        for heading in table.headings
        if kept.get(bare(heading.text)) == "" and not _same(heading, definition)
    }

    def take(how: str, match: Callable[[Heading], str]) -> None:
        for heading in table.headings:
            key = "" if heading.index in sure else match(heading)
            if key in definition.fields and key not in taken:
                taken[key], sure[heading.index] = heading.index, how

    take(REMEMBERED, lambda heading: kept.get(bare(heading.text), ""))
    take("same", lambda heading: _same(heading, definition))
    take("alike", lambda heading: _alike(heading, definition, taken))
    meant = {index: key for key, index in taken.items()}
    return tuple(
        _column(heading, meant.get(heading.index, ""), sure.get(heading.index, ""), table, definition)
        for heading in table.headings
    )


def _column(heading: Heading, key: str, how: str, table: Table, definition: Definition) -> Column:
    kind = definition.fields[key].type if key else None
    unit = heading.unit
    if isinstance(kind, Money) and unit not in MONEY_UNITS:
        unit = table.unit if table.unit in MONEY_UNITS else ""
    return Column(heading.index, heading.text, key, unit, False, how)


@dataclass(frozen=True, slots=True)
class Across:
    """Columns that are themselves values: years side by side, each cell below them an entry of its own."""

    indexes: tuple[int, ...]
    headings: tuple[str, ...]
    field: str
    value: str
    unit: str = ""


def across(table: Table, definition: Definition, columns: Sequence[Column]) -> Across | None:
    """Return the columns whose headings are periods, if there are some and one quantity is left for them."""
    taken = {column.field for column in columns}
    free = [field for field in definition.current if field.key not in taken and field.type.is_number]
    for field in definition.current:
        if field.key in taken or not isinstance(field.type, (Year, Quarter, Month)) or len(free) != 1:
            continue
        periods = [heading for heading in table.headings if _is_of(field, heading)]
        if len(periods) >= FEWEST_PERIODS:
            unit = table.unit if table.unit in MONEY_UNITS else ""
            indexes = tuple(heading.index for heading in periods)
            return Across(indexes, tuple(heading.text for heading in periods), field.key, free[0].key, unit)
    return None


def _is_of(field: Field, heading: Heading) -> bool:
    try:
        return field.type.parse(heading.text) is not None
    except BadCell:
        return False


def unfold(lines: Iterable[Line | Skipped], spread: Across, *, width: int) -> Iterator[Line | Skipped]:
    """Yield a line for each filled cell below the periods: the row, behind it the period and the cell."""
    for line in lines:
        if isinstance(line, Skipped):
            yield line
            continue
        row = [*line.cells[:width], *[None] * (width - len(line.cells))]
        for index, heading in zip(spread.indexes, spread.headings, strict=True):
            if not is_nil(typed(at(line.cells, index))):
                yield Line(line.number, [*row, heading, at(line.cells, index)], line.group, index)


def unfolded(columns: Sequence[Column], spread: Across, *, width: int) -> tuple[Column, ...]:
    """Return the columns of unfolded lines: those beside the periods, the period, the quantity."""
    beside = tuple(column for column in columns if column.index not in spread.indexes)
    period = Column(width, spread.headings[0], spread.field, how="same")
    return (*beside, period, Column(width + 1, spread.headings[0], spread.value, spread.unit, how="alike"))


def headings_of(field: Field) -> Iterable[str]:
    yield field.label
    yield field.heading
    yield from field.aliases


def _same(heading: Heading, definition: Definition) -> str:
    written = {bare(heading.text), bare(f"{heading.text}({heading.unit})")}
    for field in definition.current:
        if any(bare(each) in written for each in headings_of(field)):
            return field.key
    return ""


def _alike(heading: Heading, definition: Definition, taken: Collection[str]) -> str:
    """Return the field whose name is most like a heading, if it is like enough."""
    free = [field for field in definition.current if field.key not in taken]
    worth = {field.key: max(_likeness(heading.text, each) for each in headings_of(field)) for field in free}
    best = max(worth, key=lambda key: worth[key], default="")
    return best if best and worth[best] >= ALIKE else ""


def _likeness(one: str, other: str) -> float:
    one, other = bare(one), bare(other)
    if one and other and (one in other or other in one) and min(len(one), len(other)) >= 3:
        return max(ALIKE, SequenceMatcher(None, one, other, autojunk=False).ratio())
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def doubts(columns: Sequence[Column], definition: Definition, peek: Sequence[Line]) -> list[str]:
    """Return what the clerk must say before the rows can be read: sentences, none if all is plain."""
    told = []
    for column in columns:
        kind = definition.fields[column.field].type if column.field else None
        if isinstance(kind, Money) and not column.unit:
            told.append(f"“{column.heading}”没有写明金额单位，请选择（本表登记的单位是{kind.unit}）")
        if isinstance(kind, Percent) and not column.unit and _like_ratios(column, peek):
            told.append(f"“{column.heading}”的数都在 0 和 1 之间，请说明是百分数还是小数")
    missing = [field.label for field in definition.current if field.is_required and not _has(columns, field)]
    if missing:
        told.append(f"没有找到必填的列：{'、'.join(missing)}")
    return told


def _has(columns: Sequence[Column], field: Field) -> bool:
    return any(column.field == field.key for column in columns)


def _like_ratios(column: Column, peek: Sequence[Line]) -> bool:
    cells = [at(line.cells, column.index) for line in peek[:PEEKED]]
    numbers = [cell for cell in cells if isinstance(cell, float)]
    return bool(numbers) and all(-1 <= number <= 1 for number in numbers)


def remember(columns: Iterable[Column]) -> dict[str, str]:
    """Return what a department's next file should start from: the field of each heading, none if left out."""
    return {bare(column.heading): column.field for column in columns}
