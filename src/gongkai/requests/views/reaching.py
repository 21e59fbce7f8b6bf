"""What a person may reach at the desk, or 404; and acts that may be refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.items import services as items
from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation
from gongkai.orgs.rules import Refusal
from gongkai.requests import services
from gongkai.requests.models import Complaint, Group, Request, Suggestion, is_office
from gongkai.requests.rules.course import IllegalStep
from gongkai.requests.vault import Unreadable
from gongkai.requests.views.seeing import seen

REFUSALS = (Refusal, IllegalStep, Unreadable, *items.REFUSALS)
ON_A_PAGE = 30
FIRST_LISTED = 2018
"""The lists begin with the year after this one, of the text in force."""
WRONG = 422
"""The status of a page that shows what was typed again, with what is wrong."""

Reached = Request | Complaint | Suggestion | Group


def reached(http: SignedInRequest, kind: type[Reached], pk: int, *beside: str) -> Any:
    """Return a row that the person may see, with the rows ``beside`` it; others learn of nothing."""
    visible = kind.objects.visible_to(http.user, on=timezone.localdate())
    return get_object_or_404(visible.select_related("organisation", *beside), pk=pk)


def the_case(http: SignedInRequest, pk: int, *, is_seen: bool = True) -> Request:
    """Return a case as the page saw it, or as it stands now."""
    found: Request = reached(http, Request, pk)
    if is_seen and http.method == "POST":
        found.number_of_events = seen(http)
    return found


def office_only(http: SignedInRequest) -> None:
    """Raise Http404 for whoever is not of the openness office."""
    if not is_office(http.user, on=timezone.localdate()):
        raise Http404("没有这个页面")


def those_who(http: SignedInRequest, verb: str, thing: Request | Organisation) -> None:
    """Raise Http404 for whoever may not do ``verb``: the page offered them nothing of the kind."""
    if not services.can(http.user, verb, thing, at=timezone.now()):
        raise Http404("没有这个页面")


def bodies() -> Any:
    """Return the organisations that exist today, in order."""
    return Organisation.objects.valid_on(timezone.localdate()).order_by("order", "pk")


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for; a refusal stands at its field or above it, with what was typed."""
    if not form.is_valid():
        return False
    try:
        act()
    except REFUSALS as error:
        field = getattr(error, "field", None)
        form.add_error(field if field in form.fields else None, str(error))
        return False
    return True


def paged(http: HttpRequest, rows: Any) -> Page[Any]:
    """Return the page of a list that somebody asks for."""
    return Paginator(rows, ON_A_PAGE).get_page(http.GET.get("page"))


def year_of(http: HttpRequest, today: date) -> dict[str, Any]:
    """Return which year of a list somebody asks for, where none this one, and which there are."""
    year = number_of(http.GET.get("year", ""), today.year)
    return {"year": year, "years": range(today.year, FIRST_LISTED, -1)}


def number_of(text: str, otherwise: int, first: int = 2008, last: int = 2100) -> int:
    """Return the year that somebody asks for, within reason."""
    year = int(text) if text.isdecimal() and len(text) == 4 else otherwise
    return min(max(year, first), last)
