"""Reviews and lawsuits: of one case, with what can be noted next; and all of a year with their results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.clocks.models import Clock
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services
from gongkai.requests.figures import contested
from gongkai.requests.forms.after import ConcludeForm, ContestForm, ReopenForm, SentForm
from gongkai.requests.models import Proceeding, Request, is_office
from gongkai.requests.rules.course import Contest, Kind, possible
from gongkai.requests.views.reaching import WRONG, done, paged, the_case, those_who, year_of


@signed_in
@require_safe
def index(http: SignedInRequest) -> HttpResponse:
    """All proceedings begun in a year about the cases that this person sees, and their results by way."""
    today = timezone.localdate()
    asked = year_of(http, today)
    year = asked["year"]
    mine = Request.objects.visible_to(http.user, on=today)
    rows = Proceeding.objects.filter(request__in=mine, begun_on__year=year)
    context = asked | {
        "page": paged(http, rows.select_related("request__organisation").order_by("-begun_on", "-pk")),
        "results": contested(mine, year),
        "query": f"?year={year}&",
        "is_office": is_office(http.user, on=today),
    }
    return render(http, "requests/proceedings.html", context)


@signed_in
@require_safe
def case(http: SignedInRequest, pk: int) -> HttpResponse:
    return _page(http, the_case(http, pk))


@signed_in
@require_POST
def contest(http: SignedInRequest, pk: int) -> HttpResponse:
    found, form = the_case(http, pk), ContestForm(http.POST)

    def act() -> None:
        services.contest(request=found, by=http.user, at=timezone.now(), **form.cleaned_data)

    return _acted(http, found, "contest", form, act, "已登记，答复期限开始计算")


@signed_in
@require_POST
def reply(http: SignedInRequest, pk: int, proceeding: int) -> HttpResponse:
    found, form = the_case(http, pk), SentForm(http.POST)
    about = _of(found, proceeding)

    def act() -> None:
        services.reply(proceeding=about, by=http.user, at=timezone.now(), **form.cleaned_data)

    return _acted(http, found, "reply", form, act, "已记录提交答复")


@signed_in
@require_POST
def conclude(http: SignedInRequest, pk: int, proceeding: int) -> HttpResponse:
    found, form = the_case(http, pk), ConcludeForm(http.POST)
    about = _of(found, proceeding)

    def act() -> None:
        services.conclude(proceeding=about, by=http.user, at=timezone.now(), **form.cleaned_data)

    return _acted(http, found, "conclude", form, act, "已登记结果")


@signed_in
@require_POST
def reopen(http: SignedInRequest, pk: int) -> HttpResponse:
    found, form = the_case(http, pk), ReopenForm(http.POST)

    def act() -> None:
        services.reopen(request=found, by=http.user, at=timezone.now(), **form.cleaned_data)

    return _acted(http, found, "reopen", form, act, "已重新处理，答复期限重新计算")


def _of(case: Request, proceeding: int) -> Proceeding:
    """Return a proceeding about the case as the page saw it."""
    found = get_object_or_404(case.proceedings.all(), pk=proceeding)
    found.request = case
    return found


def _acted(  # noqa: PLR0913 - what was asked for, and what to say then
    http: SignedInRequest, case: Request, name: str, form: forms.Form, act: Callable[[], None], told: str
) -> HttpResponse:
    those_who(http, "handle", case)
    if done(form, act):
        messages.success(http, told)
        return redirect("after:case-proceedings", case.pk)
    return _page(http, case, **{name: form})


def _page(http: SignedInRequest, case: Request, **typed: forms.Form) -> HttpResponse:
    fresh = Request.objects.select_related("organisation").get(pk=case.pk)
    rows = list(fresh.proceedings.all())
    current = next((each for each in rows if each.ended_on is None), None)
    may = services.can(http.user, "handle", fresh, at=timezone.now())
    kinds = possible(fresh.case) if may else []
    context: dict[str, Any] = {
        "case": fresh,
        "proceedings": rows,
        "current": current,
        "clock": _clock(current),
        "contest": typed.get("contest") or ContestForm(initial={"body": ""}),
        "reply": typed.get("reply") or SentForm(),
        "conclude": typed.get("conclude") or ConcludeForm(),
        "reopen": typed.get("reopen") or ReopenForm(),
        "may_contest": Kind.CONTEST in kinds and current is None,
        "may_conclude": may and current is not None,
        "may_reopen": Kind.REOPEN in kinds and fresh.contest == Contest.CORRECTED.value,
    }
    return render(http, "requests/case_proceedings.html", context, status=WRONG if typed else 200)


def _clock(current: Proceeding | None) -> Clock | None:
    """Return the time for the reply about a proceeding, if it still runs."""
    if current is None:
        return None
    return Clock.objects.open().filter(subject=services.uri_of(current)).first()
