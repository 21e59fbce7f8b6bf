"""All registers, found by their names and by what their entries say."""

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.portal.finish import finish
from gongkai.portal.registers import catalogue
from gongkai.portal.registers.answering import answered
from gongkai.registers import services

PATIENCE = 3.0  # seconds after which no further register is looked through
LONGEST = 60
TOPICS = ("kind:register", "catalogue", "organisations", "site")


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """The list of all, or with ``q`` those whose name, description or entries hold the words."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    if text and request.headers.get("HX-Request"):
        return answered(render(request, "portal/registers/found.html", held(text)))
    found = catalogue.lines(at=timezone.now())
    context: dict[str, object] = {
        "total": len(found),
        "entries": sum(each.count for each in found),
        "late": sum(1 for each in found if each.standing.is_in_time is False),
    }
    if not text:
        context["groups"] = catalogue.grouped(found)
        page = finish(request, "portal/registers/all.html", context, *TOPICS)
        return answered(page) if request.GET else page
    context |= {**held(text), "groups": catalogue.grouped(catalogue.matching(found, text))}
    return answered(render(request, "portal/registers/all.html", context))


def held(text: str) -> dict[str, object]:
    """Return in which registers entries hold the words: beside the results of the site's search, too."""
    until = time.monotonic() + PATIENCE
    return {"text": text, "finding": services.find(text=text, is_late=lambda: time.monotonic() > until)}
