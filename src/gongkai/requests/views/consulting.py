"""Acts about those who are asked and about the applicant's replies, each a page with a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services
from gongkai.requests.forms import consulting as forms
from gongkai.requests.forms.seeing import SeenForm
from gongkai.requests.models import Consultation, Request
from gongkai.requests.services import letters
from gongkai.requests.views.letters import a_case
from gongkai.ui.keeping import sent, status

Do = Callable[[Any, datetime], Any]


def _handled(http: SignedInRequest, pk: int) -> Request:
    """Return a case that the person may handle, or 404."""
    case = a_case(http, pk)
    if not services.can(http.user, "handle", case, at=timezone.now()):
        raise Http404("没有这个页面")
    return case


def _asked(http: SignedInRequest, pk: int, consultation: int) -> Consultation:
    case = _handled(http, pk)
    found = get_object_or_404(case.consultations, pk=consultation)
    found.request = case
    return found


def _page(
    http: SignedInRequest, case: Request, form: SeenForm, title: str, do: Do, *, says: str = ""
) -> HttpResponse:
    """Show the form of an act, or do it and lead to the letters of the case."""
    if form.is_valid():
        last, case.number_of_events = case.number_of_events, form.cleaned_data["seen"]
        try:
            do(form, timezone.now())
        except (services.BadConsultation, services.BadReply) as error:
            form.told(error.field, str(error))
        except letters.REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(http, f"已{title}")
            return redirect("letters:index", case.pk)
        case.number_of_events = last
    if form.errors:
        form.renew(seen=case.number_of_events)
    context = {"case": case, "form": form, "heading": title, "says": says}
    return render(http, "requests/reply.html", context, status=status(form))


def _initial(case: Request, **more: Any) -> dict[str, Any]:
    return {"seen": case.number_of_events, **more}


def _told(form: SeenForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "seen"}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(http: SignedInRequest, pk: int) -> HttpResponse:
    """Write down who is to be asked about what."""
    case = _handled(http, pk)

    def do(form: SeenForm, at: datetime) -> None:
        services.consult(request=case, by=http.user, at=at, **_told(form))

    says = "登记以后再起草征求意见函；函发出之日起答复期限停止计算（条例第三十三条）。"
    return _page(http, case, forms.AskForm(sent(http), initial=_initial(case)), "登记征求对象", do, says=says)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hear(http: SignedInRequest, pk: int, consultation: int) -> HttpResponse:
    """Note what somebody said who was asked, or that they said nothing."""
    asked = _asked(http, pk, consultation)

    def do(form: SeenForm, at: datetime) -> None:
        services.hear(consultation=asked, by=http.user, at=at, **_told(form))

    until = f"答复期限到{asked.due_on}。" if asked.due_on else "登记函件送达之日后才能计算答复期限。"
    form = forms.HearForm(sent(http), initial=_initial(asked.request))
    return _page(http, asked.request, form, "登记意见", do, says=f"征求对象：{asked.key}。{until}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def weigh(http: SignedInRequest, pk: int, consultation: int) -> HttpResponse:
    """Decide whether an objection is followed."""
    asked = _asked(http, pk, consultation)

    def do(form: SeenForm, at: datetime) -> None:
        services.weigh(consultation=asked, by=http.user, at=at, **_told(form))

    why = asked.reasons or "没有说明"
    says = f"{asked.key}不同意公开，理由：{why}。不予采纳的，公开前应当书面告知对方（条例第三十二条）。"
    form = forms.WeighForm(sent(http), initial=_initial(asked.request))
    return _page(http, asked.request, form, "审查反对意见", do, says=says)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(http: SignedInRequest, pk: int) -> HttpResponse:
    """Note the applicant's correction."""
    case = _handled(http, pk)

    def do(form: SeenForm, at: datetime) -> None:
        services.correct(request=case, by=http.user, at=at, **_told(form))

    form = forms.CorrectForm(sent(http), initial=_initial(case, on=timezone.localdate()))
    return _page(http, case, form, "登记补正", do)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pay(http: SignedInRequest, pk: int) -> HttpResponse:
    """Note that the fee was paid."""
    case = _handled(http, pk)

    def do(form: SeenForm, at: datetime) -> None:
        services.pay(request=case, by=http.user, at=at, **_told(form))

    form = forms.PayForm(sent(http), initial=_initial(case, on=timezone.localdate()))
    return _page(http, case, form, "登记缴费", do)
