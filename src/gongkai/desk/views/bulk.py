"""One act on several drafts: what would happen, then that it has happened, then that it is undone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk import services
from gongkai.desk.forms import ValueForm
from gongkai.desk.middleware import DeskRequest
from gongkai.desk.models import Batch
from gongkai.items.models import Version
from gongkai.law.chinese import titled
from gongkai.orgs.views.guard import signed_in


@require_POST
@signed_in
def bulk(request: DeskRequest) -> HttpResponse:
    """Show what the act does to each chosen item and what is refused; ``confirm`` does it."""
    verb, versions = request.POST.get("verb", ""), _versions(request)
    if verb not in services.VERBS:
        messages.error(request, "请选择要对所选信息做什么")
        return redirect("items:index")
    is_asked = verb in services.FIELDS and verb in request.POST
    form = ValueForm(request.POST if is_asked else None, verb=verb, on=request.standing.on)
    if verb in services.FIELDS and not form.is_valid():
        return _page(request, verb, versions, form)
    value = form.cleaned_data[verb] if verb in services.FIELDS else None
    wanted: dict[str, Any] = {
        "versions": versions,
        "verb": verb,
        "value": value,
        "by": request.user,
        "at": request.standing.at,
    }
    if "confirm" not in request.POST:
        return _page(request, verb, versions, form, services.preview(**wanted))
    try:
        batch = services.carry_out(**wanted)
    except services.Refusal as refused:
        messages.error(request, str(refused))
        return redirect("items:index")
    return redirect("desk:batch", batch.pk)


@require_safe
@signed_in
def done(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what was done to which item, and offer to undo it."""
    batch = get_object_or_404(Batch, pk=pk, person=request.user)
    context = {
        "batch": batch,
        "label": services.VERBS[batch.verb],
        "done": [row for row in batch.rows if not row["refusal"]],
        "refused": [row for row in batch.rows if row["refusal"]],
        "may_undo": batch.is_undoable(request.standing.at),
    }
    return render(request, "desk/batch.html", context)


@require_POST
@signed_in
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(Batch, pk=pk, person=request.user)
    try:
        lines = services.undo(batch=batch, by=request.user, at=request.standing.at)
    except services.Refusal as refused:
        messages.error(request, str(refused))
        return redirect("desk:batch", pk)
    messages.success(request, f"已撤销 {sum(line.after is not None for line in lines)} 件")
    for line in lines:
        if line.refusal:
            messages.warning(request, f"{titled(line.version.title)}没有撤销：{line.refusal}")
    return redirect("desk:batch", pk)


def _versions(request: DeskRequest) -> list[Version]:
    """Return the chosen items' newest versions, of the person's own desk; raise Http404 if there are none."""
    keys = [key for key in request.POST.getlist("items") if key.isascii() and key.isdecimal()]
    wanted = [int(key) for key in keys[: services.MOST] if len(key) < 19]
    rows = request.standing.versions().filter(item__in=wanted).select_related("item__publisher", "obligation")
    found = list(rows.order_by("item"))
    if wanted and not found:
        raise Http404("没有这些信息")
    return found


def _page(
    request: DeskRequest,
    verb: str,
    versions: list[Version],
    form: ValueForm,
    lines: list[services.Line] | None = None,
) -> HttpResponse:
    context = {
        "verb": verb,
        "label": services.VERBS[verb],
        "versions": versions,
        "form": form if verb in services.FIELDS else None,
        "lines": lines,
        "possible": sum(line.after is not None for line in lines or []),
    }
    return render(request, "desk/bulk.html", context)
