"""Arranging the path of a draft, calling off a request for co-signature, and what an emergency asks for."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.items import services
from gongkai.items.forms.deciding import ArrangeForm, CallOffForm, ForceForm, RatifyForm
from gongkai.items.forms.editing import accuse
from gongkai.items.models import Approval, Emergency, Version
from gongkai.items.views.finding import closed, signed_in, the_version, typed
from gongkai.items.views.road import road
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation

SPARE = 3


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what decides about the path of a draft: a normative document, a joint one and with whom."""
    version = the_version(request, pk)
    if answer := closed(request, version):
        return answer
    partners = [each.organisation_id for each in version.cosigners.all()]
    form = ArrangeForm(
        typed(request),
        among=Organisation.objects.valid_on(timezone.localdate()).exclude(pk=version.item.publisher_id),
        places=len(partners) + SPARE,
        initial={"is_normative": version.is_normative}
        | {f"cosigner_{number}": key for number, key in enumerate(partners, 1)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.arrange(version=version, by=request.user, at=timezone.now(), **form.values)
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            messages.success(request, "审签安排已保存")
            return redirect("items:edit", pk)
    context = {
        "item": version.item,
        "version": version,
        "form": form,
        "road": road(version, at=timezone.now()),
    }
    return render(request, "items/arrange.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: SignedInRequest, pk: int, approval: int) -> HttpResponse:
    version = the_version(request, pk)
    row = get_object_or_404(
        Approval.objects.select_related("organisation", "version"), version=version, pk=approval
    )
    form = CallOffForm(typed(request))
    done = f"已撤销对{row.organisation.short_name}的会签请求，发文机关随之更新"
    return _asked(request, version, "call-off", form, done, approval=row)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def force(request: SignedInRequest, pk: int) -> HttpResponse:
    """Publish at once, to be approved afterwards by somebody else."""
    return _asked(
        request,
        the_version(request, pk),
        "force",
        ForceForm(typed(request)),
        "已紧急公开，须由另一人补批",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ratify(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve what was forced, though a newer version be under way or public by now."""
    newest = the_version(request, pk)
    pending = Emergency.objects.pending_of(newest.item)
    version = pending.version if pending else newest
    return _asked(request, version, "ratify", RatifyForm(typed(request)), "补批意见已登记")


ACTS: dict[str, Callable[..., object]] = {
    "call-off": services.call_off,
    "force": services.force,
    "ratify": services.ratify,
}
HEADINGS = {"call-off": "撤销会签请求", "force": "紧急公开", "ratify": "补批紧急公开"}
EXPLAINED = {
    "call-off": "撤销后该机构不再会签，也不再列为发文机关；理由记入办理记录。",
    "force": "用于突发事件等不能等待的情形：立即公开，略过尚未办理的环节，并限时由另一人补批。"
    "个人信息检查照常进行；保密审查不能免除，由您自行审查并声明。",
    "ratify": "请核对已公开的内容。不予补批的，信息随即撤回公开，理由公众可见；"
    "公众看到的已是此后经审签的新版本的，只登记意见，不撤回。",
}


def _asked(  # noqa: PLR0913 - the parts of one page
    request: SignedInRequest,
    version: Version,
    verb: str,
    form: forms.Form,
    done: str,
    *,
    approval: Approval | None = None,
) -> HttpResponse:
    """Ask for what the verb needs and do it; whoever may not is sent back to the item."""
    now = timezone.now()
    if not services.can(request.user, verb, version, at=now):
        messages.info(request, f"现在不能{HEADINGS[verb]}，内容没有改变")
        return redirect("items:detail", version.item_id)
    thing: dict[str, Any] = {"approval": approval} if approval else {"version": version}
    if request.method == "POST" and form.is_valid():
        try:
            ACTS[verb](**thing, by=request.user, at=now, **form.cleaned_data)
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            messages.success(request, done)
            return redirect("items:detail", version.item_id)
    context = {
        "item": version.item, "version": version, "form": form, "verb": verb, "heading": HEADINGS[verb],
        "explained": EXPLAINED[verb], "approval": approval,
        "emergency": getattr(version, "emergency", None) if verb == "ratify" else None,
    }  # fmt: skip
    return render(request, "items/decide.html", context)
