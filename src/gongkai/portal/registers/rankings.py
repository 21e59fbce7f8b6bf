"""The rankings of a register under a question: places with ties, group by group, nobody left out unsaid."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from gongkai.portal.registers.cells import headed, text_of
from gongkai.portal.registers.charts import Source, source_of
from gongkai.registers import services
from gongkai.registers.asking import Question, shown_as
from gongkai.registers.fields.days import Date
from gongkai.registers.figures import ordered
from gongkai.registers.schema import Definition
from gongkai.registers.schema.definition import Ranking
from gongkai.registers.snapshot.counting import Group, groups, ranked

WITHIN = "within"
"""The word in an address that names the group of a ranking."""

UNTOLD, NAMELESS = "未填", "未命名条目"


@dataclass(frozen=True)
class Line:
    """One entry with its place; ``is_tied``: others have the same."""

    place: int
    is_tied: bool
    title: str
    href: str
    value: str


@dataclass(frozen=True)
class Choice:
    """A group to look at instead."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Placing:
    """A ranking as its page shows it; ``ranked`` have a place, ``untold`` lack the quantity."""

    title: str
    order: str
    within: str
    heading: str
    lines: list[Line]
    choices: list[Choice]
    ranked: int
    untold: int
    source: Source
    base: str


def placing(reader: services.Reader, number: int, question: Question, within: str | None) -> Placing:
    """Return ranking ``number``, counted from 1, in the group asked for or in the first of them.

    Raises LookupError if the register has no such ranking or the ranking no such group.
    """
    if number < 1:
        raise LookupError(number)
    ranking, said = reader.said.rankings[number - 1], reader.said
    base = f"/registers/{said.key}/"
    found = _ordered(groups(reader.snapshot, ranking, question), ranking, said)
    group = _wanted(found, within)
    places = ranked(reader.snapshot, ranking, question, group.value)
    shared = Counter(each.place for each in places)
    by = said.fields[ranking.by]
    lines = [
        Line(
            place=each.place,
            is_tied=shared[each.place] > 1,
            title=headed(each.entry.values, said, reader.names) or NAMELESS,
            href=f"{base}entries/{each.entry.serial}/",
            value=text_of(by, each.entry.values.get(by.key), reader.names),
        )
        for each in places
    ]
    return Placing(
        title=ranking.title,
        order="由大到小" if ranking.is_descending else "由小到大",
        within=_label(group, ranking, reader),
        heading=by.heading,
        lines=lines,
        choices=[_choice(each, group, ranking, reader, question) for each in found] if ranking.within else [],
        ranked=group.ranked,
        untold=group.untold,
        source=source_of(reader),
        base=base,
    )


def _ordered(found: list[Group], ranking: Ranking, said: Definition) -> list[Group]:
    """Return the groups as people look for them: the newest time first, choices as declared."""
    if not ranking.within:
        return found
    field = said.fields[ranking.within]
    if field.type.is_ordered:
        return found
    sizes = {each.value: Decimal(each.ranked) for each in found if each.value is not None}
    place = {key: number for number, key in enumerate(ordered(field, sizes))}
    return sorted(found, key=lambda each: place.get(each.value or "", len(place)))


def _wanted(found: list[Group], within: str | None) -> Group:
    if within is None:
        return found[0] if found else Group("", 0, 0)
    for each in found:
        if (each.value or "") == within:
            return each
    raise LookupError(within)


def _label(group: Group, ranking: Ranking, reader: services.Reader) -> str:
    if not ranking.within:
        return ""
    if group.value is None:
        return UNTOLD
    field = reader.said.fields[ranking.within]
    return group.value if isinstance(field.type, Date) else shown_as(field, group.value, reader.names)


def _choice(
    each: Group, current: Group, ranking: Ranking, reader: services.Reader, question: Question
) -> Choice:
    query = "&".join(filter(None, [question.to_query(), f"{WITHIN}={quote(each.value or '')}"]))
    return Choice(_label(each, ranking, reader), f"?{query}", each == current)
