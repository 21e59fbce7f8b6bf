"""A report is submitted, returned, accepted."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.orgs.models import Person
from gongkai.orgs.rules import Refusal
from gongkai.requests.models import AnnualReport, ReportState, ReportStep
from gongkai.requests.reports.checks import Broken
from gongkai.requests.services.annual.editions import amended
from gongkai.requests.services.annual.rights import demand
from gongkai.requests.services.annual.sheets import Sheet, sheet
from gongkai.requests.services.annual.writing import Closed, hold, hold_open, note


class BrokenReport(Refusal):
    """What does not hold in the report: ``broken``, each with the cells that it names."""

    def __init__(self, broken: list[Broken]) -> None:
        self.broken = broken
        super().__init__(f"有{len(broken)}处必须改正：{'；'.join(map(str, broken[:3]))}")


class TooEarly(Refusal):
    """The year on which is reported is not over."""


class Unchanged(Refusal):
    """The correction of a published report corrects nothing."""


class SameHands(Refusal):
    """Who submitted a report does not decide about it."""


@transaction.atomic
def submit(*, report: AnnualReport, by: Person, at: datetime) -> AnnualReport:
    """Submit a report to the openness office; its figures stand from now on as they are.

    Raises BrokenReport where an identity is broken, a figure or a section is missing (warnings do not stand
    in the way), TooEarly before the end of the year, Unchanged, Closed, NotAllowed.
    """
    demand(by, "write", report, at=at)
    locked = hold_open(report)
    if localdate(at) <= date(locked.year, 12, 31):
        raise TooEarly(f"统计期限到{locked.year}年12月31日为止，期满后才能提交")
    made = sheet(locked)
    if made.errors:
        raise BrokenReport(made.errors)
    _demand_change(locked, made)
    locked.figures = {name: dict(cells) for name, cells in made.figures.items()}
    locked.submitted_by = by
    move(locked, ReportState.SUBMITTED, "", by, at)
    return locked


def _demand_change(report: AnnualReport, made: Sheet) -> None:
    """Raise Unchanged if what is public says the same already."""
    last = report.last_edition()
    if report.is_public and last is not None and last.name == report.name and not amended(report, made):
        raise Unchanged(f"与公布的第{last.number}版没有差别。没有要更正的，请政务公开科终止更正")


@transaction.atomic
def return_report(*, report: AnnualReport, reason: str, by: Person, at: datetime) -> AnnualReport:
    """Return a submitted or accepted report with a reason; its figures are counted anew.

    Raises Closed if there is none to return, ValueError without a reason, NotAllowed.
    """
    demand(by, "decide", report, at=at)
    if not reason.strip():
        raise ValueError("退回须说明理由")
    locked = standing(report, ReportState.SUBMITTED, ReportState.ACCEPTED)
    locked.figures = {}
    move(locked, ReportState.RETURNED, reason.strip(), by, at)
    return locked


@transaction.atomic
def accept(*, report: AnnualReport, note: str = "", by: Person, at: datetime) -> AnnualReport:
    """Accept a submitted report: it may be published. Raises Closed, SameHands, NotAllowed."""
    demand(by, "decide", report, at=at)
    locked = standing(report, ReportState.SUBMITTED)
    if locked.submitted_by_id == by.pk:
        raise SameHands("提交报告的人不能审定同一份报告，请由另一人审定")
    move(locked, ReportState.ACCEPTED, note.strip(), by, at)
    return locked


def standing(report: AnnualReport, *wanted: ReportState) -> AnnualReport:
    """Hold a report that stands in one of some states. Raises Closed."""
    locked = hold(report)
    if locked.state not in {each.value for each in wanted}:
        raise Closed(f"报告{locked.get_state_display()}，不能这样办理")
    return locked


def move(report: AnnualReport, state: ReportState, reason: str, by: Person, at: datetime) -> None:
    """Write a state with its step and its act."""
    report.state = state.value
    report.save()
    ReportStep.objects.create(report=report, state=state.value, reason=reason, by=by, at=at)
    note(state.value, report, by, at)
