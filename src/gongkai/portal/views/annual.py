"""政府信息公开工作年度报告: by year, by body, each with its tables, beside others, and to take away."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gongkai.orgs.models import Kind
from gongkai.portal.annual import TOPIC, of_answers, over_bodies, over_years
from gongkai.portal.finish import finish
from gongkai.requests.models import AnnualReport
from gongkai.requests.reports.showing import table
from gongkai.requests.services import annual
from gongkai.ui.paper import Unprintable


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every year with the report of the government and how many bodies have published theirs."""
    years: dict[int, list[AnnualReport]] = {}
    for each in AnnualReport.objects.public():
        years.setdefault(each.year, []).append(each)
    whole = [
        each for each in AnnualReport.objects.public() if each.organisation.kind == Kind.GOVERNMENT.value
    ]
    context = {
        "years": [(year, _government(reports), _others(reports)) for year, reports in years.items()],
        "charts": over_years(whole),
    }
    return finish(request, "portal/annual/index.html", context, TOPIC, "organisations")


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    reports = list(AnnualReport.objects.public().filter(year=year))
    if not reports:
        raise Http404("没有公布这一年度的报告")
    context = {
        "year": year,
        "government": _government(reports),
        "others": _others(reports),
        "charts": over_bodies(reports),
    }
    return finish(request, "portal/annual/year.html", context, f"{TOPIC}:{year}", "organisations")


@require_safe
def report(request: HttpRequest, year: int, key: str) -> HttpResponse:
    found = the_report(year, key)
    told = annual.document_of(found)
    same = list(AnnualReport.objects.public().filter(organisation=found.organisation_id))
    context = {
        "report": found,
        "sections": [(each, table(each.grid, {}) if each.grid else None) for each in told.sections],
        "annex": table(told.annex, {}) if told.annex else None,
        "others": [each for each in same if each.pk != found.pk],
        "charts": [*of_answers(found), *over_years(same)],
        "formats": [(form, name) for form, (name, _) in annual.FORMATS.items()],
        "year_href": f"/annual-reports/{year}/",
    }
    topics = (f"item:{found.address}", f"org:{key}", TOPIC, "organisations")
    return finish(request, "portal/annual/report.html", context, *topics)


@require_safe
def download(request: HttpRequest, year: int, key: str, format: str) -> HttpResponse:
    """Send a report as a file; it is made once and then kept."""
    found = the_report(year, key)
    try:
        data = annual.file_of(found, format)
    except annual.NotPublic as error:
        raise Http404(str(error)) from None
    except Unprintable as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type=annual.FORMATS[format][1])
    name = quote(f"{found.title}.{format}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def the_report(year: int, key: str) -> AnnualReport:
    return get_object_or_404(AnnualReport.objects.public(), year=year, organisation__key=key)


def _government(reports: list[AnnualReport]) -> AnnualReport | None:
    return next((each for each in reports if each.organisation.kind == Kind.GOVERNMENT.value), None)


def _others(reports: list[AnnualReport]) -> list[AnnualReport]:
    return [each for each in reports if each.organisation.kind != Kind.GOVERNMENT.value]
