"""The table beside a chart: every number exact, every line leading to its entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.registers.drawing.scale import Unit
from gongkai.registers.fields.numbers import MONEY_UNITS
from gongkai.registers.figures import Bar, Figure
from gongkai.registers.geography import Residents
from gongkai.registers.schema import Definition

CENT = Decimal("0.01")
READ = 4
"""So many decimals of a larger unit are read: 0.0001亿元 is 1万元. The numbers taken away are exact."""


@dataclass(frozen=True)
class Row:
    """A line of the table; ``href`` leads to its entries or closer, where people can ask for that."""

    label: str
    cells: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class Sheet:
    """``is_rounded`` where numbers told in a larger unit have more decimals than people read."""

    head: tuple[str, ...]
    rows: list[Row]
    is_rounded: bool = False


@dataclass(frozen=True)
class Telling:
    """How the numbers of a table are told: in which unit; all with so many decimals, or each as it is."""

    unit: Unit
    decimals: int | None
    residents: Residents | None


def sheet(
    figure: Figure,
    said: Definition,
    hrefs: Mapping[str, str],
    residents: Residents | None = None,
    unit: Unit | None = None,
) -> Sheet:
    """Return the table of a figure for people, without ``unit`` its numbers as they are kept.

    With ``residents`` it says what falls to each of them.
    """
    needed = _decimals(figure, unit) if unit else None
    is_rounded = unit is not None and needed is not None and unit.size > 1 and needed > READ
    telling = Telling(unit or Unit(figure.unit), READ if is_rounded else needed, residents)
    head = [_told_in(telling.unit, figure, each) for each in _head(figure, said)]
    if residents:
        head.append(f"人均（{_each(figure)[0]}）")
    return Sheet(tuple(head), list(_rows(figure, hrefs, telling)), is_rounded)


def _told_in(unit: Unit, figure: Figure, heading: str) -> str:
    """Return a heading with the unit in which its numbers are told."""
    if figure.chart.measure.verb == "count" and unit.size > 1 and heading.endswith("条数"):
        return f"{heading}（{unit.name}）"
    return heading.replace(f"（{figure.unit}）", f"（{unit.name}）") if figure.unit else heading


def _decimals(figure: Figure, unit: Unit) -> int:
    """Return how many decimals tell every number exactly."""
    cells = [cell / unit.size for bar in figure.bars for cell in bar.cells if cell]
    return max((0, *(-int(cell.normalize().as_tuple().exponent) for cell in cells)))


def _head(figure: Figure, said: Definition) -> tuple[str, ...]:
    measure = figure.chart.measure
    if measure.verb == "count":
        what = "条数"
    else:
        field = said.fields[measure.fields[0]]
        what = f"平均{field.heading}" if measure.verb == "mean" else field.heading
    if not figure.is_split:
        return figure.axis, what
    if len(measure.fields) > 1:
        return figure.axis, *(said.fields[key].heading for key in measure.fields)
    parts = tuple(part.label for part in figure.parts)
    return (figure.axis, *parts, f"合计{what}") if figure.sums_up else (figure.axis, *parts)


def _rows(figure: Figure, hrefs: Mapping[str, str], telling: Telling) -> Iterator[Row]:
    """Yield the lines, the sum of all of them last where there is one."""
    for bar in figure.bars:
        href = hrefs.get(bar.key, "") if bar.is_named else ""
        yield Row(bar.label, tuple(_cells(figure, bar, telling)), href)
    if figure.sums_up and len(figure.bars) > 1:
        whole = Bar("", "合计", tuple(_sums(figure.bars)), is_named=False)
        yield Row(whole.label, tuple(_cells(figure, whole, telling)))


def _cells(figure: Figure, bar: Bar, telling: Telling) -> Iterator[str]:
    for cell in bar.cells:
        yield _number(cell, telling)
    is_told = any(cell is not None for cell in bar.cells)
    if figure.is_split and figure.sums_up and len(figure.chart.measure.fields) < 2:
        yield _number(bar.total if is_told else None, telling)
    if telling.residents:
        share = bar.total * _each(figure)[1] / telling.residents.people
        yield exact(share.quantize(CENT, ROUND_HALF_UP) if is_told else None)


def _number(number: Decimal | None, telling: Telling) -> str:
    """Return a number; a dash for none, and nought only where it is nought."""
    if not number or telling.decimals is None:
        return exact(number)
    return f"{number / telling.unit.size:,.{telling.decimals}f}"


def _each(figure: Figure) -> tuple[str, Decimal]:
    """Return the unit of what falls to one resident, and how many of it make one of the figure's."""
    if figure.unit in MONEY_UNITS:
        return "元", MONEY_UNITS[figure.unit]
    return figure.unit, Decimal(1)


def _sums(bars: Iterable[Bar]) -> Iterator[Decimal]:
    for cells in zip(*(bar.cells for bar in bars), strict=True):
        yield sum((cell for cell in cells if cell is not None), Decimal())


def exact(number: Decimal | None) -> str:
    """Return a number with every digit, a dash for none."""
    if number is None:
        return "—"
    return f"{number.normalize():,f}" if number else "0"
