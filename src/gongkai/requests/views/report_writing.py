"""A report is begun, looked at, its sections are written."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation
from gongkai.orgs.views.guard import signed_in
from gongkai.requests.forms.reporting import ReportSectionForm
from gongkai.requests.models import AnnualReport
from gongkai.requests.reports.composing import SECTIONS
from gongkai.requests.services import annual
from gongkai.requests.views.report_finding import the_report
from gongkai.requests.views.report_page import page


@signed_in
@require_POST
def begin(request: SignedInRequest, year: int, key: str) -> HttpResponse:
    organisation, now = get_object_or_404(Organisation, key=key), timezone.now()
    if not annual.can(request.user, "write", organisation, at=now):
        raise Http404("没有这个单位")
    try:
        report = annual.open_report(organisation=organisation, year=year, by=request.user, at=now)
    except annual.NoReport as error:
        messages.error(request, str(error))
        return redirect("reports:index")
    return redirect("reports:report", report.pk)


@signed_in
@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    return page(request, the_report(request, pk))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Write one section; ``?draft=1`` begins it with sentences composed from the figures."""
    found = the_report(request, pk, "write")
    if key not in SECTIONS:
        raise Http404("年度报告没有这一部分")
    if request.method == "POST":
        return _save(request, found, key)
    drafts, text = annual.drafts_of(found).get(key, []), str(found.sections.get(key, ""))
    shown = "\n".join(drafts) if "draft" in request.GET else text
    form = ReportSectionForm(initial={"text": shown, "seen": annual.mark_of(text)})
    return _form(request, found, key, form, drafts)


def _save(request: SignedInRequest, found: AnnualReport, key: str) -> HttpResponse:
    form = ReportSectionForm(request.POST)
    if form.is_valid():
        try:
            annual.save_section(
                report=found, key=key, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except annual.SectionConflict as conflict:
            form.contradict(conflict.theirs, annual.mark_of(conflict.theirs), str(conflict))
        except annual.NotAFigure as error:
            form.add_error("text", str(error))
        except annual.Closed as error:
            messages.error(request, str(error))
            return redirect("reports:report", found.pk)
        else:
            messages.success(request, f"“{SECTIONS[key]}”已保存")
            return redirect("reports:report", found.pk)
    return _form(request, found, key, form, annual.drafts_of(found).get(key, []))


def _form(
    request: SignedInRequest, found: AnnualReport, key: str, form: ReportSectionForm, drafts: list[str]
) -> HttpResponse:
    context = {"report": found, "key": key, "title": SECTIONS[key], "form": form, "drafts": drafts}
    return render(request, "requests/reports/section.html", context, status=422 if form.errors else 200)
