"""The board of requests at the desk."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.views.guard import signed_in
from gongkai.requests import board, services
from gongkai.requests.models import Asker, Channel, Request, RequestQuerySet
from gongkai.requests.views.finding import own, registering

ON_A_PAGE = 30
FILTERS = ("organisation", "handler", "channel", "asker", "year", "q")
YEARS = 12


@signed_in
@require_safe
def index(http: SignedInRequest) -> HttpResponse:
    """Show how many cases wait for what, and the cases of one group, the most pressing first."""
    now = timezone.now()
    chosen = {name: http.GET.get(name, "").replace("\x00", "").strip() for name in FILTERS}
    rows = board.narrowed(own(http), chosen, http.user)
    group = http.GET.get("group", "")
    page = _page(http, board.listed(rows, group, at=now))
    this_year = timezone.localdate(now).year
    context = {
        "tiles": board.tiles(rows, at=now),
        "group": group,
        "page": page,
        "lines": board.lines(list(page), at=now),
        "is_cut": page.paginator.count >= board.MOST,
        "most": board.MOST,
        "filters": chosen,
        "organisations": _organisations(http),
        "people": _people(http, chosen["organisation"]),
        "channels": Channel.choices,
        "askers": Asker.choices,
        "years": range(this_year, this_year - YEARS, -1),
        "kept": _query(chosen),
        "query": _query(chosen | {"group": group}),
        "may_register": registering(http).exists(),
    }
    return render(http, "requests/board.html", context)


def _page(http: SignedInRequest, rows: RequestQuerySet) -> Page[Request]:
    """Return the page asked for, or the last; no more are counted than can be leafed through."""
    paginator: Paginator[Any] = Paginator(rows.values_list("pk", flat=True), ON_A_PAGE)
    paginator.count = len(rows.values_list("pk", flat=True)[: board.MOST])
    page = paginator.get_page(http.GET.get("page"))
    wanted = list(page)
    shown = Request.objects.defer("content", "use").select_related("organisation", "handler")
    found = shown.in_bulk(wanted)
    return Page([found[pk] for pk in wanted if pk in found], page.number, paginator)


def _organisations(http: SignedInRequest) -> list[Organisation]:
    """Return the organisations to choose from: one's own, or every one for the openness office."""
    if services.is_office(http.user, at=timezone.now()):
        return list(Organisation.objects.only("key", "short_name"))
    return list(Organisation.objects.kept_by(http.user, on=timezone.localdate()).only("key", "short_name"))


def _people(http: SignedInRequest, key: str) -> list[Person]:
    """Return the handlers to choose from: those of one's only organisation, or of the one chosen."""
    places = _organisations(http)
    chosen = [each for each in places if each.key == key] or (places if len(places) == 1 else [])
    wanted = Organisation.objects.filter(pk__in=[each.pk for each in chosen])
    return [person for place in wanted for person in services.handlers(place, at=timezone.now())]


def _query(chosen: dict[str, str]) -> str:
    kept = {name: value for name, value in chosen.items() if value}
    return f"{urlencode(kept)}&" if kept else ""
