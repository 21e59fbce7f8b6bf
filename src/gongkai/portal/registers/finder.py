"""What stands around the list of a register: filters with exact counts, chips, orders, columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gongkai.portal.registers.place import Place, without
from gongkai.registers.asking import LEAST, MOST, Names, Query, bounded, shown_as
from gongkai.registers.fields.days import Date
from gongkai.registers.schema import Field
from gongkai.registers.schema.definition import Sort
from gongkai.registers.snapshot.answering import Count

FIND = "find-"
BESIDE, LISTED = 8, 60
"""So many values of a facet stand open, so many more behind 更多; the rest is found by typing."""
OPEN_FACETS = 3
INPUTS = {"date": "date", "count": "text", "number": "text", "money": "text", "percent": "text"}
LONGEST = 40
HINTS = {"month": "如 2017-07", "quarter": "如 2017年第三季度", "year": "如 2017"}


@dataclass(frozen=True)
class Option:
    name: str
    value: str
    title: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A field to choose from. ``found`` is what was typed to find a value in a long list of ``size``."""

    key: str
    label: str
    first: list[Option]
    more: list[Option]
    left: int
    size: int
    found: str
    is_open: bool

    @property
    def is_long(self) -> bool:
        return self.size > BESIDE * 2

    @property
    def find(self) -> str:
        return f"{FIND}{self.key}"


@dataclass(frozen=True)
class Bound:
    """A quantity between two bounds, as typed. ``error`` says what was not understood of it."""

    key: str
    label: str
    kind: str
    hint: str
    least: str
    most: str
    error: str


@dataclass(frozen=True)
class Chip:
    """One part of what is asked, with the address where it is not."""

    text: str
    href: str


@dataclass(frozen=True)
class Order:
    title: str
    href: str
    is_current: bool


Named = Mapping[str, Names]


def facets(place: Place, counts: Mapping[str, list[Count]], query: Query, names: Named) -> list[Facet]:
    """Return the filters in their declared order; one in which there is nothing to choose is left out."""
    made = [_facet(place, key, counts.get(key, []), query, names) for key in place.said.facets]
    shown = [each for each in made if each.size > (1 if place.question.is_open else 0)]
    return [replace(each, is_open=each.is_open or at < OPEN_FACETS) for at, each in enumerate(shown)]


def _facet(place: Place, key: str, counts: list[Count], query: Query, names: Named) -> Facet:
    field, asked = place.said.fields[key], place.question.facets.get(key, ())
    absent: list[Count] = [(value, 0) for value in asked if value not in dict(counts)]
    there = enumerate(_ordered(field, [*counts, *absent]))
    options = [
        Option(f"{key}-{at}", value, shown_as(field, value, names), count, value in asked)
        for at, (value, count) in there
    ]
    found = (query.get(f"{FIND}{key}") or ("",))[-1].strip()[:LONGEST]
    wanted = [each for each in options if each.is_chosen or found.casefold() in each.title.casefold()]
    beside = LISTED if found else BESIDE
    first = [each for at, each in enumerate(wanted) if at < beside or each.is_chosen]
    more = [each for each in wanted if each not in first]
    return Facet(
        key=key,
        label=field.label,
        first=first,
        more=more[:LISTED],
        left=len(more[LISTED:]),
        size=len(options),
        found=found,
        is_open=bool(asked or found),
    )


def _ordered(field: Field, counts: list[Count]) -> list[Count]:
    """Return times newest first, all else as it comes: the commonest first."""
    return sorted(counts, reverse=True) if field.type.is_ordered else counts


def bounds(place: Place, query: Query, misunderstood: Iterable[str]) -> list[Bound]:
    """Return the quantities between whose bounds one may ask: those of the list and of its orders first."""
    told = list(misunderstood)
    return [
        _bound(place, each, query, next((it for it in told if it.startswith(f"{each.label}：")), ""))
        for each in _quantities(place)
    ]


def _quantities(place: Place) -> list[Field]:
    said = place.said
    found = [
        each
        for each in said.fields.values()
        if each.type.is_ordered and (each.key not in said.facets or isinstance(each.type, Date))
    ]
    near = [*(sort.field for sort in said.sorts), *said.columns]
    return sorted(found, key=lambda each: near.index(each.key) if each.key in near else len(near))


def _bound(place: Place, field: Field, query: Query, error: str) -> Bound:
    least, most = (
        (query.get(f"{field.key}{suffix}") or ("",))[-1].strip()[:LONGEST] for suffix in (LEAST, MOST)
    )
    asked = place.question.ranges.get(field.key)
    if asked and not error:
        least, most = ("" if it is None else str(it) for it in (asked.least, asked.most))
    kind = "text" if error else INPUTS.get(field.type.word, "text")
    return Bound(field.key, field.heading, kind, HINTS.get(field.type.word, ""), least, most, error)


def chips(place: Place, names: Named) -> list[Chip]:
    """Return each part of what is asked, in the order of its sentence."""
    question, said = place.question, place.said
    texts = [f"含有 {word}" for word in question.words]
    for key, values in question.facets.items():
        field = said.fields[key]
        texts += [f"{field.label}：{shown_as(field, value, names)}" for value in values]
    texts += [bounded(said.fields[key], asked) for key, asked in question.ranges.items()]
    return [Chip(text, place.to(left)) for text, left in zip(texts, without(question), strict=True)]


def orders(place: Place) -> list[Order]:
    """Return the orders of the list, each field once; the one in use leads to its reverse."""
    current = place.question.sort or place.said.sorts[0]
    fields = {each.field: each for each in reversed(place.said.sorts)}
    return [_order(place, each, current) for each in place.said.sorts if fields[each.field] is each]


def _order(place: Place, sort: Sort, current: Sort) -> Order:
    is_current = sort.field == current.field
    wanted = Sort(sort.field, not current.is_descending) if is_current else sort
    usual = wanted == place.said.sorts[0]
    href = place.to(replace(place.question, sort=None if usual else wanted, page=1))
    title = place.said.fields[sort.field].label
    return Order(f"{title}{_direction(place, current)}" if is_current else title, href, is_current)


def _direction(place: Place, sort: Sort) -> str:
    kind = place.said.fields[sort.field].type
    if kind.is_number:
        return "（从多到少）" if sort.is_descending else "（从少到多）"
    if kind.is_ordered:
        return "（从新到旧）" if sort.is_descending else "（从旧到新）"
    return "（倒序）" if sort.is_descending else "（正序）"
