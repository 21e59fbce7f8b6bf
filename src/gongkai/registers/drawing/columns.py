"""Time goes from left to right: columns alone, side by side or stacked, and lines. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.registers.drawing.palette import fill, ink
from gongkai.registers.drawing.paper import LINE, NARROWEST, PAPER, SOFT, element, em, percent, width, words
from gongkai.registers.drawing.rows import ends, rectangle
from gongkai.registers.drawing.scale import Scale, Unit, scale, unit_of
from gongkai.registers.figures import Figure
from gongkai.registers.periods import shorter

TOP, FOOT, HEIGHT = 1.4, 14.0, 16.0
RIGHT = 100.0
MOST_NUMBERS, MOST_MARKS = 8, 40
FINE = 1000
"""How finely lines are drawn; the picture is stretched to its place."""


@dataclass(frozen=True)
class Frame:
    """Where things stand on a sheet with time across."""

    scale: Scale
    unit: Unit
    count: int

    @property
    def left(self) -> float:
        """Return where the plot begins: after the longest number of a tick."""
        longest = max(width(self.unit.short(tick)) for tick in self.scale.ticks)
        return (longest + 0.5) / NARROWEST * 100

    @property
    def slot(self) -> float:
        return (RIGHT - self.left) / self.count

    def down(self, number: Decimal) -> float:
        return FOOT - (FOOT - TOP) * self.scale.part(number)

    def middle(self, place: int) -> float:
        return self.left + self.slot * (place + 0.5)


def frame_of(figure: Figure, *, is_stacked: bool) -> Frame:
    numbers = [cell for bar in figure.bars for cell in bar.cells if cell is not None]
    if is_stacked:
        numbers = [end for bar in figure.bars for end in ends(bar)]
    return Frame(scale(numbers), unit_of(figure), max(len(figure.bars), 1))


def ground(figure: Figure, frame: Frame) -> Iterator[str]:
    """Draw the ticks with their numbers at the left, and the periods below."""
    for tick in frame.scale.ticks:
        down = em(frame.down(tick))
        start = percent(frame.left)
        yield element("line", x1=start, x2="100%", y1=down, y2=down, stroke=LINE if tick else SOFT)
        foot = frame.down(tick) + 0.35
        yield words(frame.unit.short(tick), frame.left - 1.2, foot, text_anchor="end", fill=SOFT)
    yield from _periods(figure, frame)


def _periods(figure: Figure, frame: Frame) -> Iterator[str]:
    labels = [shorter(bar.key) if bar.is_named else bar.label for bar in figure.bars]
    for place in shown_of(labels):
        anchor = "middle"
        at = frame.middle(place)
        half = width(labels[place]) / 2 / NARROWEST * 100
        if at < half:
            anchor, at = "start", 0.0
        elif at > 100 - half:
            anchor, at = "end", 100.0
        yield words(labels[place], at, FOOT + 1.4, text_anchor=anchor, fill=SOFT)


def shown_of(labels: list[str]) -> list[int]:
    """Return which labels have room below the axis of a phone: evenly spread, first and last among them."""
    longest = max(map(width, labels), default=1.0) + 1.2
    room = max(int(NARROWEST / longest), 2)
    if len(labels) <= room:
        return list(range(len(labels)))
    return [round(place * (len(labels) - 1) / (room - 1)) for place in range(room)]


def columns(figure: Figure, name: str) -> tuple[float, Iterator[str]]:
    """Draw columns alone or side by side."""
    return HEIGHT, _columns(figure, frame_of(figure, is_stacked=False), name)


def _columns(figure: Figure, frame: Frame, name: str) -> Iterator[str]:
    yield from ground(figure, frame)
    each = min(frame.slot * 0.8 / len(figure.parts), 12.0)
    is_told = frame.count * len(figure.parts) <= MOST_NUMBERS
    for number, bar in enumerate(figure.bars):
        start = frame.middle(number) - each * len(figure.parts) / 2
        for place, (part, cell) in enumerate(zip(figure.parts, bar.cells, strict=True)):
            if cell is None:
                continue
            left = start + place * each
            colour = fill(name, place, is_named=part.is_named)
            yield rectangle((left, each * 0.94), _span(frame, Decimal(), cell), colour)
            if is_told:
                above = frame.down(max(cell, Decimal())) - 0.3
                yield words(frame.unit.short(cell), left + each / 2, above, text_anchor="middle")


def _span(frame: Frame, first: Decimal, last: Decimal) -> tuple[float, float]:
    top, foot = sorted((frame.down(first), frame.down(last)))
    return top, foot - top


def stacked(figure: Figure, name: str) -> tuple[float, Iterator[str]]:
    """Draw columns of several parts, one above the other."""
    return HEIGHT, _stacked(figure, frame_of(figure, is_stacked=True), name)


def _stacked(figure: Figure, frame: Frame, name: str) -> Iterator[str]:
    yield from ground(figure, frame)
    wide = min(frame.slot * 0.8, 16.0)
    for number, bar in enumerate(figure.bars):
        left = frame.middle(number) - wide / 2
        low = high = Decimal()
        for place, (part, cell) in enumerate(zip(figure.parts, bar.cells, strict=True)):
            if not cell:
                continue
            start = high if cell > 0 else low
            colour = fill(name, place, is_named=part.is_named)
            yield rectangle((left, wide), _span(frame, start, start + cell), colour, stroke=PAPER)
            low, high = (low, high + cell) if cell > 0 else (low + cell, high)
        if frame.count <= MOST_NUMBERS:
            told = frame.unit.short(bar.total)
            yield words(told, left + wide / 2, frame.down(high) - 0.3, text_anchor="middle")


def lines(figure: Figure, name: str) -> tuple[float, Iterator[str]]:
    """Draw a line for each part; where nothing is told it is broken."""
    return HEIGHT, _lines(figure, frame_of(figure, is_stacked=False))


def _lines(figure: Figure, frame: Frame) -> Iterator[str]:
    yield from ground(figure, frame)
    for place, part in enumerate(figure.parts):
        found = ink(place, is_named=part.is_named)
        cells = [bar.cells[place] for bar in figure.bars]
        path = element(
            "path",
            d=_path(frame, cells),
            fill="none",
            stroke=found.colour,
            stroke_width=2,
            stroke_linejoin="round",
            vector_effect="non-scaling-stroke",
            **({"stroke_dasharray": found.dashes} if found.dashes else {}),
        )
        yield element(
            "svg",
            path,
            x="0%",
            y=em(TOP),
            width="100%",
            height=em(FOOT - TOP),
            viewBox=f"0 0 {FINE} {FINE}",
            preserveAspectRatio="none",
            overflow="visible",
        )
        yield from _marks(figure, frame, cells, found.colour)


def _path(frame: Frame, cells: list[Decimal | None]) -> str:
    steps, is_drawing = [], False
    for place, cell in enumerate(cells):
        if cell is not None:
            across = frame.middle(place) / 100 * FINE
            steps.append(
                f"{'L' if is_drawing else 'M'}{across:.1f} {(1 - frame.scale.part(cell)) * FINE:.1f}"
            )
        is_drawing = cell is not None
    return "".join(steps)


def _marks(figure: Figure, frame: Frame, cells: list[Decimal | None], colour: str) -> Iterator[str]:
    """Draw a dot for each number, and the numbers themselves where there are few."""
    told = [(place, cell) for place, cell in enumerate(cells) if cell is not None]
    is_few = len(cells) <= MOST_MARKS
    for place, cell in told:
        is_alone = all(not 0 <= near < len(cells) or cells[near] is None for near in (place - 1, place + 1))
        if is_few or is_alone:
            yield element(
                "circle", cx=percent(frame.middle(place)), cy=em(frame.down(cell)), r=em(0.2), fill=colour
            )
        if len(figure.parts) == 1 and len(cells) <= MOST_NUMBERS:
            at = frame.middle(place)
            yield words(frame.unit.short(cell), at, frame.down(cell) - 0.5, text_anchor="middle")
