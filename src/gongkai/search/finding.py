"""Find public documents. Reads the index only: searching goes on while the database is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings

from gongkai.search import rules
from gongkai.search.embedded import queries
from gongkai.search.embedded.reader import reader
from gongkai.search.embedded.schema import FILTERS, Entry, Unusable, read

# Where strictness finds nothing, this many of the nearest are shown.
NEAREST = 200
MOST_CHOICES = 200
DEEPEST = 10_000
PAGE_SIZE = 20
COUNTED = (*FILTERS, "year")


@dataclass(frozen=True)
class Query:
    """What is asked: ``chosen`` holds filters by name (organisation area kind validity theme genre)."""

    text: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None
    newest_first: bool = False
    offset: int = 0
    size: int = PAGE_SIZE

    @property
    def years(self) -> tuple[int | None, int | None]:
        return self.first_year, self.last_year


@dataclass(frozen=True)
class Hit:
    """One document found; ``title`` and ``excerpt`` are pieces with what was searched for marked."""

    entry: Entry
    title: list[rules.Piece]
    excerpt: list[rules.Piece]

    @property
    def published_at(self) -> datetime:
        return datetime.fromtimestamp(self.entry.published, UTC)


@dataclass(frozen=True)
class Choice:
    """A value of a filter with the exact number of documents it would leave."""

    value: str
    title: str
    count: int


@dataclass(frozen=True)
class Results:
    """``is_nearest``: nothing holds all that was asked, these resemble it. ``is_ready``: an index exists."""

    hits: list[Hit]
    total: int
    choices: dict[str, list[Choice]]
    is_nearest: bool = False
    is_ready: bool = True


NOT_READY = Results(hits=[], total=0, choices={}, is_ready=False)


def find(query: Query, *, home: Path | None = None) -> Results:
    """Return what ``query`` asks for, best or newest first, with the exact count under every filter."""
    try:
        view = reader(home or settings.INDEX).view()
    except Unusable:
        return NOT_READY
    search = Search(view.searcher, rules.parse(query.text), query, view.titles)
    if search.total == 0 and search.parsed.may_be_loose:
        nearest = replace(search, is_nearest=True)
        search = nearest if nearest.total else search
    needles = search.needles()
    hits = [hit_of(entry, needles) for entry in search.entries()]
    return Results(hits, search.total, search.choices(), is_nearest=search.is_nearest)


def hit_of(entry: Entry, needles: tuple[str, ...]) -> Hit:
    return Hit(entry, rules.marked(entry.title, needles), rules.excerpt(entry.text, needles))


@dataclass(frozen=True)
class Search:
    """One query against one view of the index, strict or (``is_nearest``) by resemblance."""

    searcher: tantivy.Searcher
    parsed: rules.Parsed
    query: Query
    titles: dict[tuple[str, str], str] = field(default_factory=dict)
    is_nearest: bool = False

    def matching(self, *, but: str = "") -> tantivy.Query:
        """Return the query with all its filters, or all but the one named."""
        chosen = {name: value for name, value in self.query.chosen.items() if name != but}
        return queries.narrowed(self.base, chosen, (None, None) if but == "year" else self.query.years)

    @cached_property
    def base(self) -> tantivy.Query:
        if not self.parsed.runs:
            return tantivy.Query.all_query()
        return queries.these(list(self.nearest)) if self.is_nearest else queries.everything(self.parsed)

    @cached_property
    def nearest(self) -> dict[int, tantivy.DocAddress]:
        """The documents that resemble the terms most, nearest first, by announcement number.

        They are chosen before any filter, so that the counts under the filters stay exact.
        """
        found = self.searcher.search(queries.something(self.parsed), NEAREST, count=False).hits
        places = [place for _, place in found]
        numbers = self.searcher.fast_field_values("seq", places)
        return {int(number or 0): place for number, place in zip(numbers, places, strict=True)}

    @cached_property
    def whole(self) -> tantivy.Query:
        return self.matching()

    @cached_property
    def counted(self) -> dict[str, list[tuple[str, int]]]:
        """The values under every filter that is not chosen, and the ``total``: one pass over the index."""
        return self.counts(self.whole, [name for name in COUNTED if name not in self.active])

    @property
    def total(self) -> int:
        return self.counted["total"][0][1]

    @cached_property
    def active(self) -> list[str]:
        chosen = [name for name in FILTERS if self.query.chosen.get(name)]
        return chosen if self.query.years == (None, None) else [*chosen, "year"]

    def entries(self) -> list[Entry]:
        return [read(self.searcher.doc(address)) for address in self.addresses()]

    def addresses(self) -> list[tantivy.DocAddress]:
        """Return where the documents of the asked page stand in the index."""
        offset, size = max(0, min(self.query.offset, DEEPEST)), max(1, self.query.size)
        by_date = self.query.newest_first or not self.parsed.runs
        if self.is_nearest and not by_date:
            kept = self.searcher.search(self.whole, NEAREST, count=False, order_by_field="seq").hits
            numbers = {int(number) for number, _ in kept}
            return [place for n, place in self.nearest.items() if n in numbers][offset : offset + size]
        order = "published" if by_date else None
        found = self.searcher.search(self.whole, size, count=False, order_by_field=order, offset=offset)
        return [address for _, address in found.hits]

    def needles(self) -> tuple[str, ...]:
        """Return what to mark: the runs, or in the nearest documents the words of the question."""
        if not self.is_nearest:
            return self.parsed.runs
        asked = rules.without_question_words(self.parsed.name)
        parts = [part for run in asked for part in queries.parts_of(run)]
        return rules.distinct([part for part in parts if self.searcher.doc_freq("words", part)])

    def choices(self) -> dict[str, list[Choice]]:
        """Return for every filter its values and their counts, as if that filter were not chosen."""
        others = {name: self.counts(self.matching(but=name), [name])[name] for name in self.active}
        counted = self.counted | others
        return {name: list(self.titled(name, counted[name])) for name in COUNTED}

    def counts(self, query: tantivy.Query, fields: list[str]) -> dict[str, list[tuple[str, int]]]:
        wanted: dict[str, object] = {n: {"terms": {"field": n, "size": MOST_CHOICES}} for n in fields}
        found = self.searcher.aggregate(query, {**wanted, "total": {"value_count": {"field": "seq"}}})
        total = int(found.pop("total")["value"])
        return {n: [as_pair(b) for b in got["buckets"]] for n, got in found.items()} | {
            "total": [("", total)]
        }

    def titled(self, name: str, counted: list[tuple[str, int]]) -> Iterator[Choice]:
        for value, count in counted:
            if value and value != "0":
                yield Choice(value, self.title(name, value), count)

    def title(self, name: str, value: str) -> str:
        """Return what readers call ``value``: names change, the newest document knows the present one."""
        if name not in NAMED:
            return value
        if (name, value) not in self.titles:
            ranked = queries.term(name, value)
            newest = self.searcher.search(ranked, 1, count=False, order_by_field="published").hits
            self.titles[name, value] = getattr(read(self.searcher.doc(newest[0][1])), NAMED[name]) or value
        return self.titles[name, value]


def as_pair(bucket: dict[str, Any]) -> tuple[str, int]:
    key = bucket["key"]
    return (key if isinstance(key, str) else str(int(key))), int(bucket["doc_count"])


NAMED = {"organisation": "organisation_name", "area": "area_title"}


def suggest(text: str, *, size: int = 8, home: Path | None = None) -> list[Entry]:
    """Return documents whose title or number begins with ``text``, then those whose title holds it."""
    parsed = rules.parse(text)
    if not parsed.runs:
        return []
    try:
        searcher = reader(home or settings.INDEX).view().searcher
    except Unusable:
        return []
    asked = queries.beginning(parsed.name), queries.together("title", parsed.runs)
    found = [searcher.search(each, size, count=False, order_by_field="published").hits for each in asked]
    entries = (read(searcher.doc(address)) for hits in found for _, address in hits)
    return list({entry.address: entry for entry in entries}.values())[:size]
