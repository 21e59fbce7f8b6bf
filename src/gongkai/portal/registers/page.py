"""One page of a register: what its template shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from django.core.paginator import Paginator

from gongkai.portal.registers import cells, finder, fitting
from gongkai.portal.registers.fitting import Cut
from gongkai.portal.registers.place import Place, without
from gongkai.registers import asking, services
from gongkai.registers.asking import ON_A_PAGE, Asked, Names, Query
from gongkai.registers.schema import Definition
from gongkai.registers.services import Reader
from gongkai.registers.snapshot.answering import Answer, Shown

MOST_LOOSENED = 6
TELLING = ("text", "code", "person")


@dataclass(frozen=True)
class Row:
    """One entry in the list: what it is called and leads to, then its other columns."""

    serial: int
    href: str
    title: str
    head: cells.Cell
    cells: list[cells.Cell]


@dataclass(frozen=True)
class Looser:
    """A question that asks for less, and how many entries it finds."""

    text: str
    href: str
    count: int


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    is_shown: bool


def head_of(place: Place) -> str:
    """Return the column by which an entry is called: of its name what tells most, else the first of all."""
    shown = [each.key for each in place.columns]
    named = [key for key in place.said.headline if key in shown]
    telling = [key for key in named if place.said.fields[key].type.word in TELLING]
    return [*telling, *named, *shown][0]


def context(reader: Reader, place: Place, asked: Asked, answer: Answer, query: Query) -> dict[str, object]:
    """Return what the list and its filters show."""
    said, names, question = reader.said, reader.names, place.question
    pages = Paginator(range(answer.total), ON_A_PAGE)
    head = head_of(place)
    rows = [row(each, place, head, names) for each in answer.entries]
    cut = cut_of(place, head, rows)
    bounds = finder.bounds(place, query, asked.misunderstood)
    return {
        "place": place,
        "cut": cut,
        "rows": cut_to(rows, cut),
        "total": answer.total,
        "formats": list(services.FORMATS),
        "page": pages.get_page(question.page),
        "base": place.base if place.is_finished else "",
        "query": f"{place.query}&" if place.query else "",
        "asked": f"?{place.asked}" if place.asked else "",
        "sentence": asking.sentence(question, said, names),
        "misunderstood": asked.misunderstood,
        "chips": finder.chips(place, names),
        "facets": finder.facets(place, answer.counts, query, names),
        "bounds": bounds,
        "is_bounded": any(each.least or each.most or each.error for each in bounds),
        "orders": finder.orders(place),
        "choices": [Choice(key, each.heading, key in cut.keys) for key, each in said.fields.items()],
        "kept": parse_qsl(replace(question, page=1).to_query()),
        "usual": replace(place, chosen=()).here,
        "searched": [said.fields[key].label for key in said.search],
        "words": " ".join(question.words),
        "sort": str(question.sort or ""),
        "looser": looser(reader, place) if not answer.total else [],
    }


def cut_of(place: Place, head: str, rows: Sequence[Row], *, room: float = fitting.ROOM) -> Cut:
    """Return the columns of a list: those chosen, else the usual ones as far as they fit."""
    said = place.said
    fields = [each for each in place.columns if each.key != head]
    cells = [[each.head, *each.cells] for each in rows]
    if place.chosen:
        return fitting.everything(said.fields[head], fields, cells)
    sort = place.question.sort or said.sorts[0]
    first = [sort.field, *(each.by for each in said.rankings), *(each.field for each in said.sorts)]
    return fitting.fit(said.fields[head], fields, cells, first=first, room=room)


def cut_to(rows: Iterable[Row], cut: Cut) -> list[Row]:
    return [replace(each, cells=fitting.only(each.cells, cut)) for each in rows]


def row(shown: Shown, place: Place, head: str, names: Mapping[str, Names]) -> Row:
    said = place.said
    made = {
        each.key: cells.cell(each, shown.values, said, names) for each in (said.fields[head], *place.columns)
    }
    return Row(
        serial=shown.serial,
        href=f"{place.base}entries/{shown.serial}/",
        title=titled(shown, said, names),
        head=made.pop(head),
        cells=list(made.values()),
    )


def titled(shown: Shown, said: Definition, names: Mapping[str, Names]) -> str:
    return cells.headed(shown.values, said, names) or f"第{shown.serial}条"


def looser(reader: Reader, place: Place) -> list[Looser]:
    """Return, of a question that finds nothing, what leaving out one of its parts would find."""
    parts = zip(finder.chips(place, reader.names), without(place.question), strict=True)
    found = [Looser(chip.text, chip.href, reader.total(left)) for chip, left in list(parts)[:MOST_LOOSENED]]
    return sorted((each for each in found if each.count), key=lambda each: each.count)
