"""The verbs, each a POST. A second press of the same button finds the work done and says so."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.items import services
from gongkai.items.forms.deciding import (
    ExemptForm,
    ExpireForm,
    NoteForm,
    ReasonForm,
    ReexamineForm,
    RepealForm,
    ReturnForm,
    ReviseForm,
    SignForm,
    SubmitForm,
)
from gongkai.items.forms.editing import accuse
from gongkai.items.models import Item, Version
from gongkai.items.views.detail import review_page
from gongkai.items.views.finding import back_to, newest, readable, signed_in, the_item, typed
from gongkai.items.views.keeping import place
from gongkai.items.views.masking import place as masking_place
from gongkai.items.views.masking import sorted_out, typed_reason
from gongkai.law.chinese import titled
from gongkai.orgs.entering import SignedInRequest

Act = Callable[..., object]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Check once more what stands in the way, then send the draft to review."""
    version, now = newest(the_item(request, pk)), timezone.now()
    form = SubmitForm(typed(request), initial=typed_reason(request, version))
    seen = services.looked_at(version, at=now)
    findings = [spot.finding for spot in seen.open]
    if not services.can(request.user, "submit", version, at=now):
        return _too_late(request, version.item)
    missing = services.vacancies(version, by=request.user, at=now)
    if request.method == "POST" and form.is_valid():
        try:
            services.submit(version=version, by=request.user, at=now, **form.cleaned_data)
        except services.Unready as error:
            findings = [each for each in error.findings if each.field not in form.fields] or findings
            accuse(form, services.Unready(each for each in error.findings if each.field in form.fields))
        else:
            services.forget(request.user, masking_place(version))
            messages.success(request, "已送审")
            _tell_vacancies(request, missing, now)
            return redirect("items:detail", pk)
    context = {
        "item": version.item,
        "version": version,
        "form": form,
        "kept": seen.kept,
        "came_back": services.came_back(version),
        "vacancies": missing,
        "whom_to_ask": services.whom_to_ask(at=now),
        "is_blocked": any(not (each.can_overrule or each.is_warning) for each in findings),
        "may_overrule": any(each.can_overrule for each in findings),
        **sorted_out(version, findings),
    }
    return render(request, "items/submit.html", context)


def _tell_vacancies(request: SignedInRequest, missing: list[services.Vacancy], now: datetime) -> None:
    """Say what will wait for good unless somebody is appointed, and whom to ask."""
    if missing:
        said = "；".join(str(each) for each in missing)
        messages.warning(request, f"{said}。{services.whom_to_ask(at=now)}，否则会一直等待")


@signed_in
@require_POST
def recall(request: SignedInRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "recall", services.recall, forms.Form(request.POST), "已撤回，可以继续修改")


@signed_in
@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    form = ReturnForm(request.POST)
    return _decide(request, pk, "return", services.send_back, form, "已退回经办人", slot="reason_form")


@signed_in
@require_POST
def cosign(request: SignedInRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "cosign", services.cosign, NoteForm(request.POST), "会签意见已提交")


@signed_in
@require_POST
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "review", services.review, NoteForm(request.POST), "审核通过，转下一环节")


@signed_in
@require_POST
def clear(request: SignedInRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "clear", services.clear, NoteForm(request.POST), "保密审查通过，转下一环节")


@signed_in
@require_POST
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "sign", services.sign, SignForm(request.POST), "", slot="sign_form")


@signed_in
@require_POST
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "publish", services.publish, forms.Form(request.POST), "")


@signed_in
@require_POST
def exempt(request: SignedInRequest, pk: int) -> HttpResponse:
    form = ExemptForm(request.POST)
    return _decide(
        request, pk, "exempt", services.exempt, form, "已登记免予解读，理由留存", slot="exempt_form"
    )


@signed_in
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    version = newest(the_item(request, pk))
    try:
        services.discard(version=version, by=request.user, at=timezone.now())
        services.forget(request.user, place(version))
    except services.REFUSALS as error:
        messages.error(request, str(error))
        return redirect("items:detail", pk)
    messages.success(request, f"草稿{titled(version.title)}已删除")
    return redirect("items:index")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin a new version; the public one stays until it is replaced."""
    item = the_item(request, pk)
    form = ReviseForm(typed(request))
    if services.can(request.user, "edit", newest(item), at=timezone.now()):
        messages.info(request, "已有修改中的草稿，请在草稿上继续")
        return redirect("items:edit", pk)
    return _about_item(request, item, "revise", form, services.revise, "", next_page="items:edit")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def repeal(request: SignedInRequest, pk: int) -> HttpResponse:
    item = the_item(request, pk)
    among = Item.objects.public().exclude(pk=item.pk)
    form = RepealForm(typed(request), among=among, initial={"since": timezone.localdate()})
    return _about_item(request, item, "repeal", form, services.repeal, "已标注废止")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def expire(request: SignedInRequest, pk: int) -> HttpResponse:
    form = ExpireForm(typed(request), initial={"since": timezone.localdate()})
    return _about_item(request, the_item(request, pk), "expire", form, services.expire, "已标注失效")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    form = ReasonForm(typed(request))
    return _about_item(request, the_item(request, pk), "withdraw", form, services.withdraw, "已撤回公开")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    form = ReasonForm(typed(request))
    return _about_item(request, the_item(request, pk), "restore", form, services.restore, "已恢复公开")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reexamine(request: SignedInRequest, pk: int) -> HttpResponse:
    form = ReexamineForm(typed(request))
    return _about_item(
        request, the_item(request, pk), "reexamine", form, services.reexamine, "评估审查已登记"
    )


TITLES = {
    "reexamine": "评估审查",
    "revise": "修改或更正",
    "repeal": "标注废止",
    "expire": "标注失效",
    "withdraw": "撤回公开",
    "restore": "恢复公开",
}
EXPLAINED = {
    "reexamine": "对不予公开的信息定期评估审查（条例第十八条）。转为主动公开的，生成新的草稿，照常送审。",
    "revise": "新版本公开之前，公众看到的仍是现在的版本；公开后旧版本保留可查。",
    "repeal": "原文件页面顶部将标明废止、日期、依据和替代文件，文件仍可查阅。重新公开旧文本不能恢复效力。",
    "expire": "原文件页面顶部将标明失效、日期和依据，文件本身仍可查阅。",
    "withdraw": "撤回后公众不能再阅读，原地址说明已撤回、日期和理由。编号和公开记录保留。",
    "restore": "恢复后公众可以按原地址阅读，理由公开。",
}


def _about_item(  # noqa: PLR0913 - the parts of one page
    request: SignedInRequest,
    item: Item,
    verb: str,
    form: forms.Form,
    act: Act,
    said: str,
    *,
    next_page: str = "items:detail",
) -> HttpResponse:
    """Ask for what the verb needs and do it."""
    allowed = services.can(request.user, "edit" if verb == "revise" else verb, item, at=timezone.now())
    if not allowed:
        return _too_late(request, item)
    if request.method == "POST" and form.is_valid():
        try:
            act(item=item, by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.REFUSALS as error:
            accuse(form, error)
        else:
            if said:
                messages.success(request, said)
            return redirect(next_page, item.pk)
    context = {
        "item": item,
        "version": newest(item),
        "form": form,
        "verb": verb,
        "heading": TITLES[verb],
        "explained": EXPLAINED[verb],
    }
    return render(request, "items/decide.html", context)


def _decide(  # noqa: PLR0913 - the parts of one decision
    request: SignedInRequest,
    pk: int,
    verb: str,
    act: Act,
    form: forms.Form,
    said: str,
    *,
    slot: str = "note_form",
) -> HttpResponse:
    version = readable(request, pk)
    if not form.is_valid():
        return review_page(request, version, **{slot: form})
    try:
        result = act(version=version, by=request.user, at=timezone.now(), **form.cleaned_data)
    except (services.IllegalMove, services.NotAllowed) as error:
        return _too_late(request, version.item, str(error))
    except services.REFUSALS as error:
        accuse(form, error)
        return review_page(request, version, **{slot: form})
    messages.success(request, said or _published(result))
    return back_to(request, version.item)


def _published(result: Any) -> str:
    """Say what became of a signed version."""
    version: Version = result
    if version.disclosure != "proactive":
        return "已签发；不主动公开，留存备查"
    if version.publish_at and not version.published_at:
        return f"已签发，将于{timezone.localtime(version.publish_at):%Y-%m-%d %H:%M}公开"
    return f"已公开，索引号 {version.item.number}"


def _too_late(request: SignedInRequest, item: Item, sentence: str = "") -> HttpResponse:
    """Answer an act that cannot be done now, often a second press of a button: nothing has changed."""
    stage = newest(item).get_stage_display()
    messages.info(request, sentence or f"此信息现处于“{stage}”阶段，不能办理这一步，内容没有改变")
    return back_to(request, item)
