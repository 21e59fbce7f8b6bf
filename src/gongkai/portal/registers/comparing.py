"""Several entries side by side: which fields they say otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.portal.registers import cells
from gongkai.portal.registers.page import titled
from gongkai.registers.asking import Names
from gongkai.registers.schema import Definition
from gongkai.registers.snapshot.answering import Shown

MOST = 6
LONGEST_SERIAL = 15


@dataclass(frozen=True)
class Head:
    serial: int
    title: str
    href: str


@dataclass(frozen=True)
class Line:
    """One field of all entries compared."""

    label: str
    cells: list[cells.Cell]

    @property
    def differs(self) -> bool:
        return len({each.text for each in self.cells}) > 1


def serials(typed: Iterable[str]) -> list[int]:
    """Return the numbers of entries that a query names, each once, no more than can stand side by side."""
    numbers = [each for each in typed if each.isascii() and each.isdigit() and len(each) <= LONGEST_SERIAL]
    return list(dict.fromkeys(map(int, numbers)))[:MOST]


def heads(shown: list[Shown], said: Definition, names: Mapping[str, Names]) -> list[Head]:
    base = f"/registers/{said.key}/entries/"
    return [Head(each.serial, titled(each, said, names), f"{base}{each.serial}/") for each in shown]


def lines(shown: list[Shown], said: Definition, names: Mapping[str, Names]) -> list[Line]:
    """Return every field of which at least one entry says something."""
    made = [
        Line(field.heading, [cells.cell(field, each.values, said, names) for each in shown])
        for field in said.fields.values()
    ]
    return [line for line in made if any(each.text or each.note for each in line.cells)]
