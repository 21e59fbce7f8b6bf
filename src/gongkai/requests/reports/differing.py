"""What stands otherwise in one edition of a report than in another: cells and sections. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.requests.reports.composing import SECTIONS
from gongkai.requests.reports.layout import LIST, Place

Stored = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Changed:
    """One cell, as sentences call it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Cells in the order of the tables; ``sections`` are the titles of those whose words differ."""

    cells: tuple[Changed, ...] = ()
    sections: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.sections)


@dataclass(frozen=True, slots=True)
class Content:
    """The words and the figures of a report."""

    sections: Mapping[str, str]
    figures: Stored


def difference(before: Content, after: Content, names: Mapping[Place, str]) -> Difference:
    """Return what differs; ``names`` holds every cell of the form in its order."""
    cells = (
        Changed(name, text_of(before.figures, place), text_of(after.figures, place))
        for place, name in names.items()
    )
    sections = (
        title
        for key, title in SECTIONS.items()
        if before.sections.get(key, "") != after.sections.get(key, "")
    )
    return Difference(tuple(each for each in cells if each.before != each.after), tuple(sections))


def text_of(figures: Stored, place: Place) -> str:
    """Return what stands in a cell of stored figures."""
    table, row, column = place
    return figures.get(table, {}).get(row if table == LIST else f"{row}·{column}", "")
