"""The board of requests: what is to be done with which of them, and the list behind each number. Reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from gongkai.clocks.loading import calendar
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.requests.models import OPEN, Asker, Channel, Letter, Request, RequestQuerySet, State
from gongkai.requests.rules.course import Stage, Time
from gongkai.requests.showing import SOON, Badge, left

NUMBER = re.compile(r"〔?(\d{4})〕?\s*[-—年]?\s*(\d{1,6})\s*号?$")
SERIAL = re.compile(r"\d{1,6}")
MOST = 3000
"""So many rows of one list are counted and can be leafed through; who has more narrows the search."""


@dataclass(frozen=True)
class Tile:
    """One group of the board with its number."""

    key: str
    label: str
    count: int
    is_bad: bool


@dataclass(frozen=True)
class Line:
    """One case in the list, with the time it has left."""

    case: Request
    left: Badge


GROUPS: Mapping[str, str] = {
    "overdue": "已逾期",
    "soon": f"{SOON}个工作日内到期",
    "registered": "待确认收到",
    "handling": "办理中",
    "correcting": "待补正",
    "paused": "征求意见、待缴费",
    "signing": "文书待签发",
    "decided": "待送达",
}
BAD = frozenset({"overdue", "soon"})


def conditions(at: datetime) -> dict[str, Q]:
    """Return which cases are in which group at a moment; a case may be in several."""
    running = Q(stage=Stage.HANDLING.value, time=Time.RUNNING.value)
    last = calendar().add(local_day(at), SOON)
    unserved = Q(stage=Stage.DECIDED.value)
    waiting = Letter.objects.filter(state=State.SUBMITTED.value).order_by().values("request")
    return {
        "overdue": (running | unserved) & Q(answered_on=None, due_at__lt=at),
        "soon": running & Q(due_at__gte=at, due_on__lte=last),
        "registered": Q(stage=Stage.REGISTERED.value),
        "handling": running,
        "correcting": Q(stage=Stage.CORRECTING.value),
        "paused": Q(stage=Stage.HANDLING.value, time=Time.PAUSED.value),
        "signing": Q(stage__in=OPEN, pk__in=waiting),
        "decided": unserved,
    }


def tiles(rows: RequestQuerySet, *, at: datetime) -> list[Tile]:
    """Return every group with how many of ``rows`` are in it, in one query over what is open."""
    chosen = {key: Count("pk", filter=wanted) for key, wanted in conditions(at).items()}
    counted = rows.open().order_by().aggregate(**chosen)
    return [Tile(key, label, counted[key], key in BAD and counted[key] > 0) for key, label in GROUPS.items()]


def listed(rows: RequestQuerySet, group: str, *, at: datetime) -> RequestQuerySet:
    """Return the cases of a group, the most pressing first; of ``all`` and ``ended`` the newest first."""
    if group in {"all", "ended"}:
        # Not “is ended”, which nearly all are: the database would sort them instead of walking in order.
        ended = rows.exclude(stage__in=OPEN) if group == "ended" else rows
        return ended.order_by("-registered_at", "-pk")
    wanted = conditions(at).get(group)
    return (rows.open() if wanted is None else rows.filter(wanted)).order_by("due_at", "pk")


def narrowed(rows: RequestQuerySet, chosen: Mapping[str, str], person: Person) -> RequestQuerySet:
    """Return the cases that every filter lets through; what is no value of a filter is none."""
    if organisation := chosen.get("organisation"):
        rows = rows.filter(organisation__key=organisation)
    if chosen.get("channel") in Channel.values:
        rows = rows.filter(channel=chosen["channel"])
    if chosen.get("asker") in Asker.values:
        rows = rows.filter(asker=chosen["asker"])
    if SERIAL.fullmatch(chosen.get("year", "")):
        rows = rows.filter(year=int(chosen["year"]))
    rows = _of(rows, chosen.get("handler", ""), person)
    text = chosen.get("q", "").strip()
    return rows.filter(_matching(text)) if text else rows


def _of(rows: RequestQuerySet, handler: str, person: Person) -> RequestQuerySet:
    """Return the cases of a handler by account; ``me`` is oneself, ``none`` those handed to nobody yet."""
    if handler == "me":
        return rows.filter(handler=person)
    if handler == "none":
        return rows.filter(handler=None)
    return rows.filter(handler__account=handler) if handler else rows


def _matching(text: str) -> Q:
    """Return what finds a case by its number, in whole or its serial alone, or by words of its title."""
    if found := NUMBER.search(text):
        return Q(year=int(found[1]), serial=int(found[2]))
    titled = Q(title__icontains=text)
    return titled | Q(serial=int(text)) if SERIAL.fullmatch(text) else titled


def lines(rows: list[Request], *, at: datetime) -> list[Line]:
    return [Line(each, left(each, at=at)) for each in rows]
