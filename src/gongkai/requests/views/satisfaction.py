"""What applicants thought of the answers, by organisation, between two days."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import signed_in
from gongkai.requests.figures import rated
from gongkai.requests.models import Rating, Request, is_office

YEAR = timedelta(days=365)
WORDS_SHOWN = 30
FIRST, LAST = 2008, 2100


@signed_in
@require_safe
def index(http: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    mine = Request.objects.visible_to(http.user, on=today)
    last = _day(http.GET.get("last", ""), today)
    first = min(_day(http.GET.get("first", ""), last - YEAR), last)
    said = Rating.objects.filter(request__in=mine, given_at__date__range=(first, last)).exclude(words="")
    context = {
        "first": first,
        "is_office": is_office(http.user, on=today),
        "last": last,
        "rows": rated(mine, first, last),
        "words": said.select_related("request__organisation")[:WORDS_SHOWN],
    }
    return render(http, "requests/satisfaction.html", context)


def _day(text: str, otherwise: date) -> date:
    """Return the day that was typed, or another where it is none or of no year with requests."""
    try:
        found = parse_date(text) or otherwise
    except ValueError:
        return otherwise
    return found if FIRST <= found.year <= LAST else otherwise
