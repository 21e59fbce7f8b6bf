"""Compare the sums that stand in a table with its rows: 合计行等于各行之和. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gongkai.registers.schema import Definition, Values
from gongkai.registers.schema.checking import TOTAL, slack_of
from gongkai.registers.sheets.rows import Bad, Fault, Reading, fault_in
from gongkai.registers.sheets.table import GROUP, SUM, Skipped

Sums = dict[str, Decimal]


@dataclass(frozen=True)
class Mark:
    """A row of sums, or the beginning of a group, with the sums of all rows before it."""

    row: Skipped
    before: Sums


class Totals:
    """The sums of one table, as its register declares them to be checked (``that: total``).

    A sum may stand above its rows or below them, and be one of the whole table, of what lies between it and
    the next or last sum, or of a group: it is right if it is one of these.
    """

    def __init__(self, said: Definition, reading: Reading) -> None:
        wanted = {key for check in said.checks if check.verb == TOTAL for key in check.fields}
        self.definition = said
        self.readers = [(reading.where[key], read) for key, read in reading.readers.items() if key in wanted]
        self.sums: Sums = {column.field: Decimal() for column, _ in self.readers}
        self.rows = 0
        self.marks: list[Mark] = []

    def add(self, values: Values) -> None:
        self.rows += 1
        for key in self.sums:
            if (value := values.get(key)) is not None:
                self.sums[key] += Decimal(str(value))

    def skip(self, row: Skipped) -> None:
        if self.sums and row.reason in (SUM, GROUP):
            self.marks.append(Mark(row, dict(self.sums)))

    def faults(self) -> list[Fault]:
        """Return each sum that is none, once all rows have been added."""
        return [
            fault for at, mark in enumerate(self.marks) if mark.row.reason == SUM for fault in self._wrong(at)
        ]

    def _wrong(self, at: int) -> list[Fault]:
        row = self.marks[at].row
        found = []
        for column, read in self.readers:
            cell = row.cells[column.index] if column.index < len(row.cells) else None
            value = read(cell)
            if isinstance(value, Bad):
                found.append(fault_in(row.number, column.index, column, *value))
                continue
            if value is None:
                continue
            told = Decimal(str(value))
            nearest = min(self._sums(at, column.field), key=lambda each: abs(each - told))
            kind = self.definition.fields[column.field].type
            if abs(nearest - told) > slack_of(kind, self.rows):
                why = f"合计是 {told:,}，各行之和是 {nearest:,}，相差 {abs(told - nearest):,}"
                found.append(fault_in(row.number, column.index, column, str(cell), why))
        return found

    def _sums(self, at: int, key: str) -> list[Decimal]:
        """Return what the sum at a mark may be the sum of."""
        here, all_of_it = self.marks[at].before[key], self.sums[key]
        above = self.marks[at - 1].before[key] if at else Decimal()
        below = self.marks[at + 1].before[key] if at + 1 < len(self.marks) else all_of_it
        groups = [mark.before[key] for mark in self.marks[:at] if mark.row.reason == GROUP]
        return [all_of_it, here, here - above, below - here, here - (groups[-1] if groups else above)]
