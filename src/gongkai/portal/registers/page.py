"""One page of a register: what its template shows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.paginator import Paginator

from gongkai.portal.registers import cells, finder
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
    bounds = finder.bounds(place, query, asked.misunderstood)
    return {
        "place": place,
        "head": said.fields[head],
        "columns": [each for each in place.columns if each.key != head],
        "rows": [row(each, place, head, names) for each in answer.entries],
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
        "choices": [Choice(key, each.heading, each in place.columns) for key, each in said.fields.items()],
        "searched": [said.fields[key].label for key in said.search],
        "words": " ".join(question.words),
        "sort": str(question.sort or ""),
        "looser": looser(reader, place) if not answer.total else [],
    }


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
    found = [
        Looser(chip.text, chip.href, reader.answer(replace(left, page=1)).total)
        for chip, left in list(parts)[:MOST_LOOSENED]
    ]
    return sorted((each for each in found if each.count), key=lambda each: each.count)
