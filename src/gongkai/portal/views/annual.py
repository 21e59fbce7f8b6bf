"""政府信息公开工作年度报告: by year, by body, each with its tables, beside others, and to take away."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gongkai.orgs.models import Kind
from gongkai.portal.annual import TOPIC, of_answers, over_bodies, over_years, withdrawal_of
from gongkai.portal.finish import finish
from gongkai.requests.models import AnnualReport, Edition
from gongkai.requests.reports.showing import table
from gongkai.requests.services import annual
from gongkai.ui.paper import Unprintable


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every year with the report of the government and how many bodies have published theirs."""
    years: dict[int, list[Edition]] = {}
    found = list(Edition.objects.current())
    for each in found:
        years.setdefault(each.year, []).append(each)
    context = {
        "years": [(year, _government(reports), _others(reports)) for year, reports in years.items()],
        "charts": over_years(each for each in found if _is_whole(each)),
    }
    return finish(request, "portal/annual/index.html", context, TOPIC, "organisations")


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    reports = list(Edition.objects.current().filter(report__year=year))
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
    found = announced(year, key)
    edition = found.last_edition()
    if edition is None or not found.is_public:
        return gone(request, found, found.edition)
    same = list(Edition.objects.current().filter(report__organisation=found.organisation_id))
    context = {
        **_read(edition),
        "others": [each for each in same if each.pk != edition.pk],
        "charts": [*of_answers(edition), *over_years(same)],
        "files": found.address,
    }
    return finish(request, "portal/annual/report.html", context, *topics(found), TOPIC)


@require_safe
def edition(request: HttpRequest, year: int, key: str, number: int) -> HttpResponse:
    """One edition at its address for ever, plainly marked where another holds now."""
    found = announced(year, key)
    edition = the_edition(found, number)
    if not _is_readable(edition):
        return gone(request, found, number)
    context = {**_read(edition), "files": edition.address, "is_apart": True}
    return finish(request, "portal/annual/report.html", context, *topics(found))


@require_safe
def download(request: HttpRequest, year: int, key: str, format: str) -> HttpResponse:
    found = announced(year, key)
    return _file(request, the_edition(found, found.edition), format)


@require_safe
def download_edition(request: HttpRequest, year: int, key: str, number: int, format: str) -> HttpResponse:
    return _file(request, the_edition(announced(year, key), number), format)


def _file(request: HttpRequest, edition: Edition, format: str) -> HttpResponse:
    """Send an edition as a file; it is made once and then kept."""
    if format in annual.FORMATS and not _is_readable(edition):
        return render(request, "portal/annual/gone.html", _gone(edition.report, edition.number), status=410)
    try:
        data = annual.file_of(edition, format)
    except annual.NotPublic as error:
        raise Http404(str(error)) from None
    except Unprintable as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type=annual.FORMATS[format][1])
    which = f"（第{edition.number}版）" if edition.number > 1 else ""
    name = quote(f"{edition.title}{which}.{format}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def announced(year: int, key: str) -> AnnualReport:
    """Return a report that is public or once was; raise Http404."""
    known = AnnualReport.objects.exclude(address="").select_related("organisation")
    return get_object_or_404(known.prefetch_related("editions"), year=year, organisation__key=key)


def the_edition(report: AnnualReport, number: int) -> Edition:
    """Return an edition, whether it may still be read or not; raise Http404 for none."""
    for each in report.editions.all():
        if each.number == number:
            return each
    raise Http404("没有这一版")


def gone(request: HttpRequest, report: AnnualReport, number: int) -> HttpResponse:
    """Say that an edition was taken back, when and why."""
    return finish(request, "portal/annual/gone.html", _gone(report, number), *topics(report), status=410)


def topics(report: AnnualReport) -> tuple[str, ...]:
    return (f"item:{report.address}", f"org:{report.organisation.key}", "organisations")


def _is_readable(edition: Edition) -> bool:
    return edition.report.is_public and edition.is_readable


def _read(edition: Edition) -> dict[str, object]:
    """Return what the page of any edition shows."""
    told = annual.document_of(edition)
    return {
        "report": edition.report,
        "edition": edition,
        "editions": edition.report.editions.all(),
        "difference": annual.corrected_in(edition),
        "sections": [(each, table(each.grid, {}) if each.grid else None) for each in told.sections],
        "annex": table(told.annex, {}) if told.annex else None,
        "formats": [(form, name) for form, (name, _) in annual.FORMATS.items()],
        "year_href": f"/annual-reports/{edition.year}/",
    }


def _gone(report: AnnualReport, number: int) -> dict[str, object]:
    return {
        "report": report,
        "edition": the_edition(report, number),
        "withdrawal": withdrawal_of(report, number),
        "year_href": f"/annual-reports/{report.year}/",
    }


def _is_whole(edition: Edition) -> bool:
    return edition.organisation.kind == Kind.GOVERNMENT.value


def _government(reports: list[Edition]) -> Edition | None:
    return next((each for each in reports if _is_whole(each)), None)


def _others(reports: list[Edition]) -> list[Edition]:
    return [each for each in reports if not _is_whole(each)]
