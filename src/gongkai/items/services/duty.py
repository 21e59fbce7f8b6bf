"""The time limit for publication, counted from when a text is made.

It is that of the obligation the text meets, or else the general one (政府信息公开条例第二十六条).
"""

from datetime import date, datetime

from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.items.models import Change, Version
from gongkai.law.limits import Limit, UnknownLimit
from gongkai.obligations import services as obligations
from gongkai.orgs.models import Person

DUTY = "publication"


def begins_on(version: Version, *, at: datetime) -> date | None:
    """Return the day from which the limit counts, None where there is no duty to publish.

    A text counts from 成文日期, or from its drafting as long as that is not stated; a change counts from when
    it was drafted. What was published elsewhere before, or is not to be published, has no clock.
    """
    today = localdate(at)
    if version.disclosure in {"on-request", "withheld"}:
        return None
    if version.change != Change.FIRST.value:
        return today
    if version.published_on is not None:
        return None
    return min(version.made_on or localdate(version.item.created_at), today)


def keep(version: Version, *, by: Person, at: datetime) -> None:
    """Let the clock of a working version agree with what the version says."""
    clock = Clock.objects.open().filter(subject=version.item.uri, duty=DUTY).first()
    wanted = begins_on(version, at=at)
    if clock is not None and wanted is not None and version.change != Change.FIRST.value:
        wanted = localdate(clock.started_at)  # a change was begun once: saving it again gains no time
    limit = _limit(version, wanted) if wanted is not None else None
    if clock is not None:
        if wanted == localdate(clock.started_at) and limit is not None and _follows(clock, limit):
            return
        clocks.cancel(subject=version.item.uri, duty=DUTY, by=by, at=at)
    if wanted is not None and limit is not None:
        _start(version, wanted, limit, by, at)


def _limit(version: Version, wanted: date) -> Limit | None:
    try:
        return obligations.event_limit(version.obligation or version.item.obligation, on=wanted)
    except UnknownLimit:
        return None  # a text from before the regulation took effect in 2008 had no such limit


def _follows(clock: Clock, limit: Limit) -> bool:
    return clock.article == limit.article and clock.length == limit.length


def _start(version: Version, wanted: date, limit: Limit, by: Person, at: datetime) -> None:
    clocks.start(
        subject=version.item.uri,
        duty=DUTY,
        title=f"公开《{version.title}》"[:200],
        organisation=version.item.publisher,
        limit=limit,
        by=by,
        at=at,
        started_on=wanted,
    )


def drop(version: Version, *, by: Person, at: datetime) -> None:
    """Cancel the clock, if one runs: nothing is to be published any more."""
    clocks.cancel(subject=version.item.uri, duty=DUTY, by=by, at=at)


def meet(version: Version, *, by: Person | None, at: datetime) -> None:
    """Write down that the text is public, if a clock runs."""
    clocks.meet(subject=version.item.uri, duty=DUTY, by=by, at=at)
