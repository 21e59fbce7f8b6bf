"""The acts about a case, each a page with a form: who did not see the last event is told so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Person
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services, showing
from gongkai.requests.forms import acting as forms
from gongkai.requests.forms.seeing import SeenForm
from gongkai.requests.models import Request
from gongkai.requests.views.finding import the_case
from gongkai.requests.views.intake import evidences, receipt
from gongkai.ui.keeping import UNPROCESSABLE, sent

EVENTS_SHOWN = 5
Needs = Callable[[Request, Person, datetime], dict[str, Any]]


def _nothing(case: Request, by: Person, at: datetime) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Act:
    """One act: its form, what the form needs, and the verb. ``says`` explains it above the form."""

    name: str
    label: str
    icon: str
    form: type[SeenForm]
    do: Callable[[Request, Any, Person, datetime], Any]
    says: str = ""
    needs: Needs = _nothing
    initial: Needs = _nothing
    is_grave: bool = False


def _people(case: Request, by: Person, at: datetime) -> dict[str, Any]:
    return {"people": services.handlers(case.organisation, at=at)}


def _of_today(case: Request, by: Person, at: datetime) -> dict[str, Any]:
    return {"on": timezone.localdate(at), "searcher": by.name}


def _candidates(case: Request, by: Person, at: datetime) -> dict[str, Any]:
    same = showing.others(case, by, at=at).rows
    return {"candidates": [each for each in same if each.organisation_id == case.organisation_id]}


def _confirm(case: Request, form: Any, by: Person, at: datetime) -> Any:
    return services.confirm(
        request=case, evidence=form.evidence, words=form.cleaned_data["words"], by=by, at=at
    )


@transaction.atomic
def _attach(case: Request, form: Any, by: Person, at: datetime) -> None:
    for file in form.cleaned_data["uploads"]:
        services.keep(
            request=case, purpose=form.cleaned_data["purpose"], name=file.name or "", data=file.read(), by=by,
            at=at,
        )  # fmt: skip


def _split(case: Request, form: Any, by: Person, at: datetime) -> list[services.Registered]:
    return services.split(request=case, parts=form.parts, words=form.cleaned_data["words"], by=by, at=at)


def _verb(verb: Callable[..., Any]) -> Callable[[Request, Any, Person, datetime], Any]:
    """Return what calls a service with all that the form tells, but the mark of what was seen."""

    def do(case: Request, form: Any, by: Person, at: datetime) -> Any:
        told = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        return verb(request=case, **told, by=by, at=at)

    return do


_ALL = (
    Act(
        "confirm", "确认收到", "check", forms.ConfirmForm, _confirm,
        "填写能够确定收到申请之日的日期。以此为据，答复期限开始计算；确定后不能再改。",
        needs=lambda case, by, at: {"evidences": evidences(case.channel)},
    ),
    Act("assign", "交办", "user", forms.AssignForm, _verb(services.assign), needs=_people),
    Act(
        "search", "检索记录", "search", forms.SearchForm, _verb(services.note_search),
        "以“信息不存在”答复的，必须有检索记录（条例第三十六条第四项）。", initial=_of_today,
    ),
    Act("note", "记录", "edit", forms.NoteForm, _verb(services.note), "只供办理人员查看，请勿写申请人姓名。"),
    Act("attach", "收存材料", "upload", forms.AttachForm, _attach, "材料加密保存，每次查阅都有记录。"),
    Act(
        "reasons", "要求说明理由", "help", forms.ReasonsForm, _verb(services.ask_reasons),
        "申请的数量、频次明显超过合理范围的，可以要求申请人说明理由（条例第三十五条）。期限不因此停止。",
    ),
    Act(
        "split", "分案", "share", forms.SplitForm, _split,
        "一件申请包含几个事项的，可以分出来各自办理：编号各有一个，收到之日与原申请相同。",
    ),
    Act(
        "merge", "并案", "link", forms.MergeForm, _verb(services.merge),
        "只能并入同一申请人向本机关提出、尚未答复的申请。两件编号和期限都不变，一并答复。",
        needs=_candidates,
    ),
    Act(
        "withdraw", "申请人撤回", "back", forms.WithdrawForm, _verb(services.withdraw),
        "申请人要求撤回的，登记后这件申请即办结。", is_grave=True, initial=_of_today,
    ),
    Act(
        "undo", "撤销上一步", "history", forms.UndoForm, _verb(services.take_back),
        "撤销后原来的记录仍然保留，标明已撤销。已经送达的不能撤销。", is_grave=True,
    ),
    Act(
        "reissue", "重发查询码", "lock", forms.ReissueForm, _verb(services.reissue),
        "申请人丢失查询码的，核对身份后发给新的查询码；原查询码随即失效。",
    ),
    Act("archive", "归档", "folder", forms.ArchiveForm, _verb(services.archive), "归档后案卷只供查阅。"),
)  # fmt: skip
ACTS: Mapping[str, Act] = {act.name: act for act in _ALL}


def page(name: str) -> Callable[..., Any]:
    """Return the view of an act."""
    act = ACTS[name]

    @signed_in
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(http: SignedInRequest, pk: int) -> HttpResponse:
        case, now = the_case(http, pk), timezone.now()
        if not services.may(case, name, http.user, at=now):
            raise Http404("没有这个页面")
        if http.method != "POST" and name not in services.acts(case, http.user, at=now):
            messages.info(http, f"现在不能“{act.label}”")
            return redirect("casework:case", pk)
        return _answer(http, case, act, now)

    return view


def _answer(http: SignedInRequest, case: Request, act: Act, now: datetime) -> HttpResponse:
    by = http.user
    form = act.form(
        sent(http), http.FILES or None, initial={"seen": case.number_of_events} | act.initial(case, by, now),
        **act.needs(case, by, now),
    )  # fmt: skip
    if form.is_valid():
        last, case.number_of_events = case.number_of_events, form.cleaned_data["seen"]
        try:
            made = act.do(case, form, by, now)
        except services.REFUSALS as error:
            form.add_error(None, str(error))
            case.number_of_events = last
        else:
            return _done(http, case, act, made)
    context = {
        "case": case,
        "act": act,
        "form": form,
        "seen": case.number_of_events,
        "latest": showing.timeline(case)[: -EVENTS_SHOWN - 1 : -1],
        "waiting": showing.waiting(case) if act.name == "confirm" else "",
    }
    return render(http, "requests/act.html", context, status=UNPROCESSABLE if form.errors else 200)


def _done(http: SignedInRequest, case: Request, act: Act, made: Any) -> HttpResponse:
    """Lead back to the case, or show the query codes that an act has made."""
    codes = made if isinstance(made, list) else [made]
    if codes and isinstance(codes[0], services.Registered):
        return receipt(http, codes)
    messages.success(http, f"已{act.label}" if act.name != "search" else "检索记录已保存")
    return redirect("casework:case", case.pk)
