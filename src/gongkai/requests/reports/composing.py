"""From what was counted to a report: cells with their totals, corrections over them, six sections. Pure.

条例（2019）第五十条 says what a report contains; 国办公开办函〔2021〕30号 in which sections and tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.requests.reports.figures import Figure, Report, total
from gongkai.requests.reports.form import (
    ASKERS,
    REMEDIES,
    REMEDY,
    REQUESTS,
    RESULTS,
    Form,
)
from gongkai.requests.reports.layout import LIST, Grid, Place, grids, listed, named
from gongkai.requests.reports.listing import Listing

Counted = Mapping[Place, Decimal]
"""What was counted, by table, row and column; no totals. What cannot be counted is not there."""

SECTIONS = {
    "overview": "总体情况",
    "disclosure": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "remedies": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}
NUMERALS = "一二三四五六"
WRITTEN = ("overview", "problems", "other")
"""The sections that consist of words alone."""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six: its number and title, its paragraphs, its table where it has one."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    grid: Grid | None = None

    @property
    def heading(self) -> str:
        return f"{NUMERALS[list(SECTIONS).index(self.key)]}、{self.title}"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report, as page, workbook and paper show it; ``annex`` is the list of the years before 2019.

    ``note`` says what must be known of it before it is read.
    """

    title: str
    organisation: str
    year: int
    sections: tuple[Section, ...]
    annex: Grid | None = None
    note: str = ""

    def grids(self) -> list[Grid]:
        """Return every table in its order."""
        found = [section.grid for section in self.sections if section.grid]
        return [*found, self.annex] if self.annex else found


def title_of(organisation: str, year: int) -> str:
    return f"{organisation}{year}年政府信息公开工作年度报告"


def written(number: Decimal | int | None) -> str:
    """Return a figure as it is printed: 12, 3.5; nothing where nothing was counted."""
    if number is None:
        return ""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def report(form: Form, counted: Counted, corrected: Mapping[Place, str] | None = None) -> Report:
    """Return a report from what was counted, with its totals, and what was corrected in the place of both.

    Of requests and remedies nothing counted means none; of table two it means that somebody must say it.
    Totals follow the corrected cells, unless they were corrected themselves.
    """
    corrected = corrected or {}
    made = Report(form.year)
    for place in form.places:
        table, row, column = place
        nothing = Decimal() if table in (REQUESTS, REMEDY) else None
        text = corrected.get(place, written(counted.get(place, nothing)))
        getattr(made, table)[row, column] = Figure(text, named(place, form))
    _add_up(made, form, corrected)
    return made


def _add_up(made: Report, form: Form, corrected: Collection[Place]) -> None:
    """Put totals into the cells that hold them: first of each asker all answers, then across."""
    answered = [row.key for row in form.of("answered")]
    whole = [row.key for row in form.of("total")]
    for key in whole:
        for asker in ASKERS[:-1]:
            _put(made.requests, (key, asker), [(each, asker) for each in answered], REQUESTS, corrected)
    for row in form.rows:
        parts = [(row.key, asker) for asker in ASKERS[:-1]]
        _put(made.requests, (row.key, ASKERS[-1]), parts, REQUESTS, corrected)
    for remedy in REMEDIES:
        results = [(remedy, result) for result in RESULTS[:-1]]
        _put(made.remedies, (remedy, RESULTS[-1]), results, REMEDY, corrected)


Cells = dict[tuple[str, str], Figure]


def _put(
    cells: Cells,
    into: tuple[str, str],
    parts: Iterable[tuple[str, str]],
    table: str,
    corrected: Collection[Place],
) -> None:
    if (table, *into) not in corrected:
        cells[into] = replace(cells[into], text=written(total(cells[part] for part in parts)))


def added(form: Form, reports: Sequence[Report]) -> Counted:
    """Return what several reports add up to, cell by cell; where one of them lacks a figure there is none."""
    found: dict[Place, Decimal] = {}
    for place in form.places:
        table, row, column = place
        value = total(getattr(each, table).get((row, column)) for each in reports)
        if value is not None:
            found[place] = value
    return found


def kept(made: Report) -> dict[str, dict[str, str]]:
    """Return the figures of a report as JSON values, by table and then by row and column."""
    return {
        name: {"·".join(key): figure.text for key, figure in getattr(made, name).items()}
        for name in ("disclosure", "requests", "remedies")
    }


def restored(form: Form, stored: Mapping[str, Mapping[str, str]]) -> Report:
    """Return the report of what ``kept`` returned."""
    made = Report(form.year)
    for place in form.places:
        table, row, column = place
        text = stored.get(table, {}).get(f"{row}·{column}", "")
        getattr(made, table)[row, column] = Figure(text, named(place, form))
    return made


def figures(
    told: Listing, counted: Mapping[str, Decimal], corrected: Mapping[Place, str]
) -> dict[str, Figure]:
    """Return the list of the years before 2019 from what was counted and what was corrected."""
    return {
        line.key: Figure(
            corrected.get((LIST, line.key, ""), written(counted.get(line.key))), f"“{line.label}”"
        )
        for line in told.lines()
    }


def paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def document(form: Form, made: Report, organisation: str, texts: Mapping[str, str]) -> Document:
    """Return the six sections of a report from 2019 on with its three tables."""
    tables = dict(zip(("disclosure", "requests", "remedies"), grids(form, made), strict=True))
    sections = tuple(
        Section(key, title, paragraphs(texts.get(key, "")), tables.get(key))
        for key, title in SECTIONS.items()
    )
    return Document(title_of(organisation, form.year), organisation, form.year, sections)


def older(
    told: Listing, cells: Mapping[str, Figure], organisation: str, texts: Mapping[str, str]
) -> Document:
    """Return the same of a report on 2014 to 2018: its figures stand in one list at the end."""
    sections = tuple(Section(key, title, paragraphs(texts.get(key, ""))) for key, title in SECTIONS.items())
    name = title_of(organisation, told.year)
    return Document(name, organisation, told.year, sections, listed(told, cells))
