"""Clocks of obligations that come back: what each organisation owes in the current period.

A publication is known by its announcement; nobody has to report it here. An announcement meets one
clock only: the earliest open one of its obligation and publisher whose period it does not precede.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock, ClockQuerySet
from gongkai.law.cadence import Cadence
from gongkai.obligations.models import Obligation
from gongkai.obligations.services.limiting import Rhythm, rhythm
from gongkai.orgs.models import Kind, Organisation, Person
from gongkai.publication.models import PUBLISHING, Announcement

GROUP_OF = {
    Kind.DEPARTMENT.value: "all_departments",
    Kind.OFFICE.value: "all_departments",
    Kind.STREET.value: "all_streets",
}


@dataclass(frozen=True)
class Duty:
    """What one organisation owes again and again."""

    obligation: Obligation
    organisation: Organisation
    rests_on: Rhythm

    @property
    def subject(self) -> str:
        return self.obligation.subject_of(self.organisation)

    @property
    def said(self) -> dict[str, Any]:
        """Return what its clock tells besides its dates."""
        return {
            "title": self.obligation.title[:200],
            "article": self.rests_on.article,
            "is_certain": self.rests_on.is_certain,
            "obligation_key": self.obligation.key,
        }


@transaction.atomic
def expect_periodic(*, at: datetime) -> int:
    """Bring the clocks of periodic obligations up to date; return how many were met, called off, started.

    Safe to call at any time, and twice. What is owed from an earlier period stays open until it is done.
    """
    met = settle_periodic(at=at)
    wanted = {each.subject: each for each in _duties(localdate(at))}
    gone = _call_off((clock for clock in _open() if _is_off(clock, wanted, at)), at=at)
    for clock in _open():
        _follow(clock, wanted[clock.subject])
    started = sum(_expect(each, at=at) for each in _without_clock(wanted, localdate(at)))
    return met + gone + started + settle_periodic(at=at)


def _is_off(clock: Clock, wanted: dict[str, Duty], at: datetime) -> bool:
    """Return whether nothing is owed any more, or what is not yet late is now owed in another rhythm."""
    duty = wanted.get(clock.subject)
    return duty is None or (clock.cadence != duty.obligation.cadence and not clock.is_late(at))


def _follow(clock: Clock, duty: Duty) -> None:
    """Let an open clock say what the row of the catalogue says now."""
    if any(getattr(clock, name) != value for name, value in duty.said.items()):
        clocks.follow(subject=clock.subject, duty=clock.duty, **duty.said)


def _duties(today: date) -> Iterator[Duty]:
    organisations = list(Organisation.objects.valid_on(today))
    named = {each.pk: each for each in organisations}
    for obligation in Obligation.objects.current(today).periodic().prefetch_related("publisher_rows"):
        rests_on = rhythm(obligation, on=today)
        if rests_on is None:
            continue
        found = {row.organisation_id for row in obligation.publisher_rows.all()} & named.keys()
        found |= {
            each.pk for each in organisations if getattr(obligation, GROUP_OF.get(each.kind, ""), False)
        }
        yield from (Duty(obligation, named[pk], rests_on) for pk in sorted(found))


def _open() -> ClockQuerySet:
    return Clock.objects.open().filter(subject__startswith="obligation:").exclude(cadence="")


def _without_clock(wanted: dict[str, Duty], today: date) -> list[Duty]:
    """Return the duties with neither an open clock nor one for the period of ``today``."""
    kept: dict[str, list[Clock]] = defaultdict(list)
    alive = Q(met_at=None) | Q(due_on__gte=today)  # the past is long, and its met clocks say nothing of today
    for clock in Clock.objects.filter(alive, subject__startswith="obligation:", cancelled_at=None):
        kept[clock.subject].append(clock)
    return [
        each
        for subject, each in wanted.items()
        if not _has_clock(kept[subject], each.obligation.cadence, today)
    ]


def _has_clock(kept: Iterable[Clock], cadence: str, today: date) -> bool:
    due = Cadence(cadence).period(today)[1]
    return any(clock.is_open or clock.due_on == due for clock in kept)


def _expect(duty: Duty, *, at: datetime) -> int:
    clocks.expect(
        subject=duty.subject,
        duty=duty.obligation.key,
        organisation=duty.organisation,
        cadence=duty.obligation.cadence,
        **duty.said,
        at=at,
    )
    return 1


@transaction.atomic
def settle_periodic(*, at: datetime) -> int:
    """Meet the open clocks whose publication has been announced by ``at``; return how many."""
    running = list(_open())
    if not running:
        return 0
    announced = _announced(
        {clock.duty for clock in running}, since=min(clock.started_at for clock in running)
    )
    last_met = _last_met({clock.subject for clock in running})
    met = 0
    for clock in running:
        since = max(clock.started_at, last_met.get(clock.subject, clock.started_at))
        moments = announced[clock.duty, clock.subject.rpartition("/")[2]]
        done_at = next(
            (moment for moment in moments if _is_after(moment, since, clock) and moment <= at), None
        )
        if done_at is not None:
            met += clocks.meet(subject=clock.subject, duty=clock.duty, by=None, at=done_at)
    return met


def _is_after(moment: datetime, since: datetime, clock: Clock) -> bool:
    """Return whether an announcement is not yet used up: the first moment of the period itself counts."""
    return moment > since or moment == since == clock.started_at


def _announced(keys: set[str], *, since: datetime) -> dict[tuple[str, str], list[datetime]]:
    """Return the moments of publication by obligation and publisher, the earliest first.

    What came here later than it was published counts when it was: a text of 2017 is none of this year.
    """
    found: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    rows = Announcement.objects.filter(obligation_key__in=keys, event__in=PUBLISHING, published_at__gte=since)
    made = rows.order_by("published_at").values_list("obligation_key", "publisher_key", "published_at")
    for key, publisher, at in made:
        found[key, publisher] += [at] if at else []
    return found


def _last_met(subjects: set[str]) -> dict[str, datetime]:
    """Return when the last clock of each subject was met."""
    met = Clock.objects.filter(subject__startswith="obligation:").exclude(met_at=None).order_by()
    newest = met.values_list("subject").annotate(Max("met_at"))
    return {subject: met_at for subject, met_at in newest if subject in subjects}


def meet_periodic(
    *, obligation: Obligation, organisation: Organisation, by: Person | None, at: datetime
) -> bool:
    """Note that ``organisation`` has published under ``obligation``; return whether a clock was open."""
    return clocks.meet(subject=obligation.subject_of(organisation), duty=obligation.key, by=by, at=at)


def call_off(obligation: Obligation, *, at: datetime) -> int:
    """Cancel the open periodic clocks of an obligation that is no longer in force."""
    return _call_off(_open().filter(duty=obligation.key), at=at)


def _call_off(running: Iterable[Clock], *, at: datetime) -> int:
    return sum(clocks.cancel(subject=each.subject, duty=each.duty, by=None, at=at) for each in list(running))
