"""The charts of a register under a question: drawn, with their tables, their source and what must be said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from gongkai.portal.catalogue import publishers_of
from gongkai.registers import services
from gongkai.registers.asking import Question, sentence, shown_as
from gongkai.registers.drawing import draw, goes_across, legend
from gongkai.registers.drawing.scale import unit_of
from gongkai.registers.figures import Asking, Bar, Figure, figure
from gongkai.registers.periods import NAMED, step_of
from gongkai.registers.schema.definition import Chart
from gongkai.registers.schema.parts import FORMS
from gongkai.registers.snapshot.counting import tallied

FEW, MANY = 12, 30
"""How many bars are drawn beside others on a page, and on the page of a chart alone."""


@dataclass(frozen=True)
class Row:
    """A line of the table beside a chart; ``href`` leads to its entries where people can ask for them."""

    label: str
    cells: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class Source:
    """Where the numbers come from."""

    register: str
    publishers: str
    updated: str


@dataclass(frozen=True)
class Drawing:
    """A chart ready for its template ``portal/registers/chart.html``."""

    chart: Chart
    figure: Figure
    svg: SafeString
    legend: list[tuple[SafeString, str]]
    unit: str
    head: tuple[str, ...]
    rows: list[Row]
    notes: list[str]
    source: Source
    base: str
    query: str

    @property
    def form(self) -> str:
        return FORMS[self.chart.form]

    @property
    def href(self) -> str:
        return f"{self.base}charts/{self.chart.key}/{self._asked}"

    @property
    def embed(self) -> str:
        return f"{self.base}charts/{self.chart.key}/embed/{self._asked}"

    @property
    def numbers(self) -> str:
        return f"{self.base}charts/{self.chart.key}/numbers.csv{self._asked}"

    @property
    def entries(self) -> str:
        """The list of all entries that the chart counts."""
        return f"{self.base}{self._asked}"

    @property
    def _asked(self) -> str:
        return f"?{self.query}" if self.query else ""


def charts_of(reader: services.Reader, question: Question) -> list[Drawing]:
    """Return every chart of a register as drawn for a question, in the declared order."""
    return [drawing(reader, chart, question) for chart in reader.said.charts]


def drawing(reader: services.Reader, chart: Chart, question: Question, *, is_alone: bool = False) -> Drawing:
    """Return one chart; with ``is_alone`` there is room for more bars and for all of them in the table."""
    district = services.district()
    tallies = tallied(reader.snapshot, chart, question)
    asked = Asking(reader.said, reader.names, question)
    most = 0 if chart.form == "map" else MANY if is_alone else FEW
    drawn = figure(chart, tallies, asked, most=most)
    whole = figure(chart, tallies, asked) if is_alone else drawn
    name = f"{reader.said.key}-{chart.key}"
    base = f"/registers/{reader.said.key}/"
    swatches = [(mark_safe(swatch), label) for swatch, label in legend(drawn, name)]  # noqa: S308 - drawn by us
    return Drawing(
        chart=chart,
        figure=whole,
        svg=mark_safe(draw(drawn, name, district.places)),  # noqa: S308 - every word in it is escaped
        legend=swatches,
        unit=unit_of(drawn).name,
        head=head_of(whole, reader),
        rows=list(rows_of(whole, base)),
        notes=[*notes_of(drawn, reader), *([district.note] if chart.form == "map" and district.note else [])],
        source=source_of(reader),
        base=base,
        query=question.to_query(),
    )


def source_of(reader: services.Reader) -> Source:
    """Return whose numbers these are and of which day."""
    register = reader.register
    publishers = "、".join(each.name for each in publishers_of(register.obligation))
    updated = localdate(register.released_at).isoformat() if register.released_at else ""
    return Source(register.title, publishers, updated)


def head_of(figure: Figure, reader: services.Reader) -> tuple[str, ...]:
    """Return the headings of the table: the axis, each part, and the whole where parts make one."""
    said, measure = reader.said, figure.chart.measure
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


def rows_of(figure: Figure, base: str) -> Iterator[Row]:
    """Yield the lines of the table, the sum of all of them last where there is one."""
    has_total = figure.is_split and figure.sums_up and len(figure.chart.measure.fields) < 2
    for bar in figure.bars:
        cells = tuple(map(exact, bar.cells))
        if has_total:
            cells += (exact(bar.total if any(cell is not None for cell in bar.cells) else None),)
        yield Row(bar.label, cells, "" if bar.query is None else _list(base, bar.query))
    if figure.sums_up and len(figure.bars) > 1:
        sums = tuple(map(exact, _sums(figure.bars)))
        yield Row("合计", (*sums, exact(figure.total)) if has_total else sums)


def _list(base: str, query: str) -> str:
    return f"{base}?{query}" if query else base


def _sums(bars: Iterable[Bar]) -> Iterator[Decimal]:
    for cells in zip(*(bar.cells for bar in bars), strict=True):
        yield sum((cell for cell in cells if cell is not None), Decimal())


def exact(number: Decimal | None) -> str:
    """Return a number with every digit, a dash for none."""
    if number is None:
        return "—"
    return f"{number.normalize():,f}" if number else "0"


def notes_of(figure: Figure, reader: services.Reader) -> Iterator[str]:
    """Yield what must be said beside a chart: what it leaves to the table, and why."""
    chart, said = figure.chart, reader.said
    for key, values in chart.when:
        field = said.fields[key]
        shown = "、".join(shown_as(field, value, reader.names) for value in values)
        yield f"只统计{field.label}为“{shown}”的条目。"
    if figure.untold:
        labels = "、".join(said.fields[key].label for key in chart.measure.fields)
        yield f"有{figure.untold:,}处没有填写“{labels}”，不计入。"
    if figure.step in NAMED and figure.step != step_of(said.fields[chart.by], chart.step):
        yield f"时间跨度较长，{NAMED[figure.step]}归并。"
    left = [bar for bar in figure.bars if not bar.is_named]
    if left and goes_across(figure):
        yield f"没有填写“{figure.axis}”的不在图上，见数据表。"


def asked_for(reader: services.Reader, question: Question) -> str:
    """Return in words which entries are meant; empty where all are."""
    return "" if question.is_open else sentence(question, reader.said, reader.names)
