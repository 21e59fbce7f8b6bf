"""One cell of a report: the cases behind it, what was corrected in it, a form to correct it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.requests.forms.reporting import CorrectFigureForm
from gongkai.requests.models import AnnualReport, Proceeding
from gongkai.requests.reports.differing import text_of
from gongkai.requests.reports.finding import name_of, places_of
from gongkai.requests.reports.layout import Place
from gongkai.requests.services import annual
from gongkai.requests.views.report_finding import the_report

SHOWN = 50


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    report = the_report(request, pk, "write" if request.method == "POST" else "see")
    places = places_of(report)
    if number >= len(places):
        raise Http404("没有这个单元格")
    form = CorrectFigureForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _correct(request, report, places[number], form):
        return redirect("reports:report", pk)
    return _page(request, report, places[number], number, form)


def _correct(request: SignedInRequest, report: AnnualReport, place: Place, form: CorrectFigureForm) -> bool:
    """Correct a cell, or say at the field why not; return whether to go on."""
    values = form.cleaned_data
    try:
        annual.correct_cell(report=report, place=place, by=request.user, at=timezone.now(), **values)
    except annual.NotAFigure as error:
        form.add_error("text", str(error))
        return False
    except annual.Closed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{name_of(report, place)}已更正")
    return True


def _page(
    request: SignedInRequest, report: AnnualReport, place: Place, number: int, form: CorrectFigureForm
) -> HttpResponse:
    now, (table, row, column) = timezone.now(), place
    behind = annual.behind(report, place, to=request.user, at=now)
    told = annual.sheet(report)
    parts = annual.parts_of(told, place)
    context = {
        "report": report,
        "name": name_of(report, place),
        "number": number,
        "figure": text_of(told.figures, place),
        "page": Paginator(behind, SHOWN).get_page(request.GET.get("page")) if behind is not None else None,
        "parts": [{"label": body.short_name, "value": text} for body, text in parts if text],
        "lacking": [body.short_name for body, text in parts if not text],
        "is_remedy": behind is not None and behind.model is Proceeding,
        "corrections": report.corrections.filter(table=table, row=row, column=column).select_related("by"),
        "form": form,
        "may_write": report.is_open and annual.can(request.user, "write", report, at=now),
    }
    return render(request, "requests/reports/cell.html", context, status=422 if form.errors else 200)
