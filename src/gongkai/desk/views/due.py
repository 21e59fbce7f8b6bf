"""What is due as a list, a board, a calendar, and as a feed for calendars elsewhere."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongkai.clocks.models import ClockQuerySet
from gongkai.desk import due, feed, services
from gongkai.desk.middleware import DeskRequest
from gongkai.desk.models import Choices
from gongkai.desk.standing import standing
from gongkai.orgs.models import Organisation
from gongkai.orgs.views.guard import signed_in

ON_A_PAGE = 30
FEED_BACK, FEED_AHEAD, FEED_MOST = timedelta(days=90), timedelta(days=366), 1000
SECRET = "desk.feed"  # noqa: S105 - where the new address waits in the session to be shown once


@signed_in
@require_safe
def as_list(request: DeskRequest) -> HttpResponse:
    """Show the clocks one by one, the most pressing first, with the reason for each date."""
    desk, rows, shared = _chosen(request, "list")
    if day := _day(request.GET.get("day", "")):
        rows = rows.filter(due_on=day)
    totals = due.counts(rows, desk.at)
    state = request.GET.get("state", "")
    state = state if state in due.STATES else ""
    held = due.in_state(rows, state, desk.at)
    page = Paginator(due.groups(held), ON_A_PAGE).get_page(request.GET.get("page"))
    context = shared | {
        "page": page,
        "groups": due.grouped(held, page.object_list, desk.at),
        "state": state,
        "day": day,
        "total": sum(totals.values()),
        "tabs": [
            {"value": key, "label": label, "count": totals[key]} for key, (label, _) in due.STATES.items()
        ],
        "tab_query": _query(request, "scope", "organisation", "day"),
        "query": _query(request, "scope", "organisation", "day", "state"),
    }
    return render(request, "desk/due_list.html", context)


@signed_in
@require_safe
def as_board(request: DeskRequest) -> HttpResponse:
    """Show the clocks in columns by how pressing they are."""
    desk, rows, shared = _chosen(request, "board")
    return render(request, "desk/due_board.html", shared | {"columns": due.board(rows, desk.at)})


@signed_in
@require_safe
def as_calendar(request: DeskRequest) -> HttpResponse:
    """Show a month with its working days, its holidays, and what ends on which day."""
    desk, rows, shared = _chosen(request, "calendar")
    first = _month(request.GET.get("month", ""), desk.on)
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    context = shared | {
        "weeks": due.month(rows, first, desk.at, today=desk.on),
        "first": first,
        "before": f"{before:%Y-%m}",
        "after": f"{after:%Y-%m}",
        "feed": request.session.pop(SECRET, ""),
        "has_feed": Choices.objects.filter(person=request.user).exclude(feed_hash="").exists(),
    }
    return render(request, "desk/due_calendar.html", context)


@signed_in
@require_POST
def open_feed(request: DeskRequest) -> HttpResponse:
    """Make a new address for the person's calendar, shown once on the next page."""
    token = services.open_feed(by=request.user, at=timezone.now())
    request.session[SECRET] = f"{settings.SITE_URL}/desk/due/feed/{token}.ics"
    return redirect("desk:due-calendar")


@signed_in
@require_POST
def close_feed(request: DeskRequest) -> HttpResponse:
    services.close_feed(by=request.user, at=timezone.now())
    messages.success(request, "日历订阅已停用，原地址不能再打开")
    return redirect("desk:due-calendar")


@require_safe
@never_cache
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """Answer whoever knows the secret address with the open clocks of its owner's organisations."""
    chosen = Choices.objects.filter(feed_hash=services.hashed(token), person__is_active=True)
    owner = chosen.select_related("person").first()
    if owner is None:
        raise Http404("没有这个日历")
    desk = standing(owner.person, at=timezone.now())
    rows = due.clocks(desk).filter(due_on__gte=desk.on - FEED_BACK, due_on__lte=desk.on + FEED_AHEAD)
    rows = rows.select_related("organisation").order_by("due_at", "pk")[:FEED_MOST]
    text = feed.written(rows, site=settings.SITE_URL, at=desk.at)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _chosen(request: DeskRequest, view: str) -> tuple[Any, ClockQuerySet, dict[str, Any]]:
    """Return where the person stands, the clocks asked for, and what the three views show alike."""
    desk = request.standing
    everyone = desk.is_openness and request.GET.get("scope") == "all"
    rows = due.clocks(desk, everyone=everyone)
    bodies = Organisation.objects.all() if everyone else Organisation.objects.filter(pk__in=desk.own)
    organisation = request.GET.get("organisation", "").replace("\x00", "")
    if organisation:
        rows = rows.filter(organisation__key=organisation)
    context = {
        "view": view,
        "everyone": everyone,
        "may_see_all": desk.is_openness,
        "organisations": list(bodies.only("key", "short_name")),
        "organisation": organisation,
        "kept": _query(request, "scope", "organisation"),
    }
    return desk, rows, context


def _query(request: HttpRequest, *names: str) -> str:
    kept = {name: request.GET[name] for name in names if request.GET.get(name)}
    return f"{urlencode(kept)}&" if kept else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _month(text: str, today: date) -> date:
    """Return the first day of the month named YYYY-MM, or of this one."""
    found = _day(f"{text}-01")
    return found if found and 2000 <= found.year <= 2100 else today.replace(day=1)
