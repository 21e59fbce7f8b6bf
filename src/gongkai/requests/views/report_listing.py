"""The reports of a year: whose there are, how far each is."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation
from gongkai.orgs.views.guard import signed_in
from gongkai.requests.models import AnnualReport
from gongkai.requests.models.reports import reporting
from gongkai.requests.services import annual

FIRST_YEAR = 2014
"""No form is known of the years before."""


@dataclass(frozen=True)
class Line:
    """An organisation with its report, if it has begun one, and whether it may be begun here."""

    organisation: Organisation
    report: AnnualReport | None
    may_open: bool


@signed_in
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    return _page(request, timezone.localdate().year - 1)


@signed_in
@require_safe
def year(request: SignedInRequest, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404("没有这一年度的报告")
    return _page(request, year)


def _page(request: SignedInRequest, year: int) -> HttpResponse:
    now = timezone.now()
    known = {each.organisation_id: each for each in AnnualReport.objects.filter(year=year)}
    mine = (each for each in reporting(year) if annual.can(request.user, "see", each, at=now))
    lines = [Line(each, known.get(each.pk), annual.can(request.user, "write", each, at=now)) for each in mine]
    context = {
        "year": year,
        "lines": lines,
        "years": range(timezone.localdate(now).year, FIRST_YEAR - 1, -1),
        "today": timezone.localdate(now),
        "submitted": sum(line.report is not None and not line.report.is_open for line in lines),
        "published": sum(line.report is not None and line.report.is_public for line in lines),
    }
    return render(request, "requests/reports/year.html", context)
