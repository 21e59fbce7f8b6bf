"""How far the catalogue is met: what has been published under each obligation, when last, whether in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max
from django.utils.timezone import localdate

from gongkai.clocks.models import Clock
from gongkai.obligations.models import Obligation
from gongkai.obligations.rules import is_met
from gongkai.orgs.models import Organisation
from gongkai.publication.models import Announcement


@dataclass(frozen=True)
class Coverage:
    """``is_in_time`` is None where nothing was ever published and nothing is known to be late."""

    count: int = 0
    last_on: date | None = None
    overdue: int = 0
    is_in_time: bool | None = None


def coverage(
    obligations: Iterable[Obligation], *, at: datetime, of: Organisation | None = None
) -> dict[str, Coverage]:
    """Return the coverage of each obligation by key, in two queries whatever their number.

    ``of`` narrows it to what one organisation has published and owes. Late means: a clock of the obligation
    has run out, or it has a cadence and the last full period, and what has passed of this one, saw no
    publication. A repeal or a correction is none.
    """
    rows = list(obligations)
    keys = [each.key for each in rows]
    public = Announcement.objects.public().filter(obligation_key__in=keys).order_by()
    clocks = Clock.objects.overdue(at).filter(duty__in=keys).order_by()
    if of is not None:
        public, clocks = public.filter(publisher_key=of.key), clocks.for_organisations([of])
    counted = public.values_list("obligation_key").annotate(number=Count("*"), last=Max("published_at"))
    counts = {key: (number, localdate(last) if last else None) for key, number, last in counted}
    overdue = dict(clocks.values_list("duty").annotate(Count("pk")))
    today = localdate(at)
    return {
        each.key: _of(each, *counts.get(each.key, (0, None)), overdue=overdue.get(each.key, 0), today=today)
        for each in rows
    }


def _of(obligation: Obligation, count: int, last_on: date | None, *, overdue: int, today: date) -> Coverage:
    met = False if overdue else is_met(obligation.cadence, last_on, today)
    return Coverage(count, last_on, overdue, met)


def coverage_by_organisation(obligation: Obligation) -> dict[str, Coverage]:
    """Return by organisation key how much each has published under ``obligation``, and when last."""
    published = Announcement.objects.public().filter(obligation_key=obligation.key).order_by()
    found = published.values("publisher_key").annotate(number=Count("*"), last=Max("published_at"))
    return {
        each["publisher_key"]: Coverage(each["number"], localdate(each["last"]) if each["last"] else None)
        for each in found
    }
