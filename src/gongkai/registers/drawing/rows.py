"""Bars that lie, one below the other, for values with names: alone, side by side, stacked, shares. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.registers.drawing.palette import fill
from gongkai.registers.drawing.paper import (
    LINE,
    NARROWEST,
    PAPER,
    SOFT,
    element,
    em,
    percent,
    shortened,
    width,
    words,
)
from gongkai.registers.drawing.scale import Scale, Unit, scale, unit_of
from gongkai.registers.figures import Bar, Figure

SHORT = 5.4
"""Names up to here stand before their bars, longer ones above."""

RIGHT, BESIDE = 78.0, 29.0
THICK, GAP, ABOVE, FOOT = 1.2, 0.65, 1.55, 1.9


@dataclass(frozen=True)
class Grid:
    """Where things stand on a sheet of lying bars."""

    scale: Scale
    unit: Unit
    left: float
    thick: float
    is_stacked: bool

    def lines(self, bar: Bar) -> int:
        """Return how many bars a value has: one for each number that is told."""
        return 1 if self.is_stacked else max(sum(cell is not None for cell in bar.cells), 1)

    def row(self, bar: Bar) -> float:
        return self.head + self.lines(bar) * self.thick + GAP

    @property
    def head(self) -> float:
        return 0.0 if self.left else ABOVE

    def at(self, number: Decimal) -> float:
        return self.left + (RIGHT - self.left) * self.scale.part(number)


def height(figure: Figure, grid: Grid) -> float:
    return sum(map(grid.row, figure.bars)) + FOOT


def grid_of(figure: Figure, *, is_stacked: bool) -> Grid:
    """Return the grid that fits a figure's names and numbers."""
    if is_stacked:
        numbers = [end for bar in figure.bars for end in ends(bar)]
    else:
        numbers = [cell for bar in figure.bars for cell in bar.cells if cell is not None]
    is_beside = all(width(bar.label) <= SHORT for bar in figure.bars)
    thick = THICK if is_stacked or len(figure.parts) < 2 else 1.05
    return Grid(scale(numbers), unit_of(figure), BESIDE if is_beside else 0.0, thick, is_stacked)


def ends(bar: Bar) -> tuple[Decimal, Decimal]:
    """Return how far a stacked bar reaches below and above zero."""
    told = [cell for cell in bar.cells if cell is not None]
    return sum((cell for cell in told if cell < 0), Decimal()), sum(
        (cell for cell in told if cell > 0), Decimal()
    )


def ground(figure: Figure, grid: Grid) -> Iterator[str]:
    """Draw what stands behind the bars: the ticks with their numbers."""
    foot = height(figure, grid) - FOOT
    for place, tick in enumerate(grid.scale.ticks):
        at = percent(grid.at(tick))
        is_zero = not tick
        yield element("line", x1=at, x2=at, y1=em(0), y2=em(foot + 0.2), stroke=SOFT if is_zero else LINE)
        anchor = "start" if not place and not grid.left else "middle"
        yield words(grid.unit.short(tick), grid.at(tick), foot + 1.4, text_anchor=anchor, fill=SOFT)


def label(bar: Bar, grid: Grid, top: float) -> str:
    if grid.left:
        middle = top + grid.lines(bar) * grid.thick / 2 + 0.35
        return words(bar.label, grid.left - 1.5, middle, text_anchor="end")
    return words(shortened(bar.label, NARROWEST - 1), 0, top + 1.15)


def bars(figure: Figure, name: str) -> tuple[float, Iterator[str]]:
    """Draw bars alone or side by side, each with its number."""
    grid = grid_of(figure, is_stacked=False)
    return height(figure, grid), _drawn(figure, grid, lambda bar, top: _beside(figure, grid, name, bar, top))


def stacks(figure: Figure, name: str) -> tuple[float, Iterator[str]]:
    """Draw bars of several parts, one after the other, with the number of the whole."""
    grid = grid_of(figure, is_stacked=True)
    return height(figure, grid), _drawn(figure, grid, lambda bar, top: _stacked(figure, grid, name, bar, top))


def _drawn(figure: Figure, grid: Grid, draw: Callable[[Bar, float], Iterator[str]]) -> Iterator[str]:
    yield from ground(figure, grid)
    for bar, top in tops(figure, grid):
        yield label(bar, grid, top)
        yield from draw(bar, top + grid.head)


def tops(figure: Figure, grid: Grid) -> Iterator[tuple[Bar, float]]:
    """Yield each value with where its row begins."""
    down = GAP / 2
    for bar in figure.bars:
        yield bar, down
        down += grid.row(bar)


def _beside(figure: Figure, grid: Grid, name: str, bar: Bar, top: float) -> Iterator[str]:
    zero, down = grid.at(Decimal()), top
    for place, (part, cell) in enumerate(zip(figure.parts, bar.cells, strict=True)):
        if cell is None:
            continue
        end = grid.at(cell)
        colour = fill(name, place, is_named=part.is_named)
        yield rectangle((min(zero, end), abs(end - zero)), (down, grid.thick - 0.1), colour)
        yield words(grid.unit.short(cell), max(zero, end), down + grid.thick / 2 + 0.33, dx="0.4em")
        down += grid.thick
    if down == top:
        yield words("—", zero, down + grid.thick / 2 + 0.33, dx="0.4em")


def _stacked(figure: Figure, grid: Grid, name: str, bar: Bar, top: float) -> Iterator[str]:
    low = high = Decimal()
    for place, (part, cell) in enumerate(zip(figure.parts, bar.cells, strict=True)):
        if not cell:
            continue
        start = high if cell > 0 else low
        first, last = sorted((grid.at(start), grid.at(start + cell)))
        colour = fill(name, place, is_named=part.is_named)
        yield rectangle((first, last - first), (top, grid.thick - 0.1), colour, stroke=PAPER)
        low, high = (low, high + cell) if cell > 0 else (low + cell, high)
    yield words(grid.unit.short(bar.total), grid.at(high), top + grid.thick / 2 + 0.33, dx="0.4em")


def rectangle(
    across: tuple[float, float], down: tuple[float, float], colour: str, **attributes: object
) -> str:
    """Return a rectangle from its start and its size, across in percent and down in em."""
    return element(
        "rect",
        x=percent(across[0]),
        width=percent(across[1]),
        y=em(down[0]),
        height=em(down[1]),
        fill=colour,
        **attributes,
    )


def shares(figure: Figure, name: str) -> tuple[float, Iterator[str]]:
    """Draw each value's share of the whole. What is below zero has no share: then plain bars are drawn."""
    whole = figure.total
    if whole <= 0 or any(bar.total < 0 for bar in figure.bars):
        return bars(figure, name)
    grid = grid_of(figure, is_stacked=True)
    return height(figure, grid) - FOOT, _shared(figure, grid, name, whole)


def _shared(figure: Figure, grid: Grid, name: str, whole: Decimal) -> Iterator[str]:
    span = RIGHT - 6 - grid.left
    for bar, top in tops(figure, grid):
        yield label(bar, grid, top)
        down = top + grid.head
        part = bar.total / whole
        yield rectangle((grid.left, span), (down, grid.thick - 0.1), "#eaefed")
        yield rectangle((grid.left, span * float(part)), (down, grid.thick - 0.1), fill(name, 0))
        told = f"{part:.1%}"
        yield words(told, grid.left + span, down + grid.thick / 2 + 0.33, dx="0.4em")
