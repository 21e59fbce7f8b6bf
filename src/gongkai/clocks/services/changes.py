"""What may happen to a running clock: pause, resume, restart, extend, and taking the last of these back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.clocks.loading import calendar, limits
from gongkai.clocks.models import Clock, ClockEvent, DueChange, Source
from gongkai.clocks.services.running import account_of
from gongkai.law.clock import EVENT_LABELS, EventKind, IllegalEvent, Reading, effective, read
from gongkai.law.deadlines import local_day
from gongkai.law.limits import Limit
from gongkai.orgs.models import Person


class NotRunning(Exception):
    """There is no open clock of this duty that follows a statutory limit."""


class NotExtendable(Exception):
    """The limit may not be extended, not again, not by so much, or not any more."""


@transaction.atomic
def pause(*, subject: str, duty: str, reason: str, by: Person | None, at: datetime, key: str = "") -> Clock:
    """Stop counting from ``at``. ``key`` tells apart consultations that run side by side.

    条例第三十三条：征求第三方和其他机关意见所需时间不计算在期限内。 Raises NotRunning, IllegalEvent.
    """
    return _append(_locked(subject, duty), EventKind.PAUSE, by, at, key=key, reason=reason)


@transaction.atomic
def resume(*, subject: str, duty: str, by: Person | None, at: datetime, key: str = "") -> Clock:
    """Count again from the day after ``at``. Raises NotRunning, IllegalEvent."""
    return _append(_locked(subject, duty), EventKind.RESUME, by, at, key=key)


@transaction.atomic
def restart(*, subject: str, duty: str, reason: str, by: Person | None, at: datetime) -> Clock:
    """Let the whole period run anew from ``at``. Raises NotRunning.

    条例第三十条：答复期限自行政机关收到补正的申请之日起计算。
    """
    return _append(_locked(subject, duty), EventKind.RESTART, by, at, reason=reason)


@transaction.atomic
def extend(  # noqa: PLR0913 - an extension has a length and grounds
    *, subject: str, duty: str, amount: int, reason: str, by: Person | None, at: datetime
) -> Clock:
    """Extend the period, once, by at most what its limit allows, while it still runs.

    Raises NotRunning, NotExtendable.
    """
    clock = _locked(subject, duty)
    allowed = _extension(clock)
    most = allowed.length.amount if allowed.length else 0
    if _read(clock).extensions:
        raise NotExtendable("时限已经延长过一次，不能再次延长")
    if not 0 < amount <= most:
        raise NotExtendable(f"依据{allowed.article}，最多延长{allowed.text}")
    if at > clock.due_at and not clock.is_paused:
        raise NotExtendable(f"时限已于{clock.due_on}期满，不能再延长")
    return _append(clock, EventKind.EXTEND, by, at, amount=amount, reason=reason)


@transaction.atomic
def undo(*, subject: str, duty: str, reason: str, by: Person | None, at: datetime) -> Clock:
    """Take back the last event that still counts.

    Raises NotRunning, IllegalEvent if only the start is left.
    """
    clock = _locked(subject, duty)
    last = effective(clock.ledger())[-1]
    return _append(clock, EventKind.UNDO, by, at, undoes=last.number, reason=reason)


def _extension(clock: Clock) -> Limit:
    """The limit by which this clock may be extended, as it stood when the clock began."""
    if not clock.limit_key:
        raise NotExtendable(f"“{clock.title}”的时限不能延长")
    begun = local_day(clock.started_at)
    limit = limits().on(clock.limit_key, begun)
    if not limit.extension:
        raise NotExtendable(f"“{limit.title}”的时限不能延长")
    return limits().on(limit.extension, begun)


def _locked(subject: str, duty: str) -> Clock:
    found = Clock.objects.open().filter(subject=subject, duty=duty, source=Source.LIMIT.value)
    clock = found.select_for_update().first()
    if clock is None:
        raise NotRunning("没有正在计算的法定时限")
    return clock


def _append(  # noqa: PLR0913 - an event has as many columns
    clock: Clock, kind: EventKind, by: Person | None, at: datetime, *, reason: str = "", **fields: Any
) -> Clock:
    if at < clock.started_at:
        raise IllegalEvent("时间早于起算时间")
    number = clock.events.count() + 1
    ClockEvent.objects.create(
        clock=clock, number=number, kind=kind.value, at=at, recorded_at=at, account=account_of(by),
        reason=reason, **fields,
    )  # fmt: skip
    return settle(clock, _read(clock), at=at, cause=reason or EVENT_LABELS[kind])


def _read(clock: Clock) -> Reading:
    return read(clock.ledger(), clock.length, calendar(), article=clock.article)


def settle(clock: Clock, reading: Reading, *, at: datetime, cause: str) -> Clock:
    """Write what the ledger now says to the row, and a change of the due date to its history."""
    explained = reading.explained
    if explained.due_at != clock.due_at:
        DueChange.objects.create(
            clock=clock, at=at, due_before=clock.due_at, due_after=explained.due_at, cause=cause[:300]
        )
    clock.due_at, clock.due_on = explained.due_at, explained.due_on
    clock.is_provisional, clock.is_paused = explained.is_provisional, reading.is_paused
    clock.explanation = explained.as_json()
    clock.save(update_fields=["due_at", "due_on", "is_provisional", "is_paused", "explanation"])
    return clock
