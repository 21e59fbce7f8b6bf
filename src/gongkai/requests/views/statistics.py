"""The public figures about requests, as they stand this minute: a page and a table to take along.

They change with every event of every case, so that no finished page could hold them; whoever asks again in
the same minute, with nothing happened since, is shown what was counted.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache, wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from gongkai.requests import limiting
from gongkai.requests.charting import charts
from gongkai.requests.declared import law
from gongkai.requests.figures import Figures, figures
from gongkai.requests.models import Event
from gongkai.requests.views import visit
from gongkai.requests.views.reaching import number_of

FRESH = 60
"""Seconds for which a reader's browser, and whatever stands between, may show the same figures."""
YEARS = 8
"""So many years of figures are held by a process."""
View = Callable[[HttpRequest], HttpResponse]


def limited(view: View) -> View:
    """Let a view be asked for so often from one place, and its answer be kept for a minute."""

    @wraps(view)
    def answer(http: HttpRequest) -> HttpResponse:
        use = visit.used(http, limiting.figures())
        if use.is_over:
            told = {"wait": use.wait}
            response = render(http, "requests/too_often.html", told, status=429)
            response.headers["Retry-After"] = str(use.wait)
            patch_cache_control(response, private=True, no_store=True)
            return response
        response = view(http)
        patch_cache_control(response, public=True, max_age=FRESH)
        return response

    return answer


@require_safe
@limited
def page(http: HttpRequest) -> HttpResponse:
    found = _figures(http)
    context = {
        "figures": found,
        "charts": charts(found),
        "now": _minute(),
        "fewest": law().fewest,
    }
    return render(http, "requests/statistics.html", context)


@require_safe
@limited
def table(http: HttpRequest) -> HttpResponse:
    """All figures of a year as CSV, in UTF-8 with the mark that spreadsheets look for."""
    found = _figures(http)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="requests-{found.year}.csv"'
    csv.writer(response).writerows(_rows(found))
    return response


def _figures(http: HttpRequest) -> Figures:
    now = _minute()
    year = number_of(http.GET.get("year", ""), timezone.localdate(now).year)
    last = Event.objects.order_by("-pk").values_list("pk", "recorded_at").first()
    return _counted(year, now, last)


def _minute() -> datetime:
    """Return the moment at which this minute began: until then figures are counted."""
    return timezone.now().replace(second=0, microsecond=0)


@lru_cache(maxsize=YEARS)
def _counted(year: int, at: datetime, last: tuple[int, datetime] | None) -> Figures:
    """Return the figures of a year at a moment, the last of all events being ``last``."""
    return figures(year, at=at)


def _rows(found: Figures) -> Iterator[Sequence[object]]:
    yield ["类别", "项目", "数值"]
    took = found.lasting
    whole = {
        "收到": found.received,
        "答复": found.answered,
        "按时答复率": found.on_time,
        "答复用时中位数（工作日）": "" if took.median is None else took.median,
        "九成答复的用时（工作日）": "" if took.ninth is None else took.ninth,
        "正在办理": found.pending,
        "已逾期未答复": found.overdue,
    }
    yield from (["总体", name, number] for name, number in whole.items())
    yield from (["答复结果", name, number] for name, number in found.outcomes.items())
    yield from (["申请人类别", name, number] for name, number in found.askers.items())
    for month in found.months:
        yield ["每月收到", month.key, month.received]
        yield ["每月答复", month.key, month.answered]
    for body in found.bodies:
        name = body.organisation.name
        yield ["各机关收到", name, body.received]
        yield ["各机关答复", name, body.answered]
        yield ["各机关按时答复率", name, body.on_time]
        yield ["各机关逾期未答复", name, body.overdue]
