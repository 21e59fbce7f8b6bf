"""The openness office: adopt, assign, watch, accept and return."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.items.models import Item, Kind
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation
from gongkai.orgs.views.guard import signed_in
from gongkai.planning import services
from gongkai.planning.forms import AssignForm, DecisionForm, DueForm, RenewForm, ReturnForm
from gongkai.planning.models import Assignment, Filing, FilingStatus, WorkPoints, regions_decided
from gongkai.planning.views.finding import refused, the_filing, the_year


@signed_in
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Years of work points; for the openness office also the documents that can be broken into tasks."""
    now = timezone.now()
    mine = regions_decided(request.user, at=now)
    candidates = (
        Item.objects.public()
        .filter(kind=Kind.WORK_POINTS.value, work_points=None, publisher__region=settings.SITE_REGION)
        .filter(publisher__region__in=mine)
        .with_header()
    )
    years = (
        WorkPoints.objects.of_site()
        .at_desk(request.user, at=now)
        .annotate(
            total=Count("tasks", filter=Q(tasks__is_dropped=False), distinct=True),
            filed=Count(
                "filings",
                filter=Q(filings__status__in=[FilingStatus.FILED.value, FilingStatus.ACCEPTED.value]),
                distinct=True,
            ),
            departments=Count("filings", distinct=True),
        )
        .select_related("item", "item__current")
    )
    own = Organisation.objects.kept_by(request.user, on=timezone.localdate(now))
    context = {"years": years, "candidates": candidates, "own": own, "is_office": mine.exists()}
    return render(request, "planning/index.html", context)


@signed_in
@require_POST
def adopt(request: SignedInRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    item = get_object_or_404(Item.objects.public(), pk=pk)
    if not services.can(request.user, "adopt", item, at=now):
        return refused()
    adopted = WorkPoints.objects.of_site().filter(item=item).first()
    if adopted is not None:
        return redirect("planning:renew", adopted.year)
    try:
        work_points = services.adopt(item=item, by=request.user, at=now)
    except (services.NotWorkPoints, services.AlreadyAdopted) as error:
        messages.error(request, str(error))
        return redirect("planning:index")
    messages.success(request, f"已分解为{work_points.tasks.filter(is_dropped=False).count()}项任务")
    return redirect("planning:year", work_points.year)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: SignedInRequest, year: int) -> HttpResponse:
    """What following the amended document would do to the tasks; confirmed, it is done."""
    work_points, now = the_year(request, year), timezone.now()
    if not services.can(request.user, "adopt", work_points, at=now):
        return refused()
    try:
        pairs = services.differences(work_points)
        form = RenewForm(
            request.POST if request.method == "POST" else None,
            tasks=[task for task, _ in pairs.reworded],
            serial=work_points.item.current.serial if work_points.item.current else 0,
        )
        if form.is_valid():
            services.adopt(item=work_points.item, by=request.user, at=now, **form.cleaned_data)
            messages.success(request, "任务已按新版本更新")
            return redirect("planning:year", year)
    except (services.NotWorkPoints, services.AlreadyAdopted, services.NewerVersion) as error:
        messages.error(request, str(error))
        return redirect("planning:year", year)
    context = {"work_points": work_points, "pairs": pairs, "form": form}
    return render(request, "planning/renew.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def year(request: SignedInRequest, year: int) -> HttpResponse:
    work_points = the_year(request, year)
    return _year_page(request, work_points, _assign_form(work_points))


@signed_in
@require_POST
def assign(request: SignedInRequest, year: int) -> HttpResponse:
    work_points, now = the_year(request, year), timezone.now()
    if not services.can(request.user, "assign", work_points, at=now):
        return refused()
    form = _assign_form(work_points, request)
    if not form.is_valid():
        return _year_page(request, work_points, form)
    try:
        count = services.assign_many(**form.cleaned_data, by=request.user, at=now)
    except services.NotResponsible as error:
        form.add_error(None, str(error))
        return _year_page(request, work_points, form)
    messages.success(request, f"已交办：{len(form.cleaned_data['tasks'])}项要点，{count}个责任")
    return redirect("planning:year", year)


@signed_in
@require_POST
def unassign(request: SignedInRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user, at=now), pk=pk)
    if not services.can(request.user, "unassign", assignment, at=now):
        return refused()
    services.unassign(assignment=assignment, by=request.user, at=now)
    messages.success(request, f"已撤回{assignment.organisation.short_name}的要点{assignment.task.code}")
    return redirect("planning:year", assignment.task.work_points.year)


@signed_in
@require_POST
def filing_due(request: SignedInRequest, year: int) -> HttpResponse:
    work_points, now = the_year(request, year), timezone.now()
    if not services.can(request.user, "set-due", work_points, at=now):
        return refused()
    form = DueForm(request.POST)
    if not form.is_valid():
        return _filings_page(request, work_points, form)
    services.set_filing_due(work_points=work_points, by=request.user, at=now, **form.cleaned_data)
    messages.success(request, "报备期限已设定")
    return redirect("planning:filings", year)


@signed_in
@require_safe
def filings(request: SignedInRequest, year: int) -> HttpResponse:
    work_points = the_year(request, year)
    return _filings_page(request, work_points, DueForm(initial={"due_on": work_points.filing_due_on}))


@signed_in
@require_safe
def filing(request: SignedInRequest, pk: int) -> HttpResponse:
    return _filing_page(request, the_filing(request, pk), DecisionForm(), ReturnForm())


@signed_in
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    plan, now = the_filing(request, pk), timezone.now()
    if not services.can(request.user, "accept", plan, at=now):
        return refused()
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _filing_page(request, plan, form, ReturnForm())
    try:
        services.accept_plan(filing=plan, by=request.user, at=now, **form.cleaned_data)
    except services.WrongStatus as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "已予备案")
    return redirect("planning:filing", pk)


@signed_in
@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    plan, now = the_filing(request, pk), timezone.now()
    if not services.can(request.user, "return", plan, at=now):
        return refused()
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _filing_page(request, plan, DecisionForm(), form)
    try:
        services.return_plan(filing=plan, by=request.user, at=now, **form.cleaned_data)
    except services.WrongStatus as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "已退回修改")
    return redirect("planning:filing", pk)


def _assign_form(work_points: WorkPoints, request: SignedInRequest | None = None) -> AssignForm:
    today = timezone.localdate()
    return AssignForm(
        request.POST if request else None,
        tasks=work_points.tasks.filter(is_dropped=False),
        organisations=Organisation.objects.valid_on(today).filter(
            Q(region=work_points.region_id) | Q(region__parent=work_points.region_id)
        ),
    )


def _year_page(request: SignedInRequest, work_points: WorkPoints, form: AssignForm) -> HttpResponse:
    now = timezone.now()
    tasks = work_points.tasks.filter(is_dropped=False).with_assignments()
    chosen = set(request.POST.getlist("tasks"))
    sections: dict[str, list[object]] = {}
    for task in tasks:
        heading = f"{task.section_number} {task.section_title}"
        sections.setdefault(heading, []).append({"task": task, "chosen": str(task.pk) in chosen})
    context = {
        "work_points": work_points,
        "sections": sections.items(),
        "form": form,
        "may_assign": services.can(request.user, "assign", work_points, at=now),
        "own": Organisation.objects.kept_by(request.user, on=timezone.localdate(now)),
        "total": len(tasks),
        "given": sum(bool(task.departments) for task in tasks),
        "done": sum(task.percent == 100 for task in tasks),
        "today": timezone.localdate(now),
    }
    return render(request, "planning/year.html", context)


def _filings_page(request: SignedInRequest, work_points: WorkPoints, form: DueForm) -> HttpResponse:
    now = timezone.now()
    rows = Filing.objects.visible_to(request.user, at=now).filter(work_points=work_points)
    rows = rows.select_related("organisation").annotate(
        written=Count("plan_lines", distinct=True),
        given=Count(
            "organisation__assignments",
            filter=Q(
                organisation__assignments__task__work_points=work_points,
                organisation__assignments__ended_at=None,
            ),
            distinct=True,
        ),
    )
    context = {
        "work_points": work_points,
        "filings": rows,
        "form": form,
        "may_set": services.can(request.user, "set-due", work_points, at=now),
        "today": timezone.localdate(now),
    }
    return render(request, "planning/filings.html", context)


def _filing_page(
    request: SignedInRequest, plan: Filing, accept_form: DecisionForm, return_form: ReturnForm
) -> HttpResponse:
    now = timezone.now()
    may_decide = services.can(request.user, "accept", plan, at=now)
    context = {
        "filing": plan,
        "lines": plan.plan_lines.select_related("task"),
        "steps": plan.steps.select_related("by"),
        "accept_form": accept_form,
        "return_form": return_form,
        "may_decide": plan.status == FilingStatus.FILED.value and may_decide,
        "may_return": not plan.is_open and may_decide,
        "may_write": plan.is_open and services.can(request.user, "plan", plan, at=now),
    }
    return render(request, "planning/filing.html", context)
