"""The statistical list of the reports on 2014 to 2018: one figure a line, some the sum of those below. Pure.

Its wording is not confirmed in the official text, so what does not add up only warns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.obligations.node import Node
from gongkai.requests.reports.checks import WARNING, Broken
from gongkai.requests.reports.figures import Figure, total
from gongkai.requests.reports.form import WORDS as FILE
from gongkai.requests.reports.form import NoForm

WORDS = ("since", "until", "basis", "certain", "parts", "channels", "outcomes")
NEEDED = ("since", "until", "basis", "parts")
LINE = ("key", "label", "unit")
MONEY = "万元"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. ``level`` 1 to 3 is how far it is indented; ``is_sum``: of the lines one level below it."""

    key: str
    label: str
    unit: str
    level: int = 1
    is_sum: bool = False

    @property
    def is_money(self) -> bool:
        return self.unit == MONEY


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of the list with its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of the reports on one year; what is not ``is_certain`` was not confirmed in the text.

    ``channels`` and ``outcomes`` say which line counts what came in so, and what was answered so.
    """

    year: int
    basis: str
    is_certain: bool
    parts: tuple[Part, ...]
    channels: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[Line]:
        for part in self.parts:
            yield from part.lines


def listing(node: Node, year: int) -> Listing:
    """Return the list for a year from ``catalogue/reports.yaml``. Raises NoForm, Wrong."""
    lists = node.mapping(known=FILE).get("lists")
    for each in lists.items() if lists else ():
        said = each.mapping(known=WORDS, needed=NEEDED)
        if said["since"].number() <= year <= said["until"].number():
            is_certain = said["certain"].flag() if "certain" in said else True
            parts = tuple(map(_part, said["parts"].items()))
            lines = (rows_of(said[word]) if word in said else {} for word in ("channels", "outcomes"))
            return Listing(year, said["basis"].text(), is_certain, parts, *lines)
    raise NoForm(f"没有 {year} 年度报告的统计表")


def rows_of(several: Node) -> dict[str, str]:
    """Return in which row each key is counted. Raises Wrong."""
    rows = [each.mapping(known=("row", "of"), needed=("row", "of")) for each in several.items()]
    return {key: row["row"].text() for row in rows for key in row["of"].texts()}


def _part(node: Node) -> Part:
    said = node.mapping(known=("title", "rows"), needed=("title", "rows"))
    return Part(said["title"].text(), tuple(map(_line, said["rows"].items())))


def _line(node: Node) -> Line:
    said = node.mapping(known=(*LINE, "level", "sum"), needed=LINE)
    level = said["level"].number() if "level" in said else 1
    is_sum = said["sum"].flag() if "sum" in said else False
    return Line(said["key"].text(), said["label"].text(), said["unit"].text(), level, is_sum)


Figures = Mapping[str, Figure]


def below(part: Part, line: Line) -> list[Line]:
    """Return the lines that a sum is made of: those one level below, up to the next of its own level."""
    found: list[Line] = []
    for each in part.lines[part.lines.index(line) + 1 :]:
        if each.level <= line.level:
            break
        found += [each] if each.level == line.level + 1 else []
    return found


def unequal(told: Listing, figures: Figures) -> Iterator[Broken]:
    """Yield the sums that differ from what stands below them; where one is no number nothing is compared."""
    for part in told.parts:
        for line in part.lines:
            if line.is_sum:
                yield from _unequal(line, below(part, line), figures)


def _unequal(line: Line, parts: list[Line], figures: Figures) -> Iterator[Broken]:
    whole, each = total([figures.get(line.key)]), total(figures.get(part.key) for part in parts)
    if whole is None or each is None or whole == each:
        return
    sentence = f"“{line.label}” {whole:,}，其下各项之和 {each:,}，相差 {abs(whole - each):,}"
    cells = [figures[line.key], *(figures[part.key] for part in parts)]
    yield Broken("L1", WARNING, sentence, tuple(cell.place for cell in cells))


def misfits(told: Listing, figures: Figures) -> Iterator[Broken]:
    """Yield the figures that are no numbers, less than nothing, or parts of what can only be whole."""
    for line in told.lines():
        figure = figures.get(line.key)
        if figure is None or figure.value is None:
            text = figure.text if figure else ""
            yield Broken("L2", WARNING, f"“{line.label}”" + (f"不是数字：{text}" if text else "没有填写"))
        elif figure.value < 0 or (not line.is_money and figure.value != figure.value.to_integral_value()):
            yield Broken("L2", WARNING, f"“{line.label}”应是不小于 0 的整数：{figure.text}", (figure.place,))


def summed(told: Listing, counted: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return figures with their sums filled in from what was counted below them, the deepest first."""
    made = dict(counted)
    for part in told.parts:
        for line in reversed(part.lines):
            parts = below(part, line) if line.is_sum else []
            if parts and line.key not in made and all(each.key in made for each in parts):
                made[line.key] = sum((made[each.key] for each in parts), Decimal())
    return made
