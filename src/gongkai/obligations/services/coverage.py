"""How far the catalogue is met: what has been published under each obligation, when last, whether in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, QuerySet
from django.utils.timezone import localdate

from gongkai.clocks.models import Clock
from gongkai.obligations.models import Obligation
from gongkai.obligations.rules import is_met
from gongkai.orgs.models import Organisation
from gongkai.publication.models import Announcement

REMEMBERED = timedelta(days=365)
Found = tuple[int, date | None]


@dataclass(frozen=True)
class Coverage:
    """``overdue`` duties wait still; ``late`` ones were done in the last twelve months, after their time.

    ``is_in_time`` is None where nothing was ever published and nothing is known to be late.
    """

    count: int = 0
    last_on: date | None = None
    overdue: int = 0
    late: int = 0
    is_in_time: bool | None = None


def coverage(
    obligations: Iterable[Obligation], *, at: datetime, of: Organisation | None = None
) -> dict[str, Coverage]:
    """Return the coverage of each obligation by key, in two queries whatever their number.

    ``of`` narrows it to what one organisation has published and owes. Not in time means: a clock of the
    obligation, of one text or of a period, has run out, or was met late within the last twelve months; or
    it has a cadence and the last full period, and what has passed of this one, saw no publication. A repeal
    or a correction is none.
    """
    rows = list(obligations)
    keys = [each.key for each in rows]
    public = Announcement.objects.public().filter(obligation_key__in=keys)
    clocks = Clock.objects.filter(obligation_key__in=keys)
    if of is not None:
        public, clocks = public.filter(publisher_key=of.key), clocks.for_organisations([of])
    counts = _counted(public, "obligation_key")
    late = clocks.lateness("obligation_key", at=at, since=at - REMEMBERED)
    return {
        each.key: _of(each, counts.get(each.key, (0, None)), late.get(each.key, (0, 0)), today=localdate(at))
        for each in rows
    }


def coverage_by_organisation(obligation: Obligation, *, at: datetime) -> dict[str, Coverage]:
    """Return by organisation key how far each that published or owes something meets ``obligation``."""
    public = Announcement.objects.public().filter(obligation_key=obligation.key)
    counts = _counted(public, "publisher_key")
    clocks = Clock.objects.filter(obligation_key=obligation.key)
    late = clocks.lateness("organisation__key", at=at, since=at - REMEMBERED)
    return {
        key: _of(obligation, counts.get(key, (0, None)), late.get(key, (0, 0)), today=localdate(at))
        for key in counts.keys() | late.keys()
    }


def _counted(public: QuerySet[Announcement], column: str) -> dict[str, Found]:
    rows = public.order_by().values_list(column).annotate(number=Count("*"), last=Max("published_at"))
    return {key: (number, localdate(last) if last else None) for key, number, last in rows}


def _of(obligation: Obligation, found: Found, lateness: tuple[int, int], *, today: date) -> Coverage:
    (count, last_on), (overdue, late) = found, lateness
    met = False if overdue or late else is_met(obligation.cadence, last_on, today)
    return Coverage(count, last_on, overdue, late, met)
