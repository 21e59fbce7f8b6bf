"""A report is opened, its sections are written, its cells corrected."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.clocks.loading import limits
from gongkai.clocks.models import Clock
from gongkai.law.cadence import Cadence
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Kind, Organisation, Person
from gongkai.orgs.rules import Refusal
from gongkai.orgs.services import record
from gongkai.requests.models import AnnualReport, Correction, ReportState, ReportStep
from gongkai.requests.models.reports import Place, reporting
from gongkai.requests.reports.composing import SECTIONS
from gongkai.requests.reports.declared import form_of, has_list, listing_of
from gongkai.requests.reports.figures import Figure
from gongkai.requests.reports.form import NoForm
from gongkai.requests.reports.layout import LIST
from gongkai.requests.services.annual.rights import demand
from gongkai.requests.services.annual.sheets import sheet

DUTY = "annual-report"
GOVERNMENT, DEPARTMENT = "annual-report-government", "annual-report-department"
"""Obligations of the catalogue, and limits, of the same names."""

LONGEST = 20_000


class NoReport(Refusal):
    """The organisation owes no report on that year, or no form of it is known."""


class Closed(Refusal):
    """The report was submitted: nothing is written in it any more."""


class NotAFigure(Refusal):
    """The cell is none of the report's, or what was typed is no figure that may stand in it."""


class SectionConflict(Refusal):
    """Somebody else saved this section meanwhile: ``theirs``."""

    def __init__(self, theirs: str) -> None:
        self.theirs = theirs
        super().__init__("这一部分刚刚被其他人修改过，请对照后再保存")


def key_of(organisation: Organisation) -> str:
    """Return the obligation under which an organisation publishes its report, and the limit of that."""
    return GOVERNMENT if organisation.kind == Kind.GOVERNMENT.value else DEPARTMENT


def due_on(organisation: Organisation, year: int) -> date:
    """Return the day by which a report is public: 1月31日、3月31日 (条例第四十九条). Raises UnknownLimit."""
    limit = limits().on(key_of(organisation), date(year + 1, 1, 31))
    return (limit.cadence or Cadence("01-31")).period(date(year + 1, 1, 1))[1]


@transaction.atomic
def open_report(*, organisation: Organisation, year: int, by: Person, at: datetime) -> AnnualReport:
    """Return the report of an organisation on a year, begun if there is none yet; its time limit runs.

    Raises NoReport (nothing is owed, no form is known, the year lies ahead), NotAllowed.
    """
    demand(by, "write", organisation, at=at)
    _check_owed(organisation, year, at)
    report, is_new = AnnualReport.objects.get_or_create(
        organisation=organisation, year=year, defaults={"due_on": due_on(organisation, year)}
    )
    if is_new:
        ReportStep.objects.create(report=report, state=ReportState.DRAFT.value, by=by, at=at)
        expect(report, by=by, at=at)
        note("open", report, by, at)
    return report


def _check_owed(organisation: Organisation, year: int, at: datetime) -> None:
    if year > localdate(at).year:
        raise NoReport(f"{year}年还没有开始")
    try:
        listing_of(year) if has_list(year) else form_of(year)
    except NoForm as error:
        raise NoReport(str(error)) from None
    if not reporting(year).filter(pk=organisation.pk).exists():
        raise NoReport(f"{organisation.name}不需要编制{year}年度报告")


def expect(report: AnnualReport, *, by: Person, at: datetime) -> None:
    """Start the clock of a report, unless that of its obligation runs to the same day already."""
    if periodic(report) is None:
        owe(report, by=by, at=at)


def owe(report: AnnualReport, *, by: Person, at: datetime) -> None:
    """Let a clock of its own run until a report is published: to the day of the law, even if that is over."""
    clocks.appoint(
        subject=report.uri,
        duty=DUTY,
        title=f"公布{report.year}年政府信息公开工作年度报告",
        organisation=report.organisation,
        due_on=report.due_on,
        by=by,
        at=at,
    )


def periodic(report: AnnualReport) -> Clock | None:
    """Return the clock by which the catalogue expects this report, met or not; None where there is none."""
    key = key_of(report.organisation)
    owed = Clock.objects.filter(duty=key, due_on=report.due_on, cancelled_at=None)
    if report.is_of_government:
        return owed.filter(organisation__region=report.organisation.region_id).first()
    obligation = Obligation.objects.filter(key=key).first()
    if obligation is None:
        return None
    return owed.filter(subject=obligation.subject_of(report.organisation)).first()


@transaction.atomic
def save_section(
    *, report: AnnualReport, key: str, text: str, seen: str, by: Person, at: datetime
) -> AnnualReport:
    """Save one section; ``seen`` is the ``mark_of`` the text that was edited.

    Raises SectionConflict if somebody saved it meanwhile, Closed, NoReport (no such section), NotAllowed.
    """
    demand(by, "write", report, at=at)
    locked = hold_open(report)
    if key not in SECTIONS:
        raise NoReport("年度报告没有这一部分")
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(text) > LONGEST:
        raise NotAFigure(f"这一部分有{len(text)}字，最多{LONGEST}字")
    now = str(locked.sections.get(key, ""))
    if text == now:
        return locked
    if seen != mark_of(now):
        raise SectionConflict(now)
    locked.sections = {**locked.sections, key: text}
    locked.revision += 1
    locked.save(update_fields=["sections", "revision"])
    note("write", locked, by, at, section=SECTIONS[key])
    return locked


def mark_of(text: str) -> str:
    """Return by what a text is known when it comes back changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def correct_cell(
    *, report: AnnualReport, place: Place, text: str, reason: str, by: Person, at: datetime
) -> Correction:
    """Put a figure in the place of what was counted, with the reason; no text lets the counted one stand.

    Raises NotAFigure (no such cell, no number of its kind, no reason), Closed, NotAllowed.
    """
    demand(by, "write", report, at=at)
    locked = hold_open(report)
    if not reason.strip():
        raise NotAFigure("更正数字须说明理由")
    text = _figure(text, is_money=_is_money(locked, place))
    held = sheet(locked).figures.get(place[0], {})
    before = held.get(place[1] if place[0] == LIST else f"{place[1]}·{place[2]}", "")
    table, row, column = place
    made = Correction.objects.create(
        report=locked, table=table, row=row, column=column, text=text, before=before, reason=reason.strip(),
        by=by, at=at,
    )  # fmt: skip
    note("correct", locked, by, at, cell="·".join(filter(None, (row, column))))
    return made


def _is_money(report: AnnualReport, place: Place) -> bool:
    """Return whether a cell holds an amount. Raises NotAFigure for no cell of the report."""
    if has_list(report.year):
        lines = {(LIST, line.key, ""): line.is_money for line in listing_of(report.year).lines()}
        if place in lines:
            return lines[place]
    else:
        form = form_of(report.year)
        if place in form.places:
            return any(place[1] in block.rows for block in form.blocks if block.is_money)
    raise NotAFigure("报告中没有这个单元格")


def _figure(text: str, *, is_money: bool) -> str:
    """Return a figure as it is kept. Raises NotAFigure."""
    text = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    value = Figure(text, "").value
    if not text:
        return ""
    if value is None or value < 0 or len(text) > 15:
        raise NotAFigure("请填写不小于 0 的数字")
    if is_money:
        if value != round(value, 6):
            raise NotAFigure("金额以万元为单位，最多六位小数")
    elif value != value.to_integral_value():
        raise NotAFigure("请填写整数")
    return f"{Decimal(value):f}"


def hold_open(report: AnnualReport) -> AnnualReport:
    """Hold a report until the commit. Raises Closed unless it may be written in."""
    locked = hold(report)
    if not locked.is_open:
        raise Closed(f"报告{locked.get_state_display()}，不能再修改")
    return locked


def hold(report: AnnualReport) -> AnnualReport:
    """Hold a report until the commit, whatever the caller still remembers of it."""
    AnnualReport.objects.select_for_update(no_key=True).get(pk=report.pk)
    return AnnualReport.objects.select_related("organisation").get(pk=report.pk)


def note(verb: str, report: AnnualReport, by: Person, at: datetime, **detail: object) -> None:
    """Add an act to the log."""
    record(
        verb=f"report.{verb}",
        thing=report.uri,
        by=by,
        at=at,
        organisation_key=report.organisation.key,
        year=report.year,
        **detail,
    )
