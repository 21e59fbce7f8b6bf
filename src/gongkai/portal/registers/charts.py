"""The charts of a register under a question: drawn, with their tables, their source and what must be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from gongkai.portal.catalogue import publishers_of
from gongkai.portal.registers.choosing import Beside, Option, Pick, beside, leads, picked, trail
from gongkai.portal.registers.sheet import Sheet, sheet
from gongkai.registers import services
from gongkai.registers.asking import Question, sentence, shown_as
from gongkai.registers.drawing import draw, goes_across, legend, undrawn
from gongkai.registers.drawing.scale import unit_of
from gongkai.registers.drilling import level_of
from gongkai.registers.figures import Asking, Figure, Tallies, everywhere, figure
from gongkai.registers.geography import Geography
from gongkai.registers.narrowing import within
from gongkai.registers.periods import NAMED, step_of
from gongkai.registers.schema.definition import Chart
from gongkai.registers.schema.parts import FORMS
from gongkai.registers.snapshot.counting import tallied

FEW, MANY = 12, 30
"""How many bars are drawn beside others on a page, and on the page of a chart alone."""


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
    sheet: Sheet
    notes: list[str]
    source: Source
    base: str
    query: str
    entries: str
    picks: list[Pick]
    trail: list[Option]
    beside: Beside | None

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
    def _asked(self) -> str:
        return f"?{self.query}" if self.query else ""


def charts_of(reader: services.Reader, question: Question) -> list[Drawing]:
    """Return every chart of a register as drawn for a question, in the declared order."""
    return [drawing(reader, chart, question) for chart in reader.said.charts]


def drawing(
    reader: services.Reader,
    chart: Chart,
    question: Question,
    *,
    is_alone: bool = False,
    is_framed: bool = False,
) -> Drawing:
    """Return one chart; with ``is_alone`` there is room for more bars and for all of them in the table.

    In a frame on another site its fields lead nowhere: no other page may be framed.
    """
    look = _looked(reader, chart, question)
    most = 0 if chart.form == "map" else MANY if is_alone else FEW
    drawn = look.figure(most)
    unit = unit_of(drawn)
    whole = look.figure(0) if is_alone else drawn
    name, district = f"{reader.said.key}-{chart.key}", services.district()
    residents = district.residents if chart.is_per_head else None
    base = f"/registers/{reader.said.key}/"
    passed = trail(reader, chart, look.question)
    closer = dict(leads(reader, chart, look.question, (bar.key for bar in whole.bars if bar.is_named)))
    if chart.form == "map" and chart.by not in look.question.facets:
        drawn = everywhere(drawn, district.places, reader.names["region"])
    svg = draw(drawn, name, district.places, closer if chart.form == "tree" and not is_framed else {})
    return Drawing(
        chart=chart,
        figure=whole,
        svg=mark_safe(svg),  # noqa: S308 - every word in it is escaped
        legend=[(mark_safe(each), told) for each, told in legend(drawn, name)],  # noqa: S308 - the same
        unit=unit.name,
        sheet=sheet(whole, reader.said, {**_entries(whole, base), **closer}, residents, unit),
        notes=[*notes_of(drawn, reader), *_district_notes(chart, district)],
        source=source_of(reader),
        base=base,
        query=question.to_query(),
        entries=_list(base, within(look.question, chart.when, reader.said) or look.question),
        picks=look.picks,
        trail=passed if len(passed) > 1 else [],
        beside=beside(reader, chart, question) if is_alone else None,
    )


def table(reader: services.Reader, chart: Chart, question: Question) -> Sheet:
    """Return all numbers of a chart in the unit in which they are kept, whatever it is drawn in."""
    whole = _looked(reader, chart, question).figure(0)
    residents = services.district().residents if chart.is_per_head else None
    return sheet(whole, reader.said, {}, residents)


@dataclass(frozen=True)
class Look:
    """What is counted for a question: one value of each field to pick, at the level that is looked at."""

    chart: Chart
    question: Question
    picks: list[Pick]
    tallies: Tallies
    reader: services.Reader

    def figure(self, most: int) -> Figure:
        asked = Asking(self.reader.said, self.reader.names, self.question)
        return figure(self.chart, self.tallies, asked, most=most)


def _looked(reader: services.Reader, chart: Chart, question: Question) -> Look:
    narrow, picks = picked(reader, chart, question)
    level = level_of(chart, narrow, reader.said)
    near = replace(chart, by=level.field)
    return Look(near, narrow, picks, tallied(reader.snapshot, near, narrow, level.depth), reader)


def _entries(figure: Figure, base: str) -> dict[str, str]:
    """Return for each value of the axis the list of its entries, as far as people can ask for them."""
    return {bar.key: _list(base, bar.query) for bar in figure.bars if bar.is_named and bar.query}


def _list(base: str, question: Question) -> str:
    query = question.to_query()
    return f"{base}?{query}" if query else base


def _district_notes(chart: Chart, district: Geography) -> Iterator[str]:
    if chart.form == "map" and district.note:
        yield district.note
    if chart.is_per_head and (found := district.residents):
        yield f"人均按{found.source}的常住人口{found.people:,}人（{found.on}）计算。"


def source_of(reader: services.Reader) -> Source:
    """Return whose numbers these are and of which day."""
    register = reader.register
    publishers = "、".join(each.name for each in publishers_of(register.obligation))
    updated = localdate(register.released_at).isoformat() if register.released_at else ""
    return Source(register.title, publishers, updated)


def notes_of(figure: Figure, reader: services.Reader) -> Iterator[str]:
    """Yield what must be said beside a chart: what it leaves to the table, and why."""
    chart, said = figure.chart, reader.said
    for key, values in chart.when:
        field = said.fields[key]
        shown = "、".join(shown_as(field, value, reader.names) for value in values)
        yield f"只统计{field.label}为“{shown}”的条目。"
    if chart.is_whole:
        yield "各项分别列出，不相加；“—”表示没有条目，“0”表示公布的数是零。"
    if figure.untold:
        labels = "、".join(said.fields[key].label for key in chart.measure.fields)
        yield f"有{figure.untold:,}处没有填写“{labels}”，不计入。"
    if figure.step in NAMED and figure.step != step_of(said.fields[chart.by], chart.step):
        yield f"时间跨度较长，{NAMED[figure.step]}归并。"
    if hidden := undrawn(figure):
        yield f"有{hidden}项是零、负数或太小，不在图上，见数据表。"
    left = [bar for bar in figure.bars if not bar.is_named]
    if left and goes_across(figure):
        yield f"没有填写“{figure.axis}”的不在图上，见数据表。"


def asked_for(reader: services.Reader, question: Question) -> str:
    """Return in words which entries are meant; empty where all are."""
    return "" if question.is_open else sentence(question, reader.said, reader.names)
