"""Turn the rows of a table into entries: every cell by its field, every fault with its place. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import repeat, zip_longest
from typing import Any, NamedTuple

from gongkai.registers.fields import BadCell, Cell, Known, Value, typed
from gongkai.registers.fields.numbers import Money, Number, Percent, convert, read_number
from gongkai.registers.schema import Definition, Field
from gongkai.registers.schema.checking import Find, broken
from gongkai.registers.sheets.columns import Column
from gongkai.registers.sheets.personal import Personal, watch
from gongkai.registers.sheets.table import Line, Skipped

SHOWN = 100
LAID_BEHIND = 2
REPEATED = 4096
"""Cells of one column that say the same are read once: most columns hold few different values."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: ``place`` as the spreadsheet shows it, what stands there, a sentence."""

    number: int
    index: int
    heading: str
    found: str
    reason: str

    @property
    def place(self) -> str:
        return f"{letters(self.index)}{self.number}" if self.index >= 0 else f"第{self.number}行"


class Checked(NamedTuple):
    """One row: its values as far as they could be read, and its faults; ``across`` as its line has it."""

    number: int
    values: dict[str, Value]
    faults: tuple[Fault, ...] = ()
    across: int = -1


class Bad(NamedTuple):
    """A cell that cannot be read: what stands there and why not."""

    found: str
    reason: str


Read = Callable[[Cell], "Value | Bad"]


class Reading:
    """Reads the cells of one table, each row by itself, so that several processes can share it."""

    def __init__(self, columns: Sequence[Column], definition: Definition, known: Known) -> None:
        self.made_of = (columns, definition, known)
        self.where = {column.field: column for column in columns if column.field}
        self.width = 1 + max([column.index for column in columns], default=-1)
        self.readers = {
            key: _reader(definition.fields[key], definition, column, known)
            for key, column in self.where.items()
        }
        needed = [field for field in definition.current if field.is_required and field.key in self.where]
        self.needed = {field.key: field for field in needed}
        self.broken = broken(definition)

    def __reduce__(self) -> tuple[Any, ...]:
        return Reading, self.made_of

    def __call__(self, lines: Iterable[Line | Skipped]) -> list[Checked | Skipped]:
        """Return the rows checked, each by itself, and what is none where it stood."""
        found = list(lines)
        checked = iter(self.rows([each for each in found if isinstance(each, Line)]))
        return [next(checked) if isinstance(each, Line) else each for each in found]

    def rows(self, lines: Sequence[Line]) -> list[Checked]:
        """Return each row with its types, its required fields and its arithmetic checked.

        The cells are read column by column, which is quicker than row by row.
        """
        table: list[Sequence[Cell]] = list(zip_longest(*[line.cells[: self.width] for line in lines]))
        table += [[None] * len(lines)] * (self.width - len(table))
        columns = [list(map(read, table[self.where[key].index])) for key, read in self.readers.items()]
        return list(map(self._row, lines, zip(*columns, strict=True) if columns else repeat(())))

    def _row(self, line: Line, cells: Sequence[Value | Bad]) -> Checked:
        told = zip(self.where, cells, strict=True)
        values: dict[str, Value] = {
            key: cell for key, cell in told if cell is not None and not isinstance(cell, Bad)
        }
        row = Checked(line.number, values, (), line.across)
        faults = self._unread(row, cells) if Bad in set(map(type, cells)) else []
        if not self.needed.keys() <= values.keys():
            faults += self._missing(row, {fault.index for fault in faults})
        return row._replace(faults=tuple(faults)) if faults else self.doubted(row, self.broken)

    def _unread(self, row: Checked, cells: Iterable[Value | Bad]) -> list[Fault]:
        """Return a fault for each cell that could not be read."""
        return [
            fault_in(row.number, self._place(column, row.across), column, *cell)
            for column, cell in zip(self.where.values(), cells, strict=True)
            if isinstance(cell, Bad)
        ]

    def _missing(self, row: Checked, faulty: Collection[int]) -> list[Fault]:
        """Return a fault for each required field that says nothing, unless what it says is one already."""
        return [
            self.at(row, key, f"“{field.label}”必须填写")
            for key, field in self.needed.items()
            if key not in row.values and self._place(self.where[key], row.across) not in faulty
        ]

    def doubted(self, row: Checked, find: Find) -> Checked:
        """Return a row with what a finder finds in it as its faults."""
        faults = tuple(self.at(row, key, reason) for key, reason in find(row.values))
        return row._replace(faults=faults) if faults else row

    def at(self, row: Checked, key: str, reason: str) -> Fault:
        """Return a fault at a field's cell, or of the row where the file has no such column."""
        if column := self.where.get(key):
            place = self._place(column, row.across)
            return Fault(row.number, place, column.heading, str(row.values.get(key, "")), reason)
        return Fault(row.number, -1, "", "", reason)

    def _place(self, column: Column, across: int) -> int:
        """Return where in the sheet a cell stands: the last two of a row may be laid behind it."""
        return across if across >= 0 and column.index >= self.width - LAID_BEHIND else column.index


class Checker:
    """Checks the rows of one table; a key that comes twice is a fault, and so is what ``also`` finds."""

    def __init__(
        self, columns: Sequence[Column], definition: Definition, known: Known, also: Find | None = None
    ) -> None:
        self.definition, self.identity, self.also = definition, frozenset(definition.identity), also
        self.reading = Reading(columns, definition, known)
        self.seen: dict[str, int] = {}

    def check(self, lines: Iterable[Line]) -> Iterator[Checked]:
        """Return the rows of a small table, each checked by itself and beside the others."""
        return map(self.beside, self.reading.rows(list(lines)))

    def beside(self, row: Checked) -> Checked:
        """Return a row that was read checked for what it does not tell by itself."""
        if self.also and not row.faults:
            row = self.reading.doubted(row, self.also)
        return row if row.faults else self._repeated(row)

    def _repeated(self, row: Checked) -> Checked:
        if not self.identity <= row.values.keys():
            return row
        first = self.seen.setdefault(self.definition.identify(row.values), row.number)
        if first == row.number:
            return row
        keys = self.definition.identity
        names = "、".join(self.definition.fields[key].label for key in keys)
        return row._replace(faults=(self.reading.at(row, keys[-1], f"{names}与第{first}行重复"),))


def fault_in(number: int, place: int, column: Column, found: str, reason: str) -> Fault:
    return Fault(number, place, column.heading, found[:SHOWN], reason)


def _reader(field: Field, definition: Definition, column: Column, known: Known) -> Read:
    """Return how the cells of a column are read."""
    parse, look = _parser(field, column), watch(field, definition)

    @lru_cache(maxsize=REPEATED, typed=True)
    def read(cell: Cell) -> Value | Bad:
        if cell is None:  # nothing is said here, whatever the type
            return None
        try:
            value = parse(cell, known)
            if look is not None and value is not None:
                look(str(value))
        except Personal as error:
            return Bad(error.shown, str(error))
        except BadCell as error:
            return Bad(typed(cell), str(error))
        return value

    return read


def _parser(field: Field, column: Column) -> Callable[[Cell, Known], Value]:
    """Return the field's own reading, or one that first brings the column's unit to the field's."""
    kind = field.type
    if isinstance(kind, Money) and column.unit and column.unit != kind.unit:
        return lambda cell, _: _converted(kind, cell, lambda number: convert(number, column.unit, kind.unit))
    if isinstance(kind, Percent) and column.is_ratio:
        return lambda cell, _: _converted(kind, cell, lambda number: number * 100)
    return kind.parse


def _converted(kind: Number, cell: Cell, change: Callable[[Decimal], Decimal]) -> Value:
    """Return a bare number changed to the field's unit; what names its own unit is read by the field."""
    try:
        number = read_number(cell)
    except BadCell:
        return kind.parse(cell)
    return None if number is None else kind.kept(change(number))


def letters(index: int) -> str:
    """Return the name of a column as spreadsheets show it: A, Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
