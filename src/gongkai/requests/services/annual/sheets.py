"""What stands in a report: its figures, counted or frozen, its words, and what in it does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person
from gongkai.requests.models import AnnualReport, Edition, Proceeding, ReportState, Request
from gongkai.requests.models.reports import units_of
from gongkai.requests.reports import composing, counting, drafting
from gongkai.requests.reports.checks import ERROR, Broken, broken, unlike, unwritten
from gongkai.requests.reports.composing import Document
from gongkai.requests.reports.declared import form_of, has_list, listing_of
from gongkai.requests.reports.figures import Figure, Report, total
from gongkai.requests.reports.form import DISCLOSURE, REMEDY, REQUESTS, Form
from gongkai.requests.reports.layout import LIST, Place
from gongkai.requests.reports.listing import Listing, misfits, unequal

Cells = Mapping[str, Figure]
Stored = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Sheet:
    """The figures of a report as they are now, as JSON would keep them, and what does not hold in it.

    ``units`` are the reports that one of a government sums up, by the keys of their bodies.
    """

    document: Document
    figures: Mapping[str, Mapping[str, str]]
    broken: list[Broken]
    report: Report | None = None
    units: Mapping[int, Report] = field(default_factory=dict)

    @property
    def errors(self) -> list[Broken]:
        """What keeps the report from being submitted."""
        return [each for each in self.broken if each.level == ERROR]

    @property
    def warnings(self) -> list[Broken]:
        return [each for each in self.broken if each.level != ERROR]


def sheet(report: AnnualReport) -> Sheet:
    """Return what stands in a report: counted anew while it is open, else as it was submitted."""
    words = unwritten(report.sections, {key: composing.SECTIONS[key] for key in composing.WRITTEN})
    if has_list(report.year):
        told = listing_of(report.year)
        cells = _cells(report, told)
        made = composing.older(told, cells, report.organisation.name, report.sections)
        figures = {LIST: {key: figure.text for key, figure in cells.items()}}
        return Sheet(made, figures, [*words, *unequal(told, cells), *misfits(told, cells)])
    form = form_of(report.year)
    units = _units(form, report.organisation) if report.is_of_government else {}
    parts = [*units.values()]
    figured = _figured(form, report, parts)
    figured.prose = "\n".join(report.sections.values())
    found = broken(figured, form, before=before(report), units=parts)
    if not report.is_of_government:
        found += unlike(figured, _counted(form, report.organisation))
    made = composing.document(form, figured, report.organisation.name, report.sections)
    return Sheet(made, composing.kept(figured), [*words, *found], figured, units)


def document_of(frozen: AnnualReport | Edition) -> Document:
    """Return an edition, or a report that was submitted, as page and paper show it: from what was frozen.

    A later edition says which it is, since when, and why there is another.
    """
    made = _document(frozen)
    if isinstance(frozen, Edition) and frozen.number > 1:
        on = localdate(frozen.at)
        day = f"{on.year}年{on.month}月{on.day}日"
        return replace(made, note=f"第{frozen.number}版，{day}更正公布。更正原因：{frozen.reason}")
    return made


def _document(frozen: AnnualReport | Edition) -> Document:
    if has_list(frozen.year):
        told = listing_of(frozen.year)
        cells = composing.figures(told, {}, _list_places(frozen.figures.get(LIST, {})))
        return composing.older(told, cells, frozen.name, frozen.sections)
    form = form_of(frozen.year)
    return composing.document(form, composing.restored(form, frozen.figures), frozen.name, frozen.sections)


def drafts_of(report: AnnualReport) -> dict[str, list[str]]:
    """Return sentences to begin the sections of a report with, by section."""
    keys = [report.organisation_id]
    if report.is_of_government:
        keys += units_of(report.organisation, report.year).values_list("pk", flat=True)
    facts = counting.facts(report.organisation.name, report.year, keys)
    if has_list(report.year):
        return {"other": [drafting.fee_sentence(facts)]} if facts.fees else {}
    made = sheet(report).report
    if made is None:
        return {}
    return drafting.drafts(form_of(report.year), made, facts, before=before(report))


def parts_of(told: Sheet, place: Place) -> list[tuple[Organisation, str]]:
    """Return of what a cell of a government's report is the sum: each body with its figure as it stands now,
    "" where it has none. The greatest come first; who has nothing to count is left out.
    """
    table, row, column = place
    figures = {key: getattr(each, table)[row, column] for key, each in told.units.items()}
    bodies = Organisation.objects.in_bulk(figures)
    found = [(bodies[key], each) for key, each in figures.items() if each.value != 0]
    found.sort(key=lambda part: (-(part[1].value or 0), part[0].order))
    return [(body, figure.text) for body, figure in found]


def behind(
    report: AnnualReport, place: Place, *, to: Person, at: datetime
) -> QuerySet[Request] | QuerySet[Proceeding] | None:
    """Return the cases, or the reviews and lawsuits, that a cell counts, as far as ``to`` may see them.

    None for what no case is behind: table two, and the list of the years before 2019.
    """
    table, row, column = place
    keys = [report.organisation_id]
    if report.is_of_government:
        keys += units_of(report.organisation, report.year).values_list("pk", flat=True)
    mine = Request.objects.visible_to(to, on=localdate(at))
    if table == REQUESTS:
        found = counting.cases_of(form_of(report.year), keys, row, column)
        return found.filter(pk__in=mine.order_by().values("pk")).order_by("received_on", "pk")
    if table == REMEDY:
        contested = counting.proceedings_of(report.year, keys, row, column)
        return contested.filter(request__in=mine.order_by().values("pk")).order_by("begun_on", "pk")
    return None


def before(report: AnnualReport) -> Report | None:
    """Return the report on the year before, None where none stands in tables."""
    year = report.year - 1
    found = AnnualReport.objects.filter(organisation=report.organisation_id, year=year).first()
    figures = standing_figures(found) if found is not None and not has_list(year) else None
    return None if figures is None else composing.restored(form_of(year), figures)


def standing_figures(report: AnnualReport) -> Stored | None:
    """Return the figures by which others go: those that the public reads, whatever is being corrected; else
    as they were submitted. None while nothing is certain: it is open, or was taken back.
    """
    edition = report.last_edition() if report.is_public else None
    is_certain = edition is not None or not (report.is_open or report.state == ReportState.WITHDRAWN)
    figures: Stored = (edition or report).figures
    return figures if is_certain else None


def _figured(form: Form, report: AnnualReport, units: Sequence[Report]) -> Report:
    if not report.is_open:
        return composing.restored(form, report.figures)
    counts = composing.added(form, units) if units else _counts(form, report.organisation)
    return composing.report(form, counts, report.corrected())


def _counts(form: Form, organisation: Organisation) -> composing.Counted:
    return counting.counted(form, [organisation.pk])[organisation.pk]


def _counted(form: Form, organisation: Organisation) -> Report:
    return composing.report(form, _counts(form, organisation))


def _units(form: Form, government: Organisation) -> dict[int, Report]:
    """Return the reports that one of a government sums up: its own, and those of its bodies as they stand.

    A body that has not opened its report yet is counted all the same. The government itself takes none of
    the decisions of table two, so that nobody need say so.
    """
    bodies = [each.pk for each in units_of(government, form.year)]
    counts = counting.counted(form, [*bodies, government.pk])
    there = {each.organisation_id: each for each in _reports(bodies, form.year)}
    nothing = {place: Decimal() for place in form.places if place[0] == DISCLOSURE}
    own = composing.report(form, nothing | counts[government.pk])
    return {government.pk: own} | {key: _standing(form, there.get(key), counts[key]) for key in bodies}


def _reports(bodies: Sequence[int], year: int) -> Sequence[AnnualReport]:
    found = AnnualReport.objects.filter(organisation__in=bodies, year=year)
    return list(found.prefetch_related("corrections", "editions"))


def _standing(form: Form, report: AnnualReport | None, counts: composing.Counted) -> Report:
    if report is None:
        return composing.report(form, counts)
    figures = standing_figures(report)
    if figures is not None:
        return composing.restored(form, figures)
    return composing.report(form, counts, report.corrected())


def _list_places(texts: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    return {(LIST, key, ""): text for key, text in texts.items()}


def _cells(report: AnnualReport, told: Listing) -> Cells:
    """Return the list of a report before 2019; that of a government is the sum of its bodies' and its own."""
    if not report.is_open:
        return composing.figures(told, {}, _list_places(report.figures.get(LIST, {})))
    if not report.is_of_government:
        counts = counting.listed(told, [report.organisation_id])[report.organisation_id]
        return composing.figures(told, counts, report.corrected())
    bodies = [each.pk for each in units_of(report.organisation, report.year)]
    there = {each.organisation_id: each for each in _reports(bodies, report.year)}
    counted = counting.listed(told, [*bodies, report.organisation_id])
    parts = [_list_of(told, there.get(key), counts) for key, counts in counted.items() if key in {*bodies}]
    own = composing.figures(told, counted[report.organisation_id], {})
    sums = {
        line.key: value
        for line in told.lines()
        if (value := total([*(each[line.key] for each in parts), _or_none(own[line.key])])) is not None
    }
    return composing.figures(told, sums, report.corrected())


def _or_none(figure: Figure) -> Figure:
    """Return the government's own figure, nothing where it has none: its bodies hold them."""
    return figure if figure.text else Figure("0", figure.place)


def _list_of(told: Listing, report: AnnualReport | None, counts: Mapping[str, Decimal]) -> Cells:
    if report is None:
        return composing.figures(told, counts, {})
    figures = standing_figures(report)
    if figures is not None:
        return composing.figures(told, {}, _list_places(figures.get(LIST, {})))
    return composing.figures(told, counts, report.corrected())
