"""What happens to items by itself and when: releases, entry into force, lapses, repeals. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime

from gongkai.items.models import Item, Stage, Validity, ValidityState, Version, VersionQuerySet
from gongkai.items.models.item import desks_of
from gongkai.items.models.lapsing import IN_FORCE
from gongkai.law.deadlines import end_of, start_of
from gongkai.orgs.models import Organisation, Person

REPEALED, EXPIRED = ValidityState.REPEALED.value, ValidityState.EXPIRED.value
TONES = {"公开": "info", "已公开": "ok", "施行": "info", "失效": "warn", "废止": "bad"}


@dataclass(frozen=True)
class Happening:
    """One thing on one day; ``time`` is its minute where one is set."""

    date: date
    kind: str
    title: str
    item: Item
    time: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.kind]

    @property
    def href(self) -> str:
        return f"/desk/items/{self.item.pk}/"


def happenings(person: Person, *, first: date, last: date, at: datetime) -> list[Happening]:
    """Return what happens from ``first`` to ``last`` to the items on which ``person`` works, in order.

    A document that lapses after its last day is named on that last day.
    """
    versions = Version.objects.at_desk(person, at=at).without_body().select_related("item__publisher")
    current = versions.filter(current_of__isnull=False)
    found = [
        *_releases(versions, first, last),
        *_dated(current, "施行", "effective_on", [*IN_FORCE, ValidityState.PENDING.value], first, last),
        *_dated(current, "失效", "expires_on", [*IN_FORCE, EXPIRED], first, last),
        *_declared(desks_of(person, at=at), first, last),
    ]
    return sorted(found, key=lambda each: (each.date, each.time, each.kind, each.item.pk))


def _releases(versions: VersionQuerySet, first: date, last: date) -> Iterator[Happening]:
    """Yield what is signed for a set time, and what went public at one."""
    during = versions.filter(publish_at__range=(start_of(first), end_of(last)))
    stages = {Stage.SIGNED.value, Stage.PUBLIC.value, Stage.SUPERSEDED.value}
    for each in during:  # a month of them: by their stages a database may begin with all there are
        if each.stage not in stages:
            continue
        moment = localtime(each.publish_at)
        kind = "公开" if each.stage == Stage.SIGNED.value else "已公开"
        yield Happening(moment.date(), kind, each.title, each.item, f"{moment:%H:%M}")


def _dated(
    versions: VersionQuerySet, kind: str, column: str, states: list[str], first: date, last: date
) -> Iterator[Happening]:
    """Yield what the dates of the public texts bring about by themselves."""
    during = versions.filter(item__is_public=True, item__validity__in=states)
    for each in during.filter(**{f"{column}__range": (first, last)}):
        yield Happening(getattr(each, column), kind, each.title, each.item)


def _declared(desks: QuerySet[Organisation] | None, first: date, last: date) -> Iterator[Happening]:
    """Yield the repeals and expiries that were declared, with those still to take effect."""
    rows = Validity.objects.filter(state__in=[REPEALED, EXPIRED], since__range=(first, last))
    rows = rows if desks is None else rows.filter(item__publisher__in=desks)
    for row in rows.select_related("item__current", "item__publisher").defer("item__current__body"):
        if row.item.current is not None and not _lapsed_by_itself(row):
            kind = "废止" if row.state == REPEALED else "失效"
            yield Happening(row.since, kind, row.item.current.title, row.item)


def _lapsed_by_itself(row: Validity) -> bool:
    """Whether the row says what the text's own last day says already."""
    return row.by_id is None and row.state == EXPIRED
