"""The public figures about requests, as they stand now: a page and a table to take along."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.requests.charting import charts
from gongkai.requests.declared import law
from gongkai.requests.figures import Figures, figures
from gongkai.requests.views.reaching import number_of

FRESH = 60
"""Seconds for which a reader's browser, and whatever stands between, may show the same figures."""


@require_safe
@cache_control(public=True, max_age=FRESH)
def page(http: HttpRequest) -> HttpResponse:
    found = _figures(http)
    context = {
        "figures": found,
        "charts": charts(found),
        "now": timezone.now(),
        "fewest": law().fewest,
    }
    return render(http, "requests/statistics.html", context)


@require_safe
@cache_control(public=True, max_age=FRESH)
def table(http: HttpRequest) -> HttpResponse:
    """All figures of a year as CSV, in UTF-8 with the mark that spreadsheets look for."""
    found = _figures(http)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="requests-{found.year}.csv"'
    csv.writer(response).writerows(_rows(found))
    return response


def _figures(http: HttpRequest) -> Figures:
    now = timezone.now()
    return figures(number_of(http.GET.get("year", ""), timezone.localdate(now).year), at=now)


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
