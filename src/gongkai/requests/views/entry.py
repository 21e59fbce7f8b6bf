"""The entry to requests: what they are, whom to ask, how, by when, and what is none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.clocks.loading import limits
from gongkai.orgs.models import Organisation
from gongkai.requests.declared import law
from gongkai.requests.views.visit import unkept

LIMITS = {
    "answer": "request-answer",
    "extension": "request-extension",
    "correction": "request-correction-notice",
    "third": "third-party-opinion",
    "review": "review-application",
}


@unkept
@require_safe
def entry(request: HttpRequest) -> HttpResponse:
    """Every time limit is the one in force today; the organisations are those that exist today."""
    today = timezone.localdate()
    organisations = Organisation.objects.valid_on(today)
    chosen = organisations.filter(key=request.GET.get("organisation", "").replace("\0", "")).first()
    context = {
        "organisations": organisations,
        "chosen": chosen,
        "office": organisations.filter(kind="office").first(),
        "limits": {name: limits().in_force(key, today) for name, key in LIMITS.items()},
        "tariffs": [each for each in law().fees if each.during.holds(today)],
    }
    return render(request, "requests/entry.html", context)
