"""How a register would look: rows made up by its own fields, as list, entry, filters and chart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from gongkai.registers.asking import Names, shown_as
from gongkai.registers.fields import FieldType, Value
from gongkai.registers.fields.days import Date, Month, Quarter, Year
from gongkai.registers.fields.numbers import Bounds, Count, Number
from gongkai.registers.fields.picks import BETWEEN, Boolean, Choice, Choices
from gongkai.registers.fields.words import Code
from gongkai.registers.schema import Definition, Field, Values, masked
from gongkai.registers.schema.definition import Chart
from gongkai.registers.schema.parts import FORMS

ROWS = 6
APART = 40  # days between two made-up rows
SIGNS = "甲乙丙丁戊己"


@dataclass(frozen=True)
class Bars:
    """A chart as its table: what is counted of each value."""

    title: str
    form: str
    rows: list[dict[str, object]]


@dataclass(frozen=True)
class Sight:
    headings: list[str]
    rows: list[list[str]]
    filters: list[tuple[str, list[tuple[str, int]]]]
    searched: list[str]
    title: str
    entry: list[tuple[str, str]]
    charts: list[Bars]
    is_made_up: bool


def sight(said: Definition, names: Mapping[str, Names], *, on: date) -> Sight:
    """Return how a register would look with its own examples, or with rows made up around the day ``on``."""
    made = [made_up(said, names, place, on=on) for place in range(ROWS)]
    rows = [masked(said, values) for values in said.samples or made]
    first = rows[0]
    return Sight(
        headings=[said.fields[key].heading for key in said.columns],
        rows=[[_cell(said.fields[key], row, names) for key in said.columns] for row in rows],
        filters=[(said.fields[key].label, _counted(said.fields[key], rows, names)) for key in said.facets],
        searched=[said.fields[key].label for key in said.search],
        title=said.headed(first),
        entry=[(field.heading, _cell(field, first, names)) for field in said.current],
        charts=[_drawn(chart, said, rows, names) for chart in said.charts],
        is_made_up=not said.samples,
    )


def _cell(field: Field, row: Values, names: Mapping[str, Names]) -> str:
    value = row.get(field.key)
    return names.get(field.type.word, {}).get(str(value)) or field.type.show(value)


def _facets(field: Field, row: Values) -> list[str]:
    """Return under which values of a filter a row stands."""
    value = row.get(field.key)
    if isinstance(field.type, Date):
        return [str(value)[:4]] if value else []
    if isinstance(field.type, Boolean):
        return [str(value).lower()] if value is not None else []
    return field.type.several(value)


def _counted(field: Field, rows: list[dict[str, Value]], names: Mapping[str, Names]) -> list[tuple[str, int]]:
    found = Counter(value for row in rows for value in _facets(field, row))
    return [(shown_as(field, value, names), count) for value, count in found.most_common()]


def _drawn(chart: Chart, said: Definition, rows: list[dict[str, Value]], names: Mapping[str, Names]) -> Bars:
    """Return the numbers of a chart; a mean is shown as one, what is split is taken together."""
    by = said.fields[chart.by]
    found: dict[str, list[Decimal]] = {}
    for row in rows:
        if (value := row.get(chart.by)) is not None:
            numbers = [Decimal(str(row.get(key) or 0)) for key in chart.measure.fields]
            found.setdefault(_axis(by, str(value), names), []).append(sum(numbers, Decimal()))
    bars: list[dict[str, object]] = [
        {"label": label, "value": _measured(chart.measure.verb, each)} for label, each in found.items()
    ]
    return Bars(chart.title, FORMS[chart.form], bars)


def _measured(verb: str, numbers: list[Decimal]) -> Decimal | int:
    if verb == "count":
        return len(numbers)
    total = sum(numbers, Decimal())
    return total if verb == "sum" else round(total / len(numbers), 2)


def _axis(field: Field, value: str, names: Mapping[str, Names]) -> str:
    if isinstance(field.type, Date):
        return value[:7]
    return names.get(field.type.word, {}).get(value) or field.type.show(value)


def made_up(said: Definition, names: Mapping[str, Names], place: int, *, on: date) -> dict[str, Value]:
    """Return one row of values that its fields would take; they mean nothing."""
    day = on - timedelta(days=APART * place)
    return {field.key: _value(field, names, place, day) for field in said.current}


def _value(field: Field, names: Mapping[str, Names], place: int, day: date) -> Value:
    kind = field.type
    if isinstance(kind, (Date, Month, Quarter, Year)):
        return _time(kind, day)
    if isinstance(kind, (Choice, Boolean)):
        return _picked(kind, place)
    if isinstance(kind, (Count, Number)):
        number = _number(kind.bounds, place)
        return int(number) if isinstance(kind, Count) else str(number)
    return _words(field, list(names.get(kind.word, {})), place)


def _picked(kind: Choice | Boolean, place: int) -> Value:
    if isinstance(kind, Boolean):
        return place % 2 == 0
    if isinstance(kind, Choices):
        return BETWEEN.join(kind.choices[place % 2 : place % 2 + 2])
    return kind.choices[place % len(kind.choices)]


def _words(field: Field, known: list[str], place: int) -> Value:
    kind = field.type
    if known:
        return known[place % len(known)]
    if isinstance(kind, Code) and kind.form == "free":
        return f"{place + 1:04}"
    return f"{field.label}示例{SIGNS[place % len(SIGNS)]}" if kind.word in ("text", "note") else kind.example


def _number(bounds: Bounds, place: int) -> Decimal:
    """Return a number within the bounds."""
    least = bounds.least or Decimal()
    wished = least + (place * 37 % 90) + 8
    return wished if bounds.most is None or wished <= bounds.most else bounds.most


def _time(kind: FieldType, day: date) -> str:
    if isinstance(kind, Date):
        return min(max(day, kind.least or day), kind.most or day).isoformat()
    if isinstance(kind, Month):
        return f"{day:%Y-%m}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if isinstance(kind, Quarter) else f"{day.year}"
