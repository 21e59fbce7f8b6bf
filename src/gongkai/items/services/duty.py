"""The time limit for publication, counted from when a text is made.

It is that of the obligation the text meets, or else the general one (政府信息公开条例第二十六条).
"""

from datetime import date, datetime

from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.items.models import Change, Verb, Version
from gongkai.law.chinese import titled
from gongkai.law.deadlines import Unit, end_of
from gongkai.law.limits import Limit, UnknownLimit
from gongkai.obligations import services as obligations
from gongkai.obligations.models import Obligation
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
            clocks.follow(subject=clock.subject, duty=DUTY, **_said(version))
            return
        clocks.cancel(subject=version.item.uri, duty=DUTY, by=by, at=at)
    if wanted is not None and limit is not None:
        _start(version, wanted, limit, by, at)


def _limit(version: Version, wanted: date) -> Limit | None:
    try:
        return obligations.event_limit(obligation_of(version), on=wanted, kind=version.limit_kind)
    except UnknownLimit:
        return None  # a text from before the regulation took effect in 2008 had no such limit


def obligation_of(version: Version) -> Obligation | None:
    """Return the obligation that a version meets: its own, or the one under which the item stands."""
    return version.obligation or version.item.obligation


def _said(version: Version) -> dict[str, str]:
    """Return what the clock tells besides its dates: it goes on when only the name or the row changes."""
    obligation = obligation_of(version)
    return {
        "title": f"公开{titled(version.title)}"[:200] if version.title else "公开未填写名称的草稿",
        "obligation_key": obligation.key if obligation else "",
    }


def _follows(clock: Clock, limit: Limit) -> bool:
    same = clock.length == limit.length and clock.article == limit.article
    return same and (clock.starts, clock.is_certain) == (limit.starts, limit.certain)


def _begun(version: Version, day: date, limit: Limit) -> date | datetime:
    """Return the moment from which a limit in hours runs, or the day itself for any other limit.

    A text made on the day of its drafting was begun at that moment; of one made before only the day is
    known, so the hours run from its end: nobody is late before it is sure.
    """
    if limit.length is None or limit.length.unit is not Unit.HOURS:
        return day
    step = version.steps.filter(verb=Verb.DRAFT.value).order_by("at", "pk").first()
    begun = step.at if step else version.item.created_at
    return begun if localdate(begun) == day else end_of(day)


def _start(version: Version, wanted: date, limit: Limit, by: Person, at: datetime) -> None:
    clocks.start(
        subject=version.item.uri,
        duty=DUTY,
        organisation=version.item.publisher,
        limit=limit,
        by=by,
        at=at,
        started_on=_begun(version, wanted, limit),
        **_said(version),
    )


def drop(version: Version, *, by: Person, at: datetime) -> None:
    """Cancel the clock, if one runs: nothing is to be published any more."""
    clocks.cancel(subject=version.item.uri, duty=DUTY, by=by, at=at)


def meet(version: Version, *, by: Person | None, at: datetime) -> None:
    """Write down that the text is public, if a clock runs."""
    clocks.follow(subject=version.item.uri, duty=DUTY, **_said(version))
    clocks.meet(subject=version.item.uri, duty=DUTY, by=by, at=at)
