"""Which case a visitor has opened with its query code, and how often a visitor may write."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest

from gongkai.orgs.middleware import client_address
from gongkai.orgs.rules import Refusal
from gongkai.requests.models import Request
from gongkai.ui.limiting import Limit, counter

OPENED = "requests.case"
"""Where a session keeps the case that was opened: ``pk``, and ``until`` in ISO 8601."""

WRITES = Limit("request-voices", most=20, seconds=3600)


class TooOften(Refusal):
    """One place on the net writes too often."""


def held(http: HttpRequest, *, at: datetime) -> Request:
    """Return the case that this session has opened. Raises Http404 where none is, or its time is over."""
    told = http.session.get(OPENED) or {}
    until = str(told.get("until", ""))
    if not until or datetime.fromisoformat(until) <= at:
        raise Http404("请先用查询码查询申请")
    found = Request.objects.select_related("organisation").filter(pk=int(told["pk"])).first()
    if found is None:
        raise Http404("请先用查询码查询申请")
    return found


def count_writing(http: HttpRequest, *, at: datetime) -> None:
    """Count one more thing that is written from an address. Raises TooOften."""
    if counter().use(WRITES, client_address(http), now=int(at.timestamp())).is_over:
        raise TooOften("提交太频繁，请一小时后再试")
