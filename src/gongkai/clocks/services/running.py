"""Starting a clock, meeting the duty behind it, calling it off."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.clocks.loading import calendar, limits
from gongkai.clocks.models import Clock, ClockEvent, ClockQuerySet, DueChange, Source
from gongkai.law.cadence import Cadence
from gongkai.law.clock import EventKind, read
from gongkai.law.deadlines import end_of, local_day, start_of
from gongkai.law.limits import Limit
from gongkai.orgs.models import Organisation, Person

SYSTEM = "system"
FOLLOWED = frozenset({"title", "organisation", "obligation_key", "article", "is_certain"})


class AlreadyRunning(Exception):
    """The duty has an open clock about this subject."""


class NotALength(Exception):
    """The limit names a cadence, not an amount of time."""


def account_of(by: Person | None) -> str:
    return by.account if by else SYSTEM


@transaction.atomic
def start(  # noqa: PLR0913 - what a duty is, and who begins it when
    *,
    subject: str,
    duty: str,
    title: str,
    organisation: Organisation,
    limit: str | Limit,
    by: Person | None,
    at: datetime,
    started_on: date | datetime | None = None,
    obligation_key: str = "",
) -> Clock:
    """Start the clock of a duty under a statutory limit, and return it.

    ``limit`` is a key of catalogue/limits.yaml, taken as it stood on the day the period begins:
    ``started_on``, or else ``at``; or a limit that was looked up, or stands elsewhere without a key and
    cannot be extended. ``obligation_key`` names what is owed under the catalogue.
    ``by=None`` means the system itself.

    Raises AlreadyRunning, UnknownLimit for a key not in force, NotALength for a cadence.
    """
    begun = start_of(started_on if started_on is not None else at)
    found = limit if isinstance(limit, Limit) else limits().on(limit, local_day(begun))
    if found.length is None:
        raise NotALength(f"“{found.title}”是定期事项，没有固定的期限长度")
    clock = Clock(
        subject=subject,
        duty=duty,
        title=title,
        organisation=organisation,
        obligation_key=obligation_key,
        started_at=begun,
        **_terms(found),
    )
    first = ClockEvent(number=1, kind=EventKind.START.value, at=begun, account=account_of(by), recorded_at=at)
    explained = read([first.as_law()], found.length, calendar(), article=found.article).explained
    clock.due_at, clock.due_on = explained.due_at, explained.due_on
    clock.is_provisional, clock.explanation = explained.is_provisional, explained.as_json()
    _insert(clock)
    first.clock = clock
    first.save()
    return clock


def _terms(limit: Limit) -> dict[str, Any]:
    return {
        "source": Source.LIMIT.value,
        "limit_key": limit.key,
        "article": limit.article,
        "starts": limit.starts,
        "amount": limit.length.amount if limit.length else None,
        "unit": limit.length.unit.value if limit.length else "",
        "is_certain": limit.certain,
    }


def _insert(clock: Clock) -> None:
    """Save a new clock; the database itself refuses a second open one."""
    try:
        with transaction.atomic():
            clock.save()
    except IntegrityError:
        if not _open(clock.subject, clock.duty).exists():
            raise
        raise AlreadyRunning(f"“{clock.title}”的时限已经在计算") from None


def _open(subject: str, duty: str) -> ClockQuerySet:
    return Clock.objects.open().filter(subject=subject, duty=duty)


@transaction.atomic
def appoint(  # noqa: PLR0913 - what a duty is, and who sets it when
    *,
    subject: str,
    duty: str,
    title: str,
    organisation: Organisation,
    due_on: date,
    by: Person | None,
    at: datetime,
) -> Clock:
    """Start the clock of a duty with an appointed last day, or move the open one to that day."""
    clock = _open(subject, duty).select_for_update().first()
    if clock is None:
        clock = Clock(subject=subject, duty=duty, started_at=at, source=Source.APPOINTED.value)
    elif clock.source != Source.APPOINTED.value:
        raise AlreadyRunning(f"“{clock.title}”按规定计算期限，不能另行指定日期")
    elif clock.due_on != due_on:
        cause = "重新指定日期"
        DueChange.objects.create(
            clock=clock, at=at, due_before=clock.due_at, due_after=end_of(due_on), cause=cause
        )
    clock.title, clock.organisation = title, organisation
    clock.due_on, clock.due_at = due_on, end_of(due_on)
    clock.explanation = {"appointed_by": account_of(by)}
    clock.save()
    return clock


def expect(  # noqa: PLR0913 - what a duty is, and when it is asked for
    *,
    subject: str,
    duty: str,
    title: str,
    organisation: Organisation,
    cadence: str,
    article: str = "",
    is_certain: bool = True,
    obligation_key: str = "",
    at: datetime,
    by: Person | None = None,
) -> Clock:
    """Return the clock of a duty that comes back, for the period in which ``at`` lies.

    It is started if the period has none yet. A clock of an earlier period that is still open is
    returned instead: what is owed comes first. Safe to call every day. ``article`` is what the duty rests
    on; what is not ``is_certain`` only reminds. Raises BadCadence.
    """
    first, last = Cadence(cadence).period(local_day(at))
    owed = _open(subject, duty).first()
    if owed is not None:
        return owed
    clock, _ = Clock.objects.filter(cancelled_at=None).get_or_create(
        subject=subject,
        duty=duty,
        due_on=last,
        cadence=cadence,
        defaults={
            "title": title,
            "organisation": organisation,
            "obligation_key": obligation_key,
            "article": article,
            "is_certain": is_certain,
            "source": Source.CADENCE.value,
            "started_at": start_of(first),
            "due_at": end_of(last),
            "explanation": {"first": str(first), "last": str(last), "expected_by": account_of(by)},
        },
    )
    return clock


@transaction.atomic
def follow(*, subject: str, duty: str, **said: Any) -> bool:
    """Let the open clock of a duty say what is now said of it; return whether that was anything new.

    ``said`` may hold title, organisation, obligation_key, and of a duty that comes back its article and
    is_certain. The dates stay: they follow from the limit and its events alone.
    """
    if unknown := set(said) - FOLLOWED:
        raise TypeError(f"时限不能改动：{'、'.join(sorted(unknown))}")
    running = _open(subject, duty)
    if not said or running.filter(**said).exists():
        return False
    return bool(running.update(**said))


@transaction.atomic
def meet(*, subject: str, duty: str, by: Person | None, at: datetime) -> bool:
    """Note that the duty was done at ``at``. Return whether a clock was open; doing it twice is no harm."""
    return bool(_open(subject, duty).update(met_at=at, closed_by=account_of(by), is_paused=False))


@transaction.atomic
def cancel(*, subject: str, duty: str, by: Person | None, at: datetime) -> bool:
    """Call the duty off. Return whether a clock was open."""
    return bool(_open(subject, duty).update(cancelled_at=at, closed_by=account_of(by), is_paused=False))
