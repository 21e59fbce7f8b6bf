"""A department: its tasks, its plan for the year, its reports."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.items.models import Item, ItemQuerySet
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.planning import services
from gongkai.planning.forms import LineForm, ReportForm
from gongkai.planning.models import Assignment, Filing, PlanLine, Task
from gongkai.planning.views.finding import own_organisation, refused, the_assignment, the_year

PROOF_SHOWN = 40


@signed_in
@require_safe
def mine(request: SignedInRequest, year: int, key: str) -> HttpResponse:
    """The tasks of one's own department in a year."""
    work_points, organisation = the_year(request, year), own_organisation(request, key)
    assignments = (
        Assignment.objects.current()
        .filter(task__work_points=work_points, organisation=organisation)
        .with_progress()
        .with_evidence()
        .select_related("task")
    )
    context = {
        "work_points": work_points,
        "organisation": organisation,
        "assignments": assignments,
        "filing": Filing.objects.filter(work_points=work_points, organisation=organisation).first(),
        "today": timezone.localdate(),
    }
    return render(request, "planning/mine.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, year: int, key: str) -> HttpResponse:
    """The department's plan, one form a task; saving keeps every line that can be kept."""
    work_points, organisation, now = the_year(request, year), own_organisation(request, key), timezone.now()
    if not services.can(request.user, "plan", organisation, at=now):
        return refused()
    filing = get_object_or_404(Filing, work_points=work_points, organisation=organisation)
    if not filing.is_open:
        return redirect("planning:filing", filing.pk)
    forms = _line_forms(request, filing)
    try:
        is_saved = request.method == "POST" and _save(request, filing, forms)
    except services.WrongStatus as error:  # filed meanwhile, perhaps by the first press of this button
        messages.info(request, str(error))
        return redirect("planning:filing", filing.pk)
    if is_saved:
        if "file" in request.POST:
            return _file(request, filing)
        messages.success(request, "方案已保存")
        return redirect("planning:plan", year, key)
    return render(request, "planning/plan.html", {"filing": filing, "rows": forms.items()})


@signed_in
@require_safe
def assignment(request: SignedInRequest, pk: int) -> HttpResponse:
    given = the_assignment(request, pk)
    return _assignment_page(request, given, _report_form(request, given))


@signed_in
@require_POST
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    given, now = the_assignment(request, pk), timezone.now()
    if not services.can(request.user, "report", given, at=now):
        return refused()
    form = _report_form(request, given, request.POST)
    if not form.is_valid():
        return _assignment_page(request, given, form)
    values = dict(form.cleaned_data)
    evidence = values.pop("evidence")
    try:
        progress = services.report(assignment=given, evidence=evidence, by=request.user, at=now, **values)
    except (services.NoSense, services.NotPublic) as error:
        form.add_error(None, str(error))
        return _assignment_page(request, given, form)
    messages.success(request, f"进展已填报：{progress.percent}%")
    return redirect("planning:assignment", pk)


def _assignment_page(request: SignedInRequest, given: Assignment, form: ReportForm) -> HttpResponse:
    now = timezone.now()
    context = {
        "assignment": given,
        "reports": given.reports.select_related("by").prefetch_related("evidence__item__current"),
        "form": form,
        "may_report": given.ended_at is None and services.can(request.user, "report", given, at=now),
        "may_end": given.ended_at is None and services.can(request.user, "unassign", given, at=now),
        "q": request.GET.get("q", ""),
        "today": timezone.localdate(now),
    }
    return render(request, "planning/assignment.html", context)


def _report_form(
    request: SignedInRequest, given: Assignment, data: Mapping[str, object] | None = None
) -> ReportForm:
    newest = given.reports.first()
    initial = {"status": newest.status, "percent": newest.percent} if newest else {}
    return ReportForm(data, items=_proof(request, given, bound=data is not None), initial=initial)


def _proof(request: SignedInRequest, given: Assignment, *, bound: bool) -> ItemQuerySet:
    """Return the public items offered as proof: the department's newest, or those found by ``q``."""
    own = Item.objects.public().filter(publisher=given.organisation).with_header()
    if bound:
        return own
    if q := request.GET.get("q", "").replace("\x00", "").strip():
        own = own.filter(current__title__icontains=q) | own.filter(number__icontains=q)
    return own[:PROOF_SHOWN]


def _line_forms(request: SignedInRequest, filing: Filing) -> dict[Task, LineForm]:
    saved = {line.task_id: line for line in filing.plan_lines.all()}
    data = request.POST if request.method == "POST" else None
    return {
        task: LineForm(data, prefix=f"task-{task.pk}", initial=_initial(saved.get(task.pk)))
        for task in services.own_tasks(filing)
    }


def _initial(line: PlanLine | None) -> dict[str, object]:
    if line is None:
        return {}
    return {"measures": line.measures, "due_on": line.due_on, "revision": line.revision}


def _save(request: SignedInRequest, filing: Filing, forms: Mapping[Task, LineForm]) -> bool:
    """Save every line that is right; tell whether all were."""
    now = timezone.now()
    for task, form in forms.items():
        if not form.is_valid() or form.is_empty:
            continue
        values = form.cleaned_data | {"revision": form.cleaned_data["revision"] or 0}
        try:
            services.save_line(filing=filing, task=task, by=request.user, at=now, **values)
        except services.LineConflict as conflict:
            form.contradict(conflict.theirs, str(conflict))
        except services.NotGiven as error:  # taken back meanwhile
            form.add_error("measures", str(error))
    return all(form.is_valid() for form in forms.values())


def _file(request: SignedInRequest, filing: Filing) -> HttpResponse:
    try:
        services.file_plan(filing=filing, by=request.user, at=timezone.now())
    except (services.Incomplete, services.WrongStatus) as error:
        messages.error(request, str(error))
        return redirect("planning:plan", filing.work_points.year, filing.organisation.key)
    messages.success(request, "方案已报政务公开科备案")
    return redirect("planning:filing", filing.pk)
