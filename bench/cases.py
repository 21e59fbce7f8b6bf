"""A district in which so many requests were made over ten years: cases, applicants, events, clocks, letters.

Made in bulk, for measuring alone: each row is what the services would have left, none is made by them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import Any

YEARS, OPEN_SHARE, PORTION = 10, 0.05, 2000
CHANNELS = ("web", "web", "web", "email", "signed-mail", "plain-mail", "in-person", "fax")
ASKERS = ("citizen",) * 8 + ("business", "legal")
OUTCOMES = ("granted", "granted", "partly", "not-existing", "internal", "not-ours", "third-party", "petition")
MATTERS = (
    "经费预算和支出明细",
    "征地补偿安置方案",
    "行政处罚决定书",
    "工程竣工验收报告",
    "补贴发放名单",
    "会议纪要",
)
PLACES = ("某某街道", "某某社区", "某某小区", "某某路", "某某学校")


def fill(count: int, *, at: datetime) -> None:
    """Make cases until there are ``count``, spread over all organisations and ``YEARS`` years."""
    from django.db.models import Max

    from gongkai.orgs.models import Organisation, Person
    from gongkai.requests.models import Request

    done = Request.objects.count()
    dice = random.Random(done)
    bodies = list(Organisation.objects.filter(valid_to=None))
    clerks = list(Person.objects.filter(account__startswith="clerk-"))
    last = Request.objects.order_by().values_list("organisation", "year").annotate(Max("serial"))
    serials = {(body, year): serial for body, year, serial in last}
    rows = (_case(number, dice, bodies, clerks, serials, count, at) for number in range(done, count))
    while portion := list(islice(rows, PORTION)):
        _store(portion, dice, at)


def _case(
    number: int, dice: random.Random, bodies: Any, clerks: Any, serials: Any, count: int, at: datetime
) -> Any:
    from gongkai.requests.models import Request

    is_open = number >= count * (1 - OPEN_SHARE)
    days = dice.randint(0, 40) if is_open else 60 + round((count - number) / count * YEARS * 365)
    day = (at - timedelta(days=days)).date()
    body = bodies[min(int(dice.expovariate(4 / len(bodies))), len(bodies) - 1)]
    serials[body.pk, day.year] = serial = serials.get((body.pk, day.year), 0) + 1
    case = Request(
        organisation=body, year=day.year, serial=serial, code_digest=f"{dice.getrandbits(256):064x}",
        asker=dice.choice(ASKERS), title=f"{day.year}年{dice.choice(PLACES)}{dice.choice(MATTERS)}{number}",
        content="申请公开上述信息的全部内容，包括附件。" * dice.randint(1, 20), supply="electronic",
        delivery="online", channel=dice.choice(CHANNELS), registered_at=_moment(day, at), confirmed_on=day,
        stage="handling", time="running", service="none", contest="none", received_on=day,
        receipt_basis="政府信息公开条例（2019）第三十一条第三项", handler=dice.choice(clerks),
        due_on=_explained(day).due_on, due_at=_explained(day).due_at, number_of_events=4,
    )  # fmt: skip
    if is_open:
        _opened(case, dice)
    else:
        _closed(case, dice, day, at)
    return case


def _opened(case: Any, dice: random.Random) -> None:
    """Let an open case stand where such cases stand."""
    kind = dice.random()
    if kind < 0.05:
        case.stage, case.time, case.received_on, case.due_on, case.due_at = (
            "registered",
            "none",
            None,
            None,
            None,
        )
    elif kind < 0.1:
        case.stage, case.time = "correcting", "paused"
    elif kind < 0.2:
        case.time = "paused"
    elif kind < 0.25:
        case.stage, case.time, case.decision = "decided", "over", "granted"


def _closed(case: Any, dice: random.Random, day: date, at: datetime) -> None:
    answered = day + timedelta(days=dice.randint(3, 35))
    outcome = dice.choice(OUTCOMES)
    is_old = (at.date() - answered).days > 365
    case.stage, case.time = "archived" if is_old else "closed", "over"
    case.decision, case.service = outcome, "served"
    case.decided_on = case.answered_on = case.counted_on = answered
    case.counted_as, case.closed_at = outcome, _moment(answered, at)


def _store(cases: list[Any], dice: random.Random, at: datetime) -> None:
    """Write a portion of cases with all that belongs to them."""
    from django.db import transaction

    from gongkai.clocks.models import Clock, ClockEvent
    from gongkai.requests.models import Applicant, Event, Request

    with transaction.atomic():
        Request.objects.bulk_create(cases)
        sealed = "x" * 600
        Applicant.objects.bulk_create(
            Applicant(request=case, sealed=sealed, fingerprint=f"{dice.randint(0, len(cases) * 20):064}")
            for case in cases
        )
        Event.objects.bulk_create(event for case in cases for event in _events(case))
        timed = [_clock(case) for case in cases if case.due_at and case.stage != "archived"]
        Clock.objects.bulk_create(timed)
        ClockEvent.objects.bulk_create(_start(clock) for clock in timed)
        _letters(cases)


def _events(case: Any) -> Iterator[Any]:
    from gongkai.requests.models import Event

    kinds = ["register", "receive", "assign", "decide" if case.decision else "search"]
    for number, kind in enumerate(kinds, start=1):
        key = case.decision if kind == "decide" else ""
        yield Event(
            request=case, number=number, kind=kind, at=case.registered_at, key=key, words="按规定办理",
            account="clerk-finance", recorded_at=case.registered_at,
        )  # fmt: skip


def _clock(case: Any) -> Any:
    from gongkai.clocks.models import Clock

    is_open = case.stage not in {"closed", "archived"}
    explained = _explained(case.received_on)
    return Clock(
        subject=case.uri, duty="answer", title=f"答复{case.number}", organisation=case.organisation,
        source="limit", limit_key="request-answer", amount=20, unit="working_days",
        started_at=case.registered_at, explanation=explained.as_json(),
        due_at=case.due_at, due_on=case.due_on, is_paused=case.time == "paused" and is_open,
        met_at=None if is_open else case.closed_at,
    )  # fmt: skip


def _start(clock: Any) -> Any:
    from gongkai.clocks.models import ClockEvent

    at = clock.started_at
    return ClockEvent(clock=clock, number=1, kind="start", at=at, account="clerk-finance", recorded_at=at)


def _letters(cases: list[Any]) -> None:
    from gongkai.requests.models import Letter

    Letter.objects.bulk_create(
        Letter(
            request=case, organisation=case.organisation, kind="answer", outcome=case.decision,
            state="draft" if case.stage != "handling" or case.pk % 2 else "submitted",
            body="经审查，现答复如下。" * 30, drafted_by=case.handler, drafted_at=case.registered_at,
        )
        for case in cases
        if case.stage != "registered"
    )  # fmt: skip


@cache
def _explained(day: date) -> Any:
    """Return when the answer to what was received on a day is due, as the law computes it."""
    from gongkai.clocks.loading import calendar
    from gongkai.law.clock import Event, EventKind, read
    from gongkai.law.deadlines import SHANGHAI, Length, Unit

    begun = datetime.combine(day, time(10), SHANGHAI)
    twenty = Length(20, Unit.WORKING_DAYS)
    return read([Event(1, EventKind.START, begun)], twenty, calendar(), article="第三十三条").explained


def _moment(day: date, at: datetime) -> datetime:
    return datetime.combine(day, time(10), at.tzinfo)
