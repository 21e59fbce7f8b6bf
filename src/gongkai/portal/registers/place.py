"""Where a reader stands in a register: what is asked, which columns are shown. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from gongkai.registers.asking import Query, Question
from gongkai.registers.schema import Definition, Field

COLUMNS = "columns"
MOST_COLUMNS = 12


@dataclass(frozen=True)
class Place:
    """One place; everything that changes it is an address. ``chosen`` are columns that are not the usual."""

    said: Definition
    question: Question
    chosen: tuple[str, ...] = ()

    @property
    def base(self) -> str:
        return f"/registers/{self.said.key}/"

    @property
    def is_finished(self) -> bool:
        """Whether the page here asks for all in the usual way, so that it is rendered beforehand."""
        return self.question.is_open and self.question.sort is None and not self.chosen

    @property
    def columns(self) -> tuple[Field, ...]:
        return tuple(self.said.fields[key] for key in self.chosen or self.said.columns)

    @property
    def asked(self) -> str:
        """Return which entries are asked for, as the query of any other way out of the register."""
        return replace(self.question, page=1, sort=None).to_query()

    @property
    def query(self) -> str:
        """Return what stands in the address, without the page."""
        asked = replace(self.question, page=1).to_query()
        columns = urlencode([(COLUMNS, key) for key in self.chosen])
        return "&".join(filter(None, [asked, columns]))

    def to(self, question: Question) -> str:
        """Return the address of another question with the same columns."""
        there = replace(self, question=question)
        if there.is_finished:
            return self.base if question.page == 1 else f"{self.base}page/{question.page}/"
        page = f"page={question.page}" if question.page > 1 else ""
        return f"{self.base}?{'&'.join(filter(None, [there.query, page]))}"

    @property
    def here(self) -> str:
        return self.to(self.question)


def chosen(query: Query, said: Definition) -> tuple[str, ...]:
    """Return the columns that a query asks for, none where it leaves them to what fits."""
    asked = (key for value in query.get(COLUMNS, ()) for key in value.split(","))
    wanted = set(list(dict.fromkeys(key for key in asked if key in said.fields))[:MOST_COLUMNS])
    ordered = dict.fromkeys((*said.columns, *said.fields))
    return tuple(key for key in ordered if key in wanted)


def without(question: Question) -> Iterator[Question]:
    """Yield the question without each of its parts: words, values, bounds, in the order of its sentence."""
    for word in question.words:
        yield replace(question, words=tuple(each for each in question.words if each != word), page=1)
    for key, values in question.facets.items():
        for value in values:
            yield question.toggled(key, value)
    for key in question.ranges:
        others = {each: bounds for each, bounds in question.ranges.items() if each != key}
        yield replace(question, ranges=others, page=1)
