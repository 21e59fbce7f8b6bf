"""The clock of a late interpretation: it runs where a policy is public and nothing says what it means.

国办发〔2016〕80号：同步组织、同步审签、同步部署；最迟的期限见 catalogue/limits.yaml 的 interpretation。
"""

from datetime import datetime

from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.items import rules
from gongkai.items.models import Item, Relation
from gongkai.items.services.owing import LIMIT, owing
from gongkai.items.services.release import INTERPRETS, has_public_interpretation
from gongkai.law.limits import UnknownLimit
from gongkai.orgs.models import Person

DUTY = "interpretation"


def follow(item: Item, *, by: Person | None, at: datetime) -> None:
    """Let the clocks agree with what has just become public or was withdrawn, policy or interpretation."""
    told = Relation.objects.newest().filter(source=item, kind=INTERPRETS).values("target_id")
    for policy in [item, *Item.objects.filter(pk__in=told).select_related("current", "publisher")]:
        if policy.kind in rules.NEEDS_INTERPRETATION and policy.current is not None:
            _settle(policy, by, at)


def _settle(policy: Item, by: Person | None, at: datetime) -> None:
    if has_public_interpretation(policy):
        clocks.meet(subject=policy.uri, duty=DUTY, by=by, at=at)
    elif not owing().filter(pk=policy.pk).exists():  # withdrawn, historical or exempted
        clocks.cancel(subject=policy.uri, duty=DUTY, by=by, at=at)
    elif not Clock.objects.open().filter(subject=policy.uri, duty=DUTY).exists():
        _start(policy, by, at)


def _start(policy: Item, by: Person | None, at: datetime) -> None:
    title = policy.current.title if policy.current else str(policy)
    try:
        clocks.start(
            subject=policy.uri,
            duty=DUTY,
            title=f"发布《{title}》的政策解读"[:200],
            organisation=policy.publisher,
            limit=LIMIT,
            by=by,
            at=at,
            started_on=localdate(at),
        )
    except UnknownLimit:
        return  # public before 2016-11-10, when no text set such a limit
