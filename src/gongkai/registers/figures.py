"""What a chart shows: its bars in the right order with their values, and what could not be placed. Pure.

Tallies of entries add up, so that bars can be folded into one and days into months without asking again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from gongkai.registers.asking import Names, Question, shown_as
from gongkai.registers.fields.picks import Boolean, Choice
from gongkai.registers.narrowing import narrowed
from gongkai.registers.periods import SPELLED, fitting, is_time, through
from gongkai.registers.schema import Definition, Field
from gongkai.registers.schema.definition import Chart

UNTOLD, REST = "\x00", "\x01"
"""Keys of parts that no value is called by."""

MOST_PARTS = 8
FINEST = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries, how many of them tell the quantity, and its sum."""

    entries: int = 0
    told: int = 0
    total: Decimal = Decimal()

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.entries + other.entries, self.told + other.told, self.total + other.total)

    def value(self, verb: str) -> Decimal | None:
        """Return the number that is drawn; None where there is nothing to add up or to divide."""
        if verb == "count":
            return Decimal(self.entries)
        if not self.told:
            return None
        mean = self.total / self.told
        return self.total if verb == "sum" else mean.quantize(FINEST, ROUND_HALF_UP)


NOTHING = Tally()
Tallies = Mapping[str | None, Mapping[str | None, Tally]]
"""By value of the axis and then of the part; None: entries that do not say."""


@dataclass(frozen=True, slots=True)
class Part:
    """A colour of the legend. ``is_named`` is False of what stands for the rest or for what is not told."""

    key: str
    label: str
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """One value of the axis with a value for each part; ``query`` asks for its entries where people can."""

    key: str
    label: str
    cells: tuple[Decimal | None, ...]
    query: Question | None = None
    is_named: bool = True

    @property
    def total(self) -> Decimal:
        return sum((cell for cell in self.cells if cell is not None), Decimal())


@dataclass(frozen=True)
class Figure:
    """A chart ready to be drawn and to stand in a table.

    ``entries`` are all that were meant, ``untold`` those of them that lack the quantity; ``folded`` is how
    many values stand together as the rest. Parts are empty where nothing is split.
    """

    chart: Chart
    axis: str
    unit: str
    parts: tuple[Part, ...]
    bars: tuple[Bar, ...]
    entries: int
    untold: int = 0
    folded: int = 0
    step: str = ""
    is_time: bool = False

    @property
    def is_split(self) -> bool:
        return len(self.parts) > 1 or bool(self.parts and self.chart.split)

    @property
    def sums_up(self) -> bool:
        """Whether the values make a whole together; means do not, nor what is listed one by one."""
        return self.chart.measure.verb != "mean" and not self.chart.is_whole

    @property
    def total(self) -> Decimal:
        return sum((bar.total for bar in self.bars), Decimal())


def everywhere(found: Figure, places: Mapping[str, object], names: Names) -> Figure:
    """Return the figure of a map with the places of which nothing is told: a district is shown whole.

    A place that several keys stand for is there once.
    """
    taken = {places[bar.key] for bar in found.bars if bar.key in places}
    told = None if found.chart.measure.verb == "mean" else Decimal()
    nothing = (told,) * max(1, len(found.parts))
    more: dict[object, Bar] = {}
    for key, place in places.items():
        if place not in taken and key in names:
            more.setdefault(place, Bar(key, names[key], nothing))
    return replace(found, bars=(*found.bars, *more.values())) if found.bars else found


@dataclass(frozen=True)
class Asking:
    """What a figure is made under: the register, the names of its keys, and what was asked."""

    said: Definition
    names: Mapping[str, Names]
    question: Question


def figure(chart: Chart, tallies: Tallies, asked: Asking, *, most: int = 0) -> Figure:
    """Return a chart's figure; of more than ``most`` values the smallest stand together, 0 keeps them all."""
    by = asked.said.fields[chart.by]
    step, found = fitting(_summed(tallies), by, chart.step)
    parts, found = _parts(chart, found, asked)
    rest: list[str] = []
    if chart.is_whole:
        found |= {key: found.get(key, {}) for key in _declared(chart, by)}
    if is_time(by):
        keys = through(sorted(key for key in found if key is not None), step)
    else:
        keys, rest = _kept(by, chart.measure.verb, found, most)
    bars = [_bar(chart, key, parts, found.get(key, {}), asked, step) for key in keys]
    if rest:
        bars.append(_folded(chart, parts, [found[key] for key in rest], f"其他（{len(rest)}项）"))
    if None in found:
        bars.append(_folded(chart, parts, [found[None]], "未填"))
    entries = _entries(chart, found)
    told = [tally.told for row in found.values() for tally in row.values()]
    return Figure(
        chart=chart,
        axis=by.label,
        unit="条" if chart.measure.verb == "count" else asked.said.fields[chart.measure.fields[0]].type.unit,
        parts=tuple(parts),
        bars=tuple(bars),
        entries=entries,
        untold=max(entries * max(len(chart.measure.fields), 1) - sum(told), 0),
        folded=len(rest),
        step=step,
        is_time=is_time(by),
    )


def _declared(chart: Chart, by: Field) -> tuple[str, ...]:
    """Return all choices of an axis that a chart speaks of, also those of which there is no entry."""
    choices = by.type.choices if isinstance(by.type, Choice) else ()
    return dict(chart.when).get(by.key, choices)


Rows = dict[str | None, dict[str | None, Tally]]


def _summed(tallies: Tallies) -> Rows:
    return {key: dict(row) for key, row in tallies.items()}


def _entries(chart: Chart, found: Rows) -> int:
    """Return how many entries there are: fields side by side count the same ones."""
    if len(chart.measure.fields) > 1:
        return sum(next(iter(row.values()), NOTHING).entries for row in found.values())
    return sum(tally.entries for row in found.values() for tally in row.values())


def _parts(chart: Chart, found: Rows, asked: Asking) -> tuple[list[Part], Rows]:
    """Return the parts in their order; of many the smallest are added up to one."""
    if len(chart.measure.fields) > 1:
        return [Part(key, asked.said.fields[key].label) for key in chart.measure.fields], found
    if not chart.split:
        return [Part("", "")], found
    split = asked.said.fields[chart.split]
    sizes: dict[str, Decimal] = {}
    for row in found.values():
        for key, tally in row.items():
            if key is not None:
                sizes[key] = sizes.get(key, Decimal()) + _size(chart, tally)
    kept = ordered(split, sizes)
    if len(kept) > MOST_PARTS:
        large = set(sorted(kept, key=lambda key: -sizes[key])[: MOST_PARTS - 1])
        kept = [key for key in kept if key in large]
    parts = [Part(key, shown_as(split, key, asked.names)) for key in kept]
    made = _regrouped(found, set(kept))
    extra = {REST: f"其他（{len(sizes) - len(kept)}项）", UNTOLD: "未填"}
    rest = [
        Part(key, extra[key], is_named=False) for key in extra if any(key in row for row in made.values())
    ]
    return [*parts, *rest], made


def _regrouped(found: Rows, known: set[str]) -> Rows:
    """Return the same with all other parts added up, and those that say nothing under a key of their own."""
    made: Rows = {}
    for at, row in found.items():
        into = made.setdefault(at, {})
        for key, tally in row.items():
            name = UNTOLD if key is None else key if key in known else REST
            into[name] = into.get(name, NOTHING) + tally
    return made


def _size(chart: Chart, tally: Tally) -> Decimal:
    return abs(tally.value(chart.measure.verb) or Decimal())


def ordered(field: Field, sizes: Mapping[str, Decimal]) -> list[str]:
    """Return values in the order people expect: as declared, in time, or the largest first."""
    if isinstance(field.type, Choice):
        place = {choice: number for number, choice in enumerate(field.type.choices)}
        return sorted(sizes, key=lambda key: (place.get(key, len(place)), key))
    if is_time(field):
        return sorted(sizes)
    if isinstance(field.type, Boolean):
        return sorted(sizes, reverse=True)
    return sorted(sizes, key=lambda key: (-sizes[key], key))


def _kept(by: Field, verb: str, found: Rows, most: int) -> tuple[list[str], list[str]]:
    """Return the values that are shown, in their order, and those that stand together."""
    keys = [key for key in found if key is not None]
    sizes = {key: abs(sum(found[key].values(), NOTHING).value(verb) or Decimal()) for key in keys}
    order = ordered(by, sizes)
    if not most or len(order) <= most:
        return order, []
    large = set(sorted(order, key=lambda key: (-sizes[key], key))[: most - 1])
    return [key for key in order if key in large], [key for key in order if key not in large]


def _bar(
    chart: Chart, key: str, parts: list[Part], row: Mapping[str | None, Tally], asked: Asking, step: str
) -> Bar:
    field = asked.said.fields[chart.by]
    label = SPELLED[step](key) if is_time(field) else shown_as(field, key, asked.names)
    question = narrowed(asked.question, chart, key, step, asked.said)
    return Bar(key, label, _cells(chart, parts, row), question)


def _cells(
    chart: Chart, parts: Iterable[Part], row: Mapping[str | None, Tally]
) -> tuple[Decimal | None, ...]:
    return tuple(row.get(part.key, NOTHING).value(chart.measure.verb) for part in parts)


def _folded(chart: Chart, parts: list[Part], rows: Iterable[Mapping[str | None, Tally]], label: str) -> Bar:
    added: dict[str | None, Tally] = {}
    for row in rows:
        for key, tally in row.items():
            added[key] = added.get(key, NOTHING) + tally
    return Bar("", label, _cells(chart, parts, added), is_named=False)
