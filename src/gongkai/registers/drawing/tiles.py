"""A map of tiles: every region a field, standing roughly as the regions lie to each other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.registers.drawing.paper import INK, NARROWEST, PAPER, SOFT, shortened, words
from gongkai.registers.drawing.rows import rectangle
from gongkai.registers.drawing.scale import Unit, scale, unit_of
from gongkai.registers.figures import Bar, Figure

Place = tuple[float, float]
Places = Mapping[str, Place]
"""Where a region stands: how many tiles from the left and from the top."""

NOWHERE: Places = {}
SHADES = (("#e3efed", INK), ("#b5d6d2", INK), ("#7fb5b0", INK), ("#2f7a7b", PAPER), ("#07393d", PAPER))
"""Light for few, dark for many, with the colour of the words on it."""

TALL, EDGE, FEWEST = 4.0, 0.6, 2


@dataclass(frozen=True)
class Shading:
    """Numbers in classes of equal size, each with its shade."""

    bounds: tuple[Decimal, ...]
    unit: Unit

    def shade(self, number: Decimal) -> tuple[str, str]:
        above = sum(number > bound for bound in self.bounds[1:-1])
        return SHADES[min(above, len(SHADES) - 1)]


def shading(figure: Figure) -> Shading:
    return Shading(scale([_number(bar) or Decimal() for bar in figure.bars], 4).ticks[:6], unit_of(figure))


def classes(figure: Figure) -> list[tuple[str, str]]:
    """Return the shades of a map with the numbers they stand for."""
    found = shading(figure)
    is_whole = found.unit.size == 1 and all(
        cell == cell // 1 for bar in figure.bars for cell in bar.cells if cell
    )
    told = []
    for place, (low, high) in enumerate(zip(found.bounds, found.bounds[1:], strict=False)):
        first = low + 1 if is_whole and place else low
        span = (
            f"{found.unit.short(first)}–{found.unit.short(high)}" if first < high else found.unit.short(high)
        )
        told.append((SHADES[place][0], span))
    return told


def _number(bar: Bar) -> Decimal | None:
    told = [cell for cell in bar.cells if cell is not None]
    return sum(told, Decimal()) if told else None


def tiles(figure: Figure, places: Places) -> tuple[float, Iterator[str]]:
    """Draw every region with a place, those without any in rows below."""
    known = [each for each in figure.bars if each.key in places]
    others = [each for each in figure.bars if each.key not in places]
    left = min((places[each.key][0] for each in known), default=0.0)
    top = min((places[each.key][1] for each in known), default=0.0)
    across = max([FEWEST, *(places[each.key][0] - left + 1 for each in known)])
    deep = max((places[each.key][1] - top + 1 for each in known), default=0.0)
    spots = [(each, (places[each.key][0] - left, places[each.key][1] - top)) for each in known]
    room = int(across)
    gap = 0.3 if known and others else 0.0
    for number, bar in enumerate(others):
        spots.append((bar, (number % room, deep + gap + number // room)))
    lowest = max((down + 1 for _, (_, down) in spots), default=0.0)
    found = shading(figure)
    return lowest * TALL, (piece for bar, spot in spots for piece in _tile(bar, spot, across, found))


def _tile(bar: Bar, spot: Place, across: float, found: Shading) -> Iterator[str]:
    number = _number(bar)
    colour, ink = (PAPER, INK) if number is None else found.shade(number)
    wide = 100 / across
    left, top = spot[0] * wide, spot[1] * TALL
    yield rectangle(
        (left + EDGE, wide - 2 * EDGE), (top + 0.1, TALL - 0.2), colour, stroke=SOFT, stroke_width=1, rx=4
    )
    middle = left + wide / 2
    label = shortened(bar.label, NARROWEST / across - 0.8)
    yield words(label, middle, top + 1.75, text_anchor="middle", fill=ink)
    told = "—" if number is None else found.unit.short(number)
    yield words(told, middle, top + 3.1, text_anchor="middle", fill=ink, font_weight="bold")
