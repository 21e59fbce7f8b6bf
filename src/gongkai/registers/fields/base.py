"""What every field type answers: how a cell becomes a value, how a value is shown, what it is outside.

A value is JSON: text, a whole number, true or false, or None where nothing is said. Amounts are text with a
point (``"1234.50"``), so that no digit is lost on the way; days are ISO 8601.
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import ClassVar, TypeAlias

from gongkai.obligations.node import Node

Cell: TypeAlias = str | int | float | bool | date | datetime | None
Value: TypeAlias = str | int | bool | None

NIL = frozenset({"", "-", "--", "—", "——", "―", "–", "/", "\\", "…", "……"})
"""What people write into a cell that has nothing to say."""

EXACT = 10**15
"""From here on a spreadsheet no longer keeps every digit of a number."""

MIDNIGHT = time()
BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85]")
UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
"""Signs that nobody sees; many of them no XML and no database takes."""


class BadCell(ValueError):
    """A cell that is not of its column's type; the message is a sentence for the clerk."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names by which organisations and regions may be written, each with its key."""

    organisations: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)


NOBODY = Known()


@dataclass(frozen=True)
class FieldType(ABC):
    """One of the closed list of types, with the options that a register declares for a field.

    ``word`` names it in YAML, ``title`` to people, ``accepts`` says what may be typed. ``json_type`` and
    ``json_format`` are the words of Table Schema, ``column`` those of the snapshot.
    """

    word: ClassVar[str]
    title: ClassVar[str]
    accepts: ClassVar[str]
    example: ClassVar[str]
    json_type: ClassVar[str] = "string"
    json_format: ClassVar[str] = "default"
    options: ClassVar[tuple[str, ...]] = ()
    needed: ClassVar[tuple[str, ...]] = ()
    """Those of its options that must be there."""
    is_number: ClassVar[bool] = False
    is_ordered: ClassVar[bool] = False
    """Whether smaller and larger mean something, so that people may sort and ask for a range."""
    is_facet: ClassVar[bool] = False
    """Whether few values come back often, so that people may choose among them."""
    is_many: ClassVar[bool] = False
    """Whether one cell may hold several values; ``several`` says which."""

    @classmethod
    def declared(cls, options: Mapping[str, Node]) -> FieldType:
        """Return the type with the options of one field; raises Wrong with the line."""
        return cls()

    @property
    def column(self) -> str:
        return "VARCHAR"

    @property
    def unit(self) -> str:
        """What one of it is: 万元, 人, %; empty where it has none."""
        return ""

    @abstractmethod
    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        """Return the value of a cell, None of an empty one; raises BadCell."""

    def show(self, value: Value) -> str:
        """Return what people read."""
        return "" if value is None else str(value)

    def several(self, value: Value) -> list[str]:
        """Return what a cell holds, each by itself, as it stands in addresses and lists."""
        return [] if value is None else [str(value)]


def typed(cell: Cell) -> str:
    """Return what was typed, blanks at the ends and signs nobody sees removed; breaks of all kinds are one.

    A whole number that a spreadsheet keeps as 12.0 was typed as 12, a day without hour as a day.
    """
    match cell:
        case str():
            return (cell if cell.isprintable() else UNSEEN.sub("", BREAKS.sub("\n", cell))).strip()
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == MIDNIGHT else cell.isoformat(" ")
    return str(cell)


def plain(cell: Cell) -> str:
    """Return the same with full-width letters, digits and signs narrowed: for all but running text."""
    return unicodedata.normalize("NFKC", typed(cell)).strip()


def is_nil(text: str) -> bool:
    """Return whether a text stands for nothing to say."""
    return text in NIL


def exact(value: Decimal) -> str:
    """Return a decimal without exponent."""
    return f"{value:f}"
