"""The figures of one annual report, each with the place where it stands. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """What stands in one cell: its text as it was typed, and where it stands as a reader finds it."""

    text: str
    place: str

    @property
    def value(self) -> Decimal | None:
        """Return the number, None where the cell holds none."""
        return number(self.text)


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal | None:
    """Return the number that a text is, None if it is none: full-width digits and thousands are read."""
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    if not NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


@dataclass
class Report:
    """The tables of a report: two by row and column, three by row and asker, four by remedy and result.

    ``missing`` names what was looked for and not found; ``prose`` is the text around the tables.
    """

    year: int
    disclosure: dict[tuple[str, str], Figure] = field(default_factory=dict)
    requests: dict[tuple[str, str], Figure] = field(default_factory=dict)
    remedies: dict[tuple[str, str], Figure] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    prose: str = ""

    def tables(self) -> Iterator[Mapping[tuple[str, str], Figure]]:
        yield from (self.disclosure, self.requests, self.remedies)


def total(figures: Iterable[Figure | None]) -> Decimal | None:
    """Return the sum of cells, None where one of them is not there or holds no number."""
    whole = Decimal()
    for figure in figures:
        value = figure.value if figure else None
        if value is None:
            return None
        whole += value
    return whole
