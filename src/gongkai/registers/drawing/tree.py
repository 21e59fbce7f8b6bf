"""A whole divided into fields as large as its parts, each leading closer. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.registers.drawing.paper import NARROWEST, PAPER, element, em, percent, shortened, width, words
from gongkai.registers.drawing.rows import rectangle
from gongkai.registers.drawing.scale import Unit, unit_of
from gongkai.registers.figures import Bar, Figure

Leads = Mapping[str, str]
"""The address to which the field of a value leads."""

DEEP, WIDE, WIDEST = 22.0, 30.0, 42.0
"""The height of the sheet, and its width in em: as it is divided, and as a wide screen shows it."""

COLOURS = "#0b5a5e #24557f #5b4a8a #8c2d19 #47691f #7a4f00 #6d3f66 #4a5a5c".split()
LINE, MARGIN = 1.45, 0.5
SMALLEST = 2000


@dataclass(frozen=True)
class Box:
    """A rectangle in em."""

    left: float
    top: float
    wide: float
    deep: float


def squares(sizes: list[float], place: Box) -> list[Box]:
    """Divide a rectangle into rectangles of the given sizes, the largest first, as square as they can be.

    They are laid in rows along the shorter side; a row takes another one as long as that makes it squarer
    (Bruls, Huizing, van Wijk 2000).
    """
    if not sizes:
        return []
    scale = place.wide * place.deep / sum(sizes)
    areas, found = [size * scale for size in sizes], []
    while areas:
        side = min(place.wide, place.deep)
        count = 1
        while count < len(areas) and _worst(areas[: count + 1], side) <= _worst(areas[:count], side):
            count += 1
        laid, place = _row(areas[:count], place)
        found += laid
        areas = areas[count:]
    return found


def _worst(areas: list[float], side: float) -> float:
    """Return how far from a square the longest of a row is."""
    thick = sum(areas) / side
    return max(max(thick * thick / area, area / (thick * thick)) for area in areas)


def _row(areas: list[float], place: Box) -> tuple[list[Box], Box]:
    """Lay a row along the shorter side; return it and what is left of the rectangle."""
    found, at = [], 0.0
    if place.wide >= place.deep:
        thick = sum(areas) / place.deep
        for area in areas:
            found.append(Box(place.left, place.top + at, thick, area / thick))
            at += area / thick
        return found, Box(place.left + thick, place.top, max(place.wide - thick, 0), place.deep)
    thick = sum(areas) / place.wide
    for area in areas:
        found.append(Box(place.left + at, place.top, area / thick, thick))
        at += area / thick
    return found, Box(place.left, place.top + thick, place.wide, max(place.deep - thick, 0))


def visible(figure: Figure) -> list[Bar]:
    """Return the parts that have a size: not what is below zero, nothing, or too small for any screen."""
    whole = sum((bar.total for bar in figure.bars if bar.total > 0), Decimal())
    return [bar for bar in figure.bars if bar.total > 0 and bar.total * SMALLEST >= whole]


def tree(figure: Figure, leads: Leads) -> tuple[float, Iterator[str]]:
    """Draw the parts of a whole that can be seen."""
    drawn = sorted(visible(figure), key=lambda bar: -bar.total)
    boxes = squares([float(bar.total) for bar in drawn], Box(0, 0, WIDE, DEEP))
    whole = sum((bar.total for bar in drawn), Decimal())
    return DEEP, _fields(drawn, boxes, (unit_of(figure), whole), leads)


def _fields(drawn: list[Bar], boxes: list[Box], told: tuple[Unit, Decimal], leads: Leads) -> Iterator[str]:
    unit, whole = told
    for number, (bar, box) in enumerate(zip(drawn, boxes, strict=True)):
        colour = COLOURS[number % len(COLOURS)] if bar.is_named else COLOURS[-1]
        share = f"{unit.short(bar.total)}{unit.name} {bar.total / whole:.1%}"
        field = _field(bar, box, colour, share)
        href = leads.get(bar.key, "") if bar.is_named else ""
        name = f"{bar.label}，{share}"
        yield element("a", field, href=href, aria_label=name) if href else field


def _field(bar: Bar, box: Box, colour: str, share: str) -> str:
    left, wide = box.left / WIDE * 100, box.wide / WIDE * 100
    said = [_bare(bar.label), *share.split(" ")]
    room = int((box.deep - 0.3) / LINE)
    return element(
        "svg",
        rectangle((0, 100), (0, box.deep), colour, stroke=PAPER, stroke_width=2),
        *_said(*(_fitting(said, wide / 100 * across - MARGIN)[:room] for across in (NARROWEST, WIDEST))),
        x=percent(left),
        y=em(box.top),
        width=percent(wide),
        height=em(box.deep),
    )


def _bare(label: str) -> str:
    """Return a name without the code before it: there is little room, and the table tells it."""
    code, _, name = label.partition(" ")
    return name if name and code.isdigit() else label


def _fitting(said: list[str], most: float) -> list[str]:
    """Return a name as far as it fits and numbers whole, or not at all."""
    name = shortened(said[0], most)
    names = [name] if name == said[0] or len(name) > 3 else []
    return [*names, *(number for number in said[1:] if width(number) <= most)]


def _said(narrow: list[str], broad: list[str]) -> Iterator[str]:
    """Yield what a field says on a phone, and what else on wide screens where there it says more."""
    if narrow == broad:
        yield from _lines(narrow)
        return
    yield element("g", *_lines(narrow), class_="for-phones")
    yield element("g", *_lines(broad), class_="for-screens", display="none")


def _lines(said: list[str]) -> Iterator[str]:
    for number, line in enumerate(said):
        yield words(line, 0, number * LINE + 1.4, dx=em(MARGIN), fill=PAPER)
