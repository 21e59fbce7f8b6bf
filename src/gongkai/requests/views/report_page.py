"""The page of one report: its tables, its words, what does not hold, what may be done now."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.orgs.entering import SignedInRequest
from gongkai.requests.forms.reporting import AcceptReportForm, ReturnReportForm
from gongkai.requests.models import AnnualReport, ReportState
from gongkai.requests.reports.finding import named_by, places_of
from gongkai.requests.reports.layout import Place
from gongkai.requests.reports.showing import Marks, table
from gongkai.requests.services import annual
from gongkai.requests.services.annual import Sheet

DECIDABLE = (ReportState.SUBMITTED.value, ReportState.ACCEPTED.value)


def page(
    request: SignedInRequest,
    report: AnnualReport,
    *,
    accept_form: AcceptReportForm | None = None,
    return_form: ReturnReportForm | None = None,
) -> HttpResponse:
    """Render a report; with forms that were filled wrongly it is answered by 422."""
    told, now = annual.sheet(report), timezone.now()
    numbers = {place: number for number, place in enumerate(places_of(report))}
    names = named_by(report, told.broken)
    marks = Marks(_named(told.errors, names), _named(told.warnings, names), set(report.corrected()))
    may = {verb: annual.can(request.user, verb, report, at=now) for verb in ("write", "decide", "publish")}
    filled = [form for form in (accept_form, return_form) if form is not None]
    context = {
        "report": report,
        "sections": [
            (each, table(each.grid, numbers, marks) if each.grid else None) for each in told.document.sections
        ],
        "annex": table(told.document.annex, numbers, marks) if told.document.annex else None,
        "faults": _faults(told, names, numbers),
        "errors": len(told.errors),
        "steps": report.steps.select_related("by"),
        "may_write": report.is_open and may["write"],
        "may_decide": report.state in DECIDABLE and may["decide"],
        "may_accept": report.state == ReportState.SUBMITTED.value and may["decide"],
        "may_publish": report.state == ReportState.ACCEPTED.value and may["publish"],
        "accept_form": accept_form or AcceptReportForm(),
        "return_form": return_form or ReturnReportForm(),
        "today": timezone.localdate(now),
    }
    status = 422 if any(form.errors for form in filled) else 200
    return render(request, "requests/reports/report.html", context, status=status)


def _named(broken: list[annual.Broken], names: dict[str, Place]) -> set[Place]:
    return {names[name] for each in broken for name in each.places if name in names}


def _faults(told: Sheet, names: dict[str, Place], numbers: dict[Place, int]) -> list[dict[str, object]]:
    """Return what does not hold, the errors first, each with its cells and their numbers."""
    return [
        {
            "fault": each,
            "is_error": each in told.errors,
            "cells": [(name, numbers[names[name]]) for name in each.places if name in names],
        }
        for each in [*told.errors, *told.warnings]
    ]
