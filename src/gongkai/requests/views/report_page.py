"""The page of one report: its tables, its words, what does not hold, what may be done now."""

from collections.abc import Mapping

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.orgs.entering import SignedInRequest
from gongkai.requests.forms.reporting import (
    AcceptReportForm,
    ReopenReportForm,
    ReturnReportForm,
    WithdrawReportForm,
)
from gongkai.requests.models import AnnualReport, ReportState
from gongkai.requests.reports.finding import named_by, places_of
from gongkai.requests.reports.layout import Place
from gongkai.requests.reports.showing import Marks, table
from gongkai.requests.services import annual
from gongkai.requests.services.annual import Sheet

DECIDABLE = (ReportState.SUBMITTED.value, ReportState.ACCEPTED.value)
SETTLED = (ReportState.PUBLISHED.value, ReportState.WITHDRAWN.value)
FORMS: Mapping[str, type[forms.Form]] = {
    "accept_form": AcceptReportForm,
    "return_form": ReturnReportForm,
    "reopen_form": ReopenReportForm,
    "withdraw_form": WithdrawReportForm,
}
VERBS = ("write", "decide", "publish", "reopen", "withdraw")


def page(
    request: SignedInRequest, report: AnnualReport, filled: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    """Render a report; with forms that were filled wrongly it is answered by 422."""
    told, now, filled = annual.sheet(report), timezone.now(), filled or {}
    numbers = {place: number for number, place in enumerate(places_of(report))}
    names = named_by(report, told.broken)
    marks = Marks(_named(told.errors, names), _named(told.warnings, names), set(report.corrected()))
    context = {
        "report": report,
        "sections": [
            (each, table(each.grid, numbers, marks) if each.grid else None) for each in told.document.sections
        ],
        "annex": table(told.document.annex, numbers, marks) if told.document.annex else None,
        "faults": _faults(told, names, numbers),
        "errors": len(told.errors),
        "steps": report.steps.select_related("by"),
        "edition": report.last_edition(),
        "reopened": report.steps.filter(state=ReportState.REOPENED.value).last(),
        "difference": annual.amended(report, told) if report.is_amending else None,
        "changed_since": annual.changed_since(report),
        "today": timezone.localdate(now),
        **_open_to(report, {verb for verb in VERBS if annual.can(request.user, verb, report, at=now)}),
        **{name: filled.get(name) or form() for name, form in FORMS.items()},
    }
    status = 422 if any(form.errors for form in filled.values()) else 200
    return render(request, "requests/reports/report.html", context, status=status)


def _open_to(report: AnnualReport, rights: set[str]) -> dict[str, bool]:
    """Return which acts are offered: what the report's state allows, to whoever has the right."""
    return {
        "may_write": report.is_open and "write" in rights,
        "may_decide": report.state in DECIDABLE and "decide" in rights,
        "may_accept": report.state == ReportState.SUBMITTED.value and "decide" in rights,
        "may_publish": report.state == ReportState.ACCEPTED.value and "publish" in rights,
        "may_reopen": report.state in SETTLED and "reopen" in rights,
        "may_abandon": report.is_amending and "reopen" in rights,
        "may_withdraw": report.is_public and "withdraw" in rights,
    }


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
