"""Which form of chart is drawn how, and the words that are read aloud instead of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from gongkai.registers.drawing import columns, rows, tiles, tree
from gongkai.registers.drawing.palette import fill, hatchings, ink
from gongkai.registers.drawing.paper import SOFT, element, sheet
from gongkai.registers.drawing.scale import unit_of
from gongkai.registers.drawing.tiles import NOWHERE, Places
from gongkai.registers.drawing.tree import Leads
from gongkai.registers.figures import Figure, Part

Drawer = Callable[[Figure, str], tuple[float, Iterator[str]]]
NOWHERE_TO: Leads = {}
MOST_ACROSS = 48
"""How many columns there is room for on a phone."""


def draw(figure: Figure, name: str, places: Places = NOWHERE, leads: Leads = NOWHERE_TO) -> str:
    """Return a figure as SVG; ``name`` begins every id in it, so that several fit on a page.

    ``places`` says where on the map a region stands, ``leads`` where the fields of a tree lead. What cannot
    stand in time is left to the table.
    """
    drawn = replace(figure, bars=tuple(bar for bar in figure.bars if bar.is_named or not goes_across(figure)))
    match figure.chart.form:
        case "map":
            height, body = tiles.tiles(drawn, places)
        case "tree":
            height, body = tree.tree(drawn, leads)
        case _:
            height, body = _drawer(drawn)(drawn, name)
    told = (figure.chart.title, described(figure))
    role = "group" if leads else "img"
    return sheet(name, told, height, [hatchings(name), *body], role)


def goes_across(figure: Figure) -> bool:
    """Return whether a figure is drawn with time from left to right, as long as there is room."""
    form, named = figure.chart.form, sum(bar.is_named for bar in figure.bars)
    if not figure.is_time or form == "share":
        return False
    lanes = 1 if form == "stack" and figure.sums_up else len(figure.parts)
    return form == "line" or named * lanes <= MOST_ACROSS


def is_apart(figure: Figure) -> bool:
    """Return whether no value of the axis has more than one part: nothing would stand side by side."""
    told = [sum(cell is not None and cell != 0 for cell in bar.cells) for bar in figure.bars]
    return len(figure.parts) > 1 and max(told, default=0) <= 1


def undrawn(figure: Figure) -> int:
    """Return how many values of a tree have no field in its drawing."""
    return len(figure.bars) - len(tree.visible(figure)) if figure.chart.form == "tree" else 0


def _drawer(figure: Figure) -> Drawer:
    form = figure.chart.form
    if form == "share":
        return rows.shares
    is_stacked = (form == "stack" and figure.sums_up) or is_apart(figure)
    if not goes_across(figure):
        return rows.stacks if is_stacked else rows.bars
    return columns.lines if form == "line" else columns.stacked if is_stacked else columns.columns


def legend(figure: Figure, name: str) -> list[tuple[str, str]]:
    """Return what the colours mean: a swatch as SVG and its words; nothing where there is one alone."""
    if figure.chart.form == "map":
        return [(_box(colour), told) for colour, told in tiles.classes(figure)] if figure.bars else []
    if not figure.is_split:
        return []
    is_line = figure.chart.form == "line" and figure.is_time
    return [
        (_line(place, part) if is_line else _box(fill(name, place, is_named=part.is_named)), part.label)
        for place, part in enumerate(figure.parts)
    ]


def _box(colour: str) -> str:
    return _framed(element("rect", x=1, y=1, width=26, height=14, fill=colour, stroke=SOFT))


def _line(place: int, part: Part) -> str:
    found = ink(place, is_named=part.is_named)
    dashes = {"stroke_dasharray": found.dashes} if found.dashes else {}
    return _framed(element("path", d="M0 8H28", stroke=found.colour, stroke_width=3, fill="none", **dashes))


def _framed(drawn: str) -> str:
    return element(
        "svg", drawn, viewBox="0 0 28 16", width=28, height=16, aria_hidden="true", focusable="false"
    )


def described(figure: Figure) -> str:
    """Return in words how many values there are, in which unit, and which is largest and smallest."""
    told = [bar for bar in figure.bars if any(cell is not None for cell in bar.cells)]
    if not told:
        return "没有数据。"
    unit = unit_of(figure)
    summary = f"按{figure.axis}，共{len(figure.bars)}项"
    if not figure.sums_up and figure.is_split:
        return f"{summary}，单位{figure.unit}。各项数字见数据表。"
    first, last = max(told, key=lambda bar: bar.total), min(told, key=lambda bar: bar.total)
    most, least = (f"{bar.label}{unit.short(bar.total)}{unit.name}" for bar in (first, last))
    return f"{summary}。最多：{most}；最少：{least}。各项数字见数据表。"
