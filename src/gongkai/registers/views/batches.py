"""One batch: what it would change, what is wrong, and what is decided about it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.services import NotAllowed
from gongkai.orgs.views.guard import signed_in, without_page
from gongkai.registers import services
from gongkai.registers.forms import AnswerForm, SubmitForm, UndoForm
from gongkai.registers.models import Batch, Change, Release, Stage
from gongkai.registers.models.batch import OPEN, UNDECIDED
from gongkai.registers.services.comparing import MOST_FAULTS
from gongkai.registers.services.looking import ON_A_PAGE
from gongkai.registers.services.receiving import SHOWN
from gongkai.registers.views.finding import own_batches, the_batch
from gongkai.ui.keeping import sent, status

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {
    "recorded": "ok",
    "amended": "info",
    "corrected": "warn",
    "withdrawn": "bad",
    "repaired": "muted",
    "restored": "warn",
}
WORKING = {Stage.CHECKING.value, Stage.APPROVED.value}
CHECKED = {Stage.CHECKED.value, Stage.RETURNED.value}
COUNTED = {
    "same": "没有变化",
    "later": "其后另有变更，不动",
    "over": "已删除或者展示期已满，不恢复",
    "skipped": "跳过",
    "faulty": "有错",
}


@signed_in
@require_safe
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    found = the_batch(request, pk)
    if found.stage == Stage.RECEIVED and found.source in SHOWN and not found.counts:
        return redirect("registers:columns", pk)
    return _page(request, found, SubmitForm(initial={"reason": found.reason}), AnswerForm())


def _page(
    request: SignedInRequest, found: Batch, submit_form: SubmitForm, answer_form: AnswerForm
) -> HttpResponse:
    now = timezone.now()
    may = {verb: services.can(request.user, verb, found, at=now) for verb in ("submit", "release", "recall")}
    is_submitted, is_checked = found.stage == Stage.SUBMITTED, found.stage in CHECKED
    unfit = services.unfit(found, reason="…") if is_checked else ""
    context = {
        "batch": found,
        "badges": _badges(found),
        "is_open": found.stage in OPEN,
        "is_overtaken": services.is_overtaken(found) and (is_submitted or is_checked),
        "may_fill": may["submit"],
        "may_submit": may["submit"] and is_checked and not unfit,
        "may_recall": may["recall"] and is_submitted,
        "may_decide": may["release"] and is_submitted,
        "may_recheck": may["submit"] and (is_submitted or is_checked),
        "unfit": unfit,
        "submit_form": submit_form,
        "answer_form": answer_form,
        "release": Release.objects.filter(batch=found).first(),
    }
    context |= _rows(request, found) if found.stage not in {Stage.CHECKING, Stage.DROPPED} else {}
    errors = submit_form.errors or answer_form.errors
    return render(request, "registers/batch.html", context, status=422 if errors else 200)


def _badges(found: Batch) -> list[tuple[str, int, str]]:
    changes = [(each.label, each.value, TONES.get(each.value, "info")) for each in Change]
    others = [(label, key, "bad" if key == "faulty" else "muted") for key, label in COUNTED.items()]
    every = [(label, found.counts.get(key, 0), tone) for label, key, tone in (*changes, *others)]
    return [each for each in every if each[1]]


def _rows(request: SignedInRequest, found: Batch) -> dict[str, object]:
    """Return what is listed: faults where there are some, else differences, a page of each."""
    change = request.GET.get("change", "")
    change = change if change in Change.values else ""
    page = _page_of(services.total(found, change), request.GET.get("page"))
    faults = _page_of(min(found.counts.get("faults", 0), MOST_FAULTS), request.GET.get("page"))
    is_skipping = found.counts.get("skipped") and found.stage in UNDECIDED
    shown: dict[str, object] = {
        "change": change,
        "filters": [(each, found.counts[each.value]) for each in Change if found.counts.get(each.value)],
        "page": page,
        "fault_page": faults,
        "query": without_page(request.GET),
    }
    try:
        differences = services.changes(found, change=change, page=page.number) if page else []
        return shown | {
            "differences": differences,
            "has_compared": any(each.is_compared for each in differences),
            "faults": services.faults(found, page=faults.number) if faults else [],
            "skipped": services.skipped(found) if is_skipping else [],
        }
    except services.Refused as error:
        return shown | {"gone": str(error)}


def _page_of(count: int, number: str | None) -> Page[int]:
    return Paginator(range(count), ON_A_PAGE).get_page(number)


@signed_in
@require_safe
def progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """The bar alone; once the worker has done with the batch the whole page is loaded anew."""
    found = the_batch(request, pk)
    response = render(request, "registers/progress.html", {"batch": found})
    if found.stage not in WORKING:
        response["HX-Refresh"] = "true"
    return response


@signed_in
@require_safe
def marked(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The table with its faulty cells marked."""
    found = the_batch(request, pk)
    if not found.counts.get("faults"):
        raise Http404("没有标出的问题")
    try:
        file = services.marked(found)
    except services.Refused as error:
        messages.error(request, str(error))
        return redirect("registers:batch", pk)
    name = f"{found.file_name.rpartition('.')[0]}（标出问题）.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@signed_in
@require_POST
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form = the_batch(request, pk), SubmitForm(request.POST)
    if form.is_valid():
        try:
            services.submit(batch=found, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "已提交，等待第二个人审核")
            return redirect("registers:batch", pk)
        except services.IllegalMove as error:  # pressed twice, or decided meanwhile
            messages.info(request, str(error))
            return redirect("registers:batch", pk)
        except services.Refused as error:
            form.add_error("reason", str(error))
    return _page(request, found, form, AnswerForm())


@signed_in
@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    found, form = the_batch(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, SubmitForm(), form)
    return _act(request, pk, "已退回", lambda given: services.give_back(**given, **form.cleaned_data))


@signed_in
@require_POST
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = request.POST.get("seen", "")
    return _act(request, pk, "已同意公开", lambda given: services.approve(**given, seen=seen))


@signed_in
@require_POST
def recall(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "已撤回，可以修改、放弃或者再次提交", lambda given: services.recall(**given))


@signed_in
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "已放弃", lambda given: services.drop(**given))


@signed_in
@require_POST
def recheck(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "正在重新核对", lambda given: services.recheck(**given))


def _act(request: SignedInRequest, pk: int, done: str, act: Callable[..., object]) -> HttpResponse:
    """Do what a button says and go back to the batch, with a sentence either way."""
    try:
        act({"batch": the_batch(request, pk), "by": request.user, "at": timezone.now()})
        messages.success(request, done)
    except NotAllowed as error:
        raise Http404(str(error)) from None
    except services.REFUSALS as error:
        messages.error(request, str(error))
    return redirect("registers:batch", pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open the batch that puts back what this one has made public."""
    found = the_batch(request, pk)
    made = get_object_or_404(Release.objects.filter(batch__in=own_batches(request)), batch=found)
    form = UndoForm(sent(request))
    if form.is_valid():
        try:
            opened = services.undo(release=made, by=request.user, at=timezone.now(), **form.cleaned_data)
            return redirect("registers:batch", opened.pk)
        except services.REFUSALS as error:
            form.add_error("reason", str(error))
    context = {"batch": found, "release": made, "form": form, "heading": "撤销这一批", "action": "开始撤销"}
    return render(request, "registers/undo.html", context, status=status(form))
