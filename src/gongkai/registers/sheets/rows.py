"""Turn the rows of a table into entries: every cell by its field, every fault with its place. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gongkai.registers.fields import BadCell, Cell, Known, Value, typed
from gongkai.registers.fields.numbers import Money, Number, Percent, convert, read_number
from gongkai.registers.schema import Definition, Field, Values
from gongkai.registers.schema.checking import Find, broken
from gongkai.registers.sheets.columns import Column
from gongkai.registers.sheets.personal import Personal, watch
from gongkai.registers.sheets.table import Line

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
    """One row: its values as far as they could be read, and its faults."""

    number: int
    values: dict[str, Value]
    faults: tuple[Fault, ...] = ()


class Checker:
    """Reads the rows of one table; a key that comes twice in it is a fault, and so is what ``also`` finds."""

    def __init__(
        self, columns: Sequence[Column], definition: Definition, known: Known, also: Find | None = None
    ) -> None:
        self.definition, self.identity = definition, frozenset(definition.identity)
        self.finders = [broken(definition), *([also] if also else [])]
        self.where = {column.field: column for column in columns if column.field}
        self.readers = [
            (column, column.index, _reader(definition.fields[key], definition, column, known))
            for key, column in self.where.items()
        ]
        needed = [field for field in definition.current if field.is_required and field.key in self.where]
        self.needed = {field.key: field for field in needed}
        self.seen: dict[str, int] = {}

    def check(self, lines: Iterable[Line]) -> Iterator[Checked]:
        """Yield each row checked: types, required fields, declared arithmetic, repeated keys."""
        for line in lines:
            values, faults = self._read(line)
            for find in self.finders:
                faults = faults or [self._at(line, *each, values) for each in find(values)]
            if not faults:
                faults = self._repeated(line, values)
            yield Checked(line.number, values, tuple(faults))

    def _read(self, line: Line) -> tuple[dict[str, Value], list[Fault]]:
        values: dict[str, Value] = {}
        faults: list[Fault] = []
        cells, width = line.cells, len(line.cells)
        for column, index, read in self.readers:
            cell = cells[index] if index < width else None
            if cell is None:  # nothing is said here, whatever the type
                continue
            value, reason, shown = read(cell)
            if reason:
                faults.append(fault_in(line, column, shown, reason))
            elif value is not None:
                values[column.field] = value
        if not self.needed.keys() <= values.keys():
            faults += self._missing(line, values, {fault.index for fault in faults})
        return values, faults

    def _missing(self, line: Line, values: Values, faulty: Collection[int]) -> list[Fault]:
        """Return a fault for each required field that says nothing, unless what it says is one already."""
        return [
            self._at(line, key, f"“{field.label}”必须填写", values)
            for key, field in self.needed.items()
            if key not in values and place_of(line, self.where[key]) not in faulty
        ]

    def _repeated(self, line: Line, values: Values) -> list[Fault]:
        if not self.identity <= values.keys():
            return []
        first = self.seen.setdefault(self.definition.identify(values), line.number)
        if first == line.number:
            return []
        keys = self.definition.identity
        names = "、".join(self.definition.fields[key].label for key in keys)
        return [self._at(line, keys[-1], f"{names}与第{first}行重复", values)]

    def _at(self, line: Line, key: str, reason: str, values: Values) -> Fault:
        """Return a fault at a field's cell, or of the row where the file has no such column."""
        if column := self.where.get(key):
            return Fault(
                line.number, place_of(line, column), column.heading, str(values.get(key, "")), reason
            )
        return Fault(line.number, -1, "", "", reason)


def place_of(line: Line, column: Column) -> int:
    """Return the column of the sheet in which a cell stands, also one that was laid behind its row."""
    return line.across if line.across >= 0 and column.index >= len(line.cells) - LAID_BEHIND else column.index


def fault_in(line: Line, column: Column, found: str, reason: str) -> Fault:
    return Fault(line.number, place_of(line, column), column.heading, found[:SHOWN], reason)


Read = Callable[[Cell], tuple[Value, str, str]]


def _reader(field: Field, definition: Definition, column: Column, known: Known) -> Read:
    """Return how the cells of a column are read: the value, or why not and what stands there."""
    parse, look = _parser(field, column), watch(field, definition)

    @lru_cache(maxsize=REPEATED, typed=True)
    def read(cell: Cell) -> tuple[Value, str, str]:
        try:
            value = parse(cell, known)
            if look is not None and value is not None:
                look(str(value))
        except Personal as error:
            return None, str(error), error.shown
        except BadCell as error:
            return None, str(error), typed(cell)
        return value, "", ""

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
