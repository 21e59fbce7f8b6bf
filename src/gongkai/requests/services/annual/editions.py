"""What was published of a report, beside what came before it and what came after it."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.publication.models import Announcement, Event
from gongkai.requests.models import AnnualReport, Edition, ReportState
from gongkai.requests.models.reports import units_of
from gongkai.requests.reports.differing import Content, Difference, difference
from gongkai.requests.reports.finding import name_of, places_of
from gongkai.requests.services.annual.sheets import Sheet

LATER = (Event.CORRECTED.value, Event.RESTORED.value, Event.WITHDRAWN.value)
"""What may have changed the sum of reports after it was made."""


def amended(report: AnnualReport, told: Sheet) -> Difference:
    """Return what stands otherwise in a report, with its figures as ``told``, than in its last edition."""
    last = report.last_edition()
    if last is None:
        return Difference()
    return _between(report, _content(last), Content(report.sections, told.figures))


def corrected_in(edition: Edition) -> Difference:
    """Return what stands otherwise in an edition than in the one before it, if that may still be read."""
    editions = edition.report.editions.all()
    before = next((each for each in editions if each.number == edition.number - 1), None)
    if before is None or not before.is_readable:
        return Difference()
    return _between(edition.report, _content(before), _content(edition))


def _content(edition: Edition) -> Content:
    return Content(edition.sections, edition.figures)


def _between(report: AnnualReport, before: Content, after: Content) -> Difference:
    return difference(before, after, {place: name_of(report, place) for place in places_of(report)})


def changed_since(report: AnnualReport) -> Iterable[Announcement]:
    """Return the last public act about each report that one of a government summed up and that was corrected
    or taken back after its own figures were fixed; nothing while those are still counted.
    """
    submitted = report.steps.filter(state=ReportState.SUBMITTED.value).last()
    if not report.is_of_government or report.is_open or submitted is None:
        return []
    bodies = units_of(report.organisation, report.year).order_by().values("pk")
    theirs = AnnualReport.objects.filter(year=report.year, organisation__in=bodies).exclude(address="")
    acts = Announcement.objects.latest_per_address().filter(event__in=LATER, at__gt=submitted.at)
    return acts.filter(address__in=theirs.order_by().values("address")).order_by("seq")
