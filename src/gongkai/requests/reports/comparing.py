"""Reports beside one another: across years, across bodies, and how the answers of one divide. Pure.

Drawn by what draws the charts of registers; the table beside each drawing holds every number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.registers.drawing import draw, legend
from gongkai.registers.figures import Bar, Figure, Part
from gongkai.registers.schema.definition import Chart, Measure
from gongkai.requests.reports.composing import written
from gongkai.requests.reports.figures import number
from gongkai.requests.reports.form import Form
from gongkai.requests.reports.layout import LIST

Stored = Mapping[str, Mapping[str, str]]
HANDLED = {"new": "新收", "total": "办结", "carried": "结转下年度"}
CONTESTED = {"review": "行政复议", "suits": "行政诉讼"}
CELLS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "new": (("requests", "new·总计"),),
    "total": (("requests", "total·总计"),),
    "carried": (("requests", "carried·总计"),),
    "review": (("remedies", "行政复议·总计"),),
    "suits": (("remedies", "未经复议直接起诉·总计"), ("remedies", "复议后起诉·总计")),
}
LINES = {"new": "received", "total": "closed", "review": "reviews", "suits": "suits"}
"""The lines of the years before 2019 that count the same."""

UNIT = "件"


@dataclass(frozen=True)
class Drawn:
    """A chart ready for its template: the drawing, what its colours mean, and its table."""

    key: str
    title: str
    svg: str
    legend: list[tuple[str, str]]
    head: tuple[str, ...]
    rows: list[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Row:
    """One year, or one body, with its stored figures."""

    key: str
    label: str
    figures: Stored


def value(figures: Stored, measure: str) -> Decimal | None:
    """Return a quantity of a report, None where it does not tell it."""
    if LIST in figures:
        return number(figures[LIST].get(LINES.get(measure, ""), ""))
    cells = [number(figures.get(table, {}).get(key, "")) for table, key in CELLS[measure]]
    return None if None in cells else sum((cell for cell in cells if cell is not None), Decimal())


def compared(
    key: str,
    title: str,
    axis: str,
    rows: Sequence[Row],
    measures: Mapping[str, str],
    *,
    is_time: bool = False,
) -> Drawn:
    """Return several reports beside one another by some quantities."""
    parts = tuple(Part(name, label) for name, label in measures.items())
    bars = [Bar(row.key, row.label, tuple(value(row.figures, name) for name in measures)) for row in rows]
    return _drawn(key, title, axis, parts, bars, is_time=is_time)


def answers(form: Form, figures: Stored) -> Drawn:
    """Return how the answers of one report divide, by the kinds of table three."""
    groups: dict[str, Decimal] = {}
    for row in form.of("answered"):
        label = form.groups.get(row.group) or row.title
        told = number(figures.get("requests", {}).get(f"{row.key}·总计", "")) or Decimal()
        groups[label] = groups.get(label, Decimal()) + told
    bars = [Bar(label, label, (told,)) for label, told in groups.items()]
    return _drawn("answers", f"{form.year}年办理结果", "办理结果", (Part("", ""),), bars)


def _drawn(
    key: str, title: str, axis: str, parts: tuple[Part, ...], bars: list[Bar], *, is_time: bool = False
) -> Drawn:
    chart = Chart(key, title, "bar", "", Measure(), "measure" if len(parts) > 1 else "")
    step = "year" if is_time else ""
    figure = Figure(chart, axis, UNIT, parts, tuple(bars), len(bars), step=step, is_time=is_time)
    return Drawn(
        key,
        title,
        draw(figure, key),
        legend(figure, key),
        (axis, *(part.label or "件数" for part in parts)),
        [(bar.label, tuple("—" if each is None else written(each) for each in bar.cells)) for bar in bars],
    )
