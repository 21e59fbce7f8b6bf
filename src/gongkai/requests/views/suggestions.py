"""Work suggestions: issued by the openness office, read and answered by the department."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import services
from gongkai.requests.declared import law
from gongkai.requests.forms.after import (
    SuggestForm,
    SuggestionAcceptForm,
    SuggestionAnswerForm,
    SuggestionReturnForm,
)
from gongkai.requests.models import Complaint, Proceeding, Progress, Request, Suggestion, is_office
from gongkai.requests.views.reaching import (
    WRONG,
    bodies,
    done,
    office_only,
    paged,
    reached,
    those_who,
    year_of,
)
from gongkai.requests.views.seeing import seen


@signed_in
@require_safe
def index(http: SignedInRequest) -> HttpResponse:
    """The suggestions of a year that this person sees, with their numbers by problem."""
    today = timezone.localdate()
    asked = year_of(http, today)
    year = asked["year"]
    mine = Suggestion.objects.visible_to(http.user, on=today).filter(issued_at__year=year)
    state = http.GET.get("state", "")
    rows = _narrowed(mine, state).select_related("organisation").order_by("-issued_at", "-pk")
    page, names = paged(http, rows), law().problems
    context = asked | {
        "page": page,
        "rows": [(each, names.get(each.problem, each.problem)) for each in page],
        "state": state,
        "states": Progress.choices,
        "numbers": _numbers(mine),
        "problems": _problems(mine),
        "today": today,
        "is_office": is_office(http.user, on=today),
        "query": f"?year={year}&state={state}&",
    }
    return render(http, "requests/suggestions.html", context)


def _narrowed(mine: Any, state: str) -> Any:
    if state == "overdue":
        return mine.overdue(timezone.localdate())
    return mine.filter(state=state) if state in Progress.values else mine


def _numbers(mine: Any) -> dict[str, int]:
    found: dict[str, int] = mine.aggregate(
        total=Count("pk"),
        closed=Count("pk", filter=Q(state=Progress.ACCEPTED.value)),
        late=Count("pk", filter=Q(was_late=True)),
    )
    return found | {"overdue": mine.overdue(timezone.localdate()).count()}


def _problems(mine: Any) -> list[dict[str, object]]:
    names = law().problems
    rows = (
        mine.order_by().values_list("problem").annotate(counted=Count("pk")).order_by("-counted", "problem")
    )
    return [{"label": names.get(key, key), "value": number} for key, number in rows]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(http: SignedInRequest) -> HttpResponse:
    """Issue a suggestion: in general, or about what the address names (``case``, ``proceeding``, …)."""
    office_only(http)
    about = _about(http)
    body = next((_body_of(each) for each in about.values()), None)
    form = SuggestForm(
        http.POST if http.method == "POST" else None,
        organisations=bodies(),
        initial={"organisation": body, "problem": http.GET.get("problem", "")},
    )
    if http.method == "POST" and done(
        form, lambda: services.suggest(about=about, by=http.user, at=timezone.now(), **form.cleaned_data)
    ):
        messages.success(http, "工作建议已发出")
        return redirect("after:suggestions")
    context = {"form": form, "about": about, "heading": "发出工作建议", "action": "发出"}
    return render(http, "requests/suggest.html", context, status=WRONG if form.errors else 200)


def _body_of(about: Request | Proceeding | Complaint) -> Organisation:
    return about.request.organisation if isinstance(about, Proceeding) else about.organisation


def _about(http: SignedInRequest) -> dict[str, Any]:
    """Return what a new suggestion is about; what the person may not see is left out."""
    on = timezone.localdate()
    asked = {name: http.GET.get(name, "") for name in ("case", "proceeding", "complaint")}
    rows: dict[str, Any] = {
        "request": Request.objects.visible_to(http.user, on=on).filter(pk=_key(asked["case"])),
        "proceeding": Proceeding.objects.filter(pk=_key(asked["proceeding"])),
        "complaint": Complaint.objects.visible_to(http.user, on=on).filter(pk=_key(asked["complaint"])),
    }
    return {name: found for name, each in rows.items() if (found := each.first())}


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0


@signed_in
@require_safe
def suggestion(http: SignedInRequest, pk: int) -> HttpResponse:
    return _page(http, _the(http, pk))


@signed_in
@require_POST
def read(http: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _the(http, pk), forms.Form(http.POST)
    return _acted(
        http,
        found,
        "",
        form,
        lambda at: services.read_suggestion(suggestion=found, by=http.user, at=at),
    )


@signed_in
@require_POST
def answer(http: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _the(http, pk), SuggestionAnswerForm(http.POST)
    return _acted(
        http,
        found,
        "answer",
        form,
        lambda at: services.answer_suggestion(suggestion=found, by=http.user, at=at, **form.cleaned_data),
    )


@signed_in
@require_POST
def accept(http: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _the(http, pk), SuggestionAcceptForm(http.POST)
    return _acted(
        http,
        found,
        "accept",
        form,
        lambda at: services.accept_answer(suggestion=found, by=http.user, at=at, **form.cleaned_data),
    )


@signed_in
@require_POST
def send_back(http: SignedInRequest, pk: int) -> HttpResponse:
    found, form = _the(http, pk), SuggestionReturnForm(http.POST)
    return _acted(
        http,
        found,
        "back",
        form,
        lambda at: services.return_answer(suggestion=found, by=http.user, at=at, **form.cleaned_data),
    )


def _the(http: SignedInRequest, pk: int) -> Suggestion:
    """Return a suggestion as the page saw it."""
    found: Suggestion = reached(http, Suggestion, pk, "request", "proceeding", "complaint", "issuer")
    if http.method == "POST":
        found.number_of_steps = seen(http)
    return found


def _acted(
    http: SignedInRequest, found: Suggestion, name: str, form: forms.Form, act: Callable[[datetime], object]
) -> HttpResponse:
    those_who(http, "oversee" if name in {"accept", "back"} else "handle", found.organisation)
    if done(form, lambda: act(timezone.now())):
        messages.success(http, "已办理")
        return redirect("after:suggestion", found.pk)
    return _page(http, _fresh(found), form, **({name: form} if name else {}))


def _fresh(found: Suggestion) -> Suggestion:
    return Suggestion.objects.select_related("organisation", "issuer", "request").get(pk=found.pk)


def _page(
    http: SignedInRequest, found: Suggestion, wrong: forms.Form | None = None, **typed: forms.Form
) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    oversees = services.can(http.user, "oversee", found.organisation, at=now)
    handles = services.can(http.user, "handle", found.organisation, at=now)
    is_answered = found.state == Progress.ANSWERED.value
    context = {
        "suggestion": found,
        "problem": law().problems.get(found.problem, found.problem),
        "steps": found.steps.all(),
        "wrong": wrong,
        "answer": typed.get("answer") or SuggestionAnswerForm(),
        "accept": typed.get("accept") or SuggestionAcceptForm(),
        "back": typed.get("back") or SuggestionReturnForm(),
        "is_overdue": found.is_overdue(today),
        "may_read": handles and found.state == Progress.ISSUED.value,
        "may_answer": handles and found.is_owed,
        "may_judge": oversees and is_answered and found.answered_by_id != http.user.pk,
    }
    return render(http, "requests/suggestion.html", context, status=WRONG if wrong else 200)
