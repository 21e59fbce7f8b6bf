"""The charts of the public figures, drawn as those of registers are, each with its table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe

from gongkai.registers.drawing import draw, legend
from gongkai.registers.figures import Bar, Figure, Part
from gongkai.registers.schema.definition import Chart, Measure
from gongkai.requests.figures import Figures


@dataclass(frozen=True)
class Drawing:
    """A chart ready for the template ``requests/chart.html``."""

    key: str
    title: str
    svg: SafeString
    legend: list[tuple[SafeString, str]]
    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


def charts(found: Figures) -> list[Drawing]:
    """Return the charts of a year: by month, by kind of answer, by organisation."""
    months = [(each.key, each.label, (each.received, each.answered)) for each in found.months]
    outcomes = [(part, part, (number,)) for part, number in found.outcomes.items()]
    return [
        _drawn("months", "每月收到和答复的申请", months, ("收到", "答复"), is_time=True),
        _drawn("outcomes", f"{found.year}年答复结果", outcomes, ("件数",)),
    ]


def _drawn(
    key: str,
    title: str,
    rows: Iterable[tuple[str, str, tuple[int, ...]]],
    parts: tuple[str, ...],
    *,
    is_time: bool = False,
) -> Drawing:
    told = list(rows)
    form = "line" if is_time else "bar"
    chart = Chart(
        key, title, form, "month" if is_time else "kind", Measure(), split="kind" if is_time else ""
    )
    bars = tuple(
        Bar(each, each if is_time else label, tuple(map(Decimal, cells))) for each, label, cells in told
    )
    named = tuple(Part(str(place), label) for place, label in enumerate(parts))
    figure = Figure(
        chart,
        "月份" if is_time else "答复结果",
        "件",
        named,
        bars,
        entries=sum(sum(cells) for _, _, cells in told),
        step="month" if is_time else "",
        is_time=is_time,
    )
    name = f"requests-{key}"
    return Drawing(
        key=key,
        title=title,
        svg=mark_safe(draw(figure, name)),  # noqa: S308 - every word in it is escaped
        legend=[(mark_safe(each), label) for each, label in legend(figure, name)],  # noqa: S308 - the same
        head=(figure.axis, *parts),
        rows=[(label, [f"{cell:,}" for cell in cells]) for _, label, cells in told],
    )
