"""What a chart lets people choose: one year at a time, which departments to compare, how close to look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import parse_qsl

from gongkai.registers import drilling, services
from gongkai.registers.asking import Question, shown_as
from gongkai.registers.figures import ordered
from gongkai.registers.schema.definition import Chart
from gongkai.registers.snapshot import counting

ALL = "全部"


@dataclass(frozen=True)
class Option:
    """A value to look at; ``href`` leads to it."""

    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class Pick:
    """A field of which one value is looked at at a time."""

    label: str
    options: list[Option]


@dataclass(frozen=True)
class Beside:
    """A field whose values stand side by side, to be ticked; ``kept`` is the rest of the question."""

    key: str
    label: str
    values: list[tuple[str, str, bool]]
    kept: list[tuple[str, str]]


def address(chart: Chart, reader: services.Reader, question: Question) -> str:
    """Return where a chart stands for a question."""
    query = question.to_query()
    base = f"/registers/{reader.said.key}/charts/{chart.key}/"
    return f"{base}?{query}" if query else base


def picked(reader: services.Reader, chart: Chart, question: Question) -> tuple[Question, list[Pick]]:
    """Return the question with one value of each field that a chart picks, and what else there is to pick.

    Without a choice the newest period and the first of other values is looked at.
    """
    now, picks = question, []
    for key in chart.pick:
        there = _values(reader, chart, key, now)
        if not there:
            continue
        asked = [value for value in question.facets.get(key, ()) if value in there]
        value = asked[0] if asked else there[0]
        now = replace(now, facets={**now.facets, key: (value,)}, page=1)
        field = reader.said.fields[key]
        options = [
            Option(
                shown_as(field, each, reader.names),
                address(chart, reader, replace(question, facets={**question.facets, key: (each,)}, page=1)),
                each == value,
            )
            for each in there
        ]
        picks.append(Pick(field.label, options))
    return now, picks


def _values(reader: services.Reader, chart: Chart, key: str, question: Question) -> list[str]:
    """Return the values of a facet: the newest period first, all else as people expect it."""
    found = counting.values(reader.snapshot, key, question, chart.when)
    field = reader.said.fields[key]
    order = ordered(field, {value: Decimal(count) for value, count in found})
    return order[::-1] if field.type.is_ordered else order


def trail(reader: services.Reader, chart: Chart, question: Question) -> list[Option]:
    """Return how one came to look this close, the whole first; empty where nothing was entered."""
    steps = list(drilling.trail(chart, question, reader.said))
    return [
        Option(
            shown_as(reader.said.fields[key], value, reader.names) if key else ALL,
            address(chart, reader, there),
            number == len(steps),
        )
        for number, (key, value, there) in enumerate(steps, 1)
    ]


def leads(
    reader: services.Reader, chart: Chart, question: Question, keys: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Yield each value of the level that is looked at, with the address that looks into it."""
    level = drilling.level_of(chart, question, reader.said)
    if drilling.is_last(level, chart, reader.said):
        return
    for key in keys:
        yield key, address(chart, reader, drilling.closer(question, level, key))


def beside(reader: services.Reader, chart: Chart, question: Question) -> Beside | None:
    """Return what may be ticked to stand side by side, None where the parts cannot be asked for."""
    if chart.split not in reader.said.facets:
        return None
    field, asked = reader.said.fields[chart.split], question.facets.get(chart.split, ())
    values = [
        (value, shown_as(field, value, reader.names), value in asked)
        for value in _values(reader, chart, chart.split, question)
    ]
    others = {key: values for key, values in question.facets.items() if key != chart.split}
    kept = parse_qsl(replace(question, facets=others, page=1).to_query())
    return Beside(chart.split, field.label, values, kept) if len(values) > 1 else None
