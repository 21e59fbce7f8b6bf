"""Axes with round numbers, and large numbers as people say them: 1.2亿元, 35万人. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from gongkai.registers.fields.numbers import MONEY_UNITS
from gongkai.registers.figures import Figure

LARGE = {"万亿": Decimal(10**12), "亿": Decimal(10**8), "万": Decimal(10**4)}
MANY = 10
"""So many ten thousands before a number is told in them: 12,345条, but 12.3万条 from 100,000 on."""

LONG = 1000
"""From so many of a unit on nobody reads the next smaller one: 1,000亿元 are ten million 万元."""

WHOLE = ("stack", "share", "map", "tree")
"""Forms that draw the parts of a bar as one."""

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Unit:
    """What numbers are told in: each stands for ``size`` of the unit in which it is kept."""

    name: str
    size: Decimal = Decimal(1)

    def short(self, number: Decimal) -> str:
        """Return a number with three or four digits that count."""
        value = number / self.size
        places = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return f"{rounded.normalize():,f}" if rounded else "0"


def unit_for(numbers: Iterable[Decimal], kept: str) -> Unit:
    """Return the unit in which all of ``numbers``, kept in the unit ``kept``, are easy to read.

    A larger one is taken where the smallest number is still seen in it, or the largest were too long.
    """
    told = [abs(number) for number in numbers if number]
    if not told or kept == "%":
        return Unit(kept)
    name, worth = ("元", MONEY_UNITS[kept]) if kept in MONEY_UNITS else (kept, Decimal(1))
    for word, size in LARGE.items():
        unit = Unit(word + name, size / worth)
        begins = unit.size * (MANY if word == "万" and kept not in MONEY_UNITS else 1)
        is_fine = min(told) * 10 >= unit.size or max(told) >= unit.size * LONG
        if unit.size > 1 and max(told) >= begins and is_fine:
            return unit
    return Unit(kept)


def unit_of(figure: Figure) -> Unit:
    """Return the unit in which a figure is drawn."""
    numbers = [cell for bar in figure.bars for cell in bar.cells if cell is not None]
    if figure.sums_up and figure.chart.form in WHOLE:
        numbers += [bar.total for bar in figure.bars]
    return unit_for(numbers, figure.unit)


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from its lowest to its highest tick; zero is always on it."""

    ticks: tuple[Decimal, ...]

    def part(self, number: Decimal) -> float:
        """Return where a number lies between the lowest tick (0) and the highest (1)."""
        return float((number - self.ticks[0]) / (self.ticks[-1] - self.ticks[0]))


def scale(numbers: Iterable[Decimal], wanted: int = 4) -> Scale:
    """Return an axis for some numbers with about ``wanted`` steps of a round size."""
    several = [*numbers, Decimal()]
    low, high = min(several), max(several)
    if low == high:
        return Scale((Decimal(), Decimal(1)))
    step = _round((high - low) / wanted)
    if all(number == number.to_integral_value() for number in several):
        step = step.to_integral_value(ROUND_CEILING)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return Scale(tuple(step * number for number in range(int(first), int(last) + 1)))


def _round(step: Decimal) -> Decimal:
    """Return the next larger round number: 1, 2, 2.5 or 5 with zeros."""
    power = Decimal(1).scaleb(step.adjusted())
    return next(each * power for each in STEPS if each * power >= step)
