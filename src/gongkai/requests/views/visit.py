"""How a visitor is known between pages: by the key of a case in their session, for half an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from gongkai.orgs.middleware import client_address
from gongkai.requests.models import Request
from gongkai.ui.limiting import Limit, Use, counter

OPEN_FOR = timedelta(minutes=30)
LOCK = 16
STATUS, RECEIPT = "requests-status", "requests-receipt"
VIEW = Callable[..., HttpResponse]


def unkept(view: VIEW) -> VIEW:
    """Keep a page out of every cache.

    The policy for referrers stays ``same-origin``: with ``no-referrer`` browsers send ``Origin: null`` with a
    form, and Django refuses it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return answer


def private(view: VIEW) -> VIEW:
    """Keep a page out of every cache and every index."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = unkept(view)(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return answer


def used(request: HttpRequest, limit: Limit) -> Use:
    """Count one more use of ``limit`` from the visitor's address."""
    return counter().use(limit, client_address(request), now=now())


def used_up(request: HttpRequest, limit: Limit) -> Use | None:
    """Return how far a limit is used up if nothing more is allowed, without counting; else None."""
    use = counter().seen(limit, client_address(request), now=now())
    return use if use.count >= limit.most else None


def now() -> int:
    return int(timezone.now().timestamp())


def remember(session: SessionBase, what: str, request: Request, *, at: datetime, **more: str) -> None:
    """Let this session see a case for a while; nothing of it but its key is kept there."""
    session.cycle_key()
    session[what] = {"case": request.pk, "until": (at + OPEN_FOR).isoformat(), **more}


def recall(session: SessionBase, what: str, *, at: datetime) -> dict[str, Any] | None:
    """Return what was remembered, None if nothing was or its time is over."""
    told: dict[str, Any] | None = session.get(what)
    if told is None or datetime.fromisoformat(told["until"]) <= at:
        return None
    return told


def forget(session: SessionBase, *what: str) -> None:
    for each in what:
        session.pop(each, None)


def with_case(view: VIEW) -> VIEW:
    """Give a view the case that this session has opened as ``case``; others are asked for the query code."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        case = opened(request, at=timezone.now())
        return view(request, *args, case=case, **kwargs) if case else redirect("asking:status")

    return answer


def opened(request: HttpRequest, *, at: datetime) -> Request | None:
    """Return the case that this session has opened with its query code, unless there is a new one since."""
    told = recall(request.session, STATUS, at=at)
    if told is None:
        return None
    found = Request.objects.select_related("organisation").filter(pk=told["case"]).first()
    return found if found is not None and told.get("lock") == lock_of(found) else None


def lock_of(case: Request) -> str:
    """Return what in a session stands for the query code by which a case was opened."""
    return case.code_digest[:LOCK]
