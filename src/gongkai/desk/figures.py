"""What was published, what came back, how long each step took: of a person, their organisations, or all.

Reads only. Every number can be had as the rows behind it: the office's tables are made of them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Max, QuerySet

from gongkai.desk.rules import mean, share
from gongkai.desk.standing import Standing
from gongkai.items.models import Approval, Item, Step, Verb
from gongkai.orgs.models import Person

YEAR = timedelta(days=365)
HOUR = timedelta(hours=1)
RELEASE = "待公开"
"""For what waits what is signed: the only wait that is no step of a review path."""
LAST = 1_000_000
Places = Collection[int] | None
"""The organisations that are meant; None means all."""


@dataclass(frozen=True)
class Spell:
    """How long one version waited for one step."""

    item: int
    title: str
    organisation: str
    waited_for: str
    begun: datetime
    ended: datetime
    order: int

    @property
    def hours(self) -> float:
        return round((self.ended - self.begun) / HOUR, 1)


@dataclass(frozen=True)
class Pace:
    """How long one step took on the whole."""

    label: str
    count: int
    hours: float


@dataclass(frozen=True)
class Returns:
    """How many were sent to review, and how many came back."""

    submitted: int
    returned: int

    @property
    def percent(self) -> int:
        return share(self.returned, self.submitted)


def months_of(on: date) -> list[date]:
    """Return the first days of the twelve months that end with that of ``on``."""
    found = [on.replace(day=1)]
    while len(found) < 12:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


@dataclass(frozen=True)
class Published:
    """How much was published in each of the last twelve months, as rows of a bar chart.

    If nothing was, there are no rows, and ``last`` is the day on which something last was.
    """

    rows: list[dict[str, object]]
    last: date | None


def published(places: Places, *, on: date) -> Published:
    months = months_of(on)
    rows = Item.objects.public().filter(published_on__lte=on).order_by()
    rows = rows if places is None else rows.filter(publisher__in=places)
    by_month: Counter[date] = Counter()
    within = rows.filter(published_on__gte=months[0])
    for day, count in within.values_list("published_on").annotate(Count("pk")):
        by_month[day.replace(day=1)] += count  # days are counted in the index alone, months are not
    if not by_month:
        return Published([], rows.aggregate(last=Max("published_on"))["last"])
    listed = [{"label": f"{month:%Y-%m}", "value": by_month[month]} for month in months]
    return Published(listed, None)


def returns(places: Places, *, at: datetime, person: Person | None = None) -> Returns:
    """Return how many were sent to review in the last twelve months, and how many sent back."""
    rows = _steps(places, at, [Verb.SUBMIT.value, Verb.RETURN.value])
    rows = rows if person is None else rows.filter(version__item__created_by=person)
    counted = dict(rows.order_by().values_list("verb").annotate(Count("pk")))
    return Returns(counted.get(Verb.SUBMIT.value, 0), counted.get(Verb.RETURN.value, 0))


def _steps(places: Places, at: datetime, verbs: Iterable[str]) -> QuerySet[Step]:
    rows = Step.objects.filter(verb__in=list(verbs), at__gt=at - YEAR, at__lte=at)
    return rows if places is None else rows.filter(version__item__publisher__in=places)


NAMED = ("version__item", "version__title", "version__item__publisher__short_name")


def spells(places: Places, *, at: datetime) -> Iterator[Spell]:
    """Yield what ended in the last twelve months: which version waited how long for which step.

    Each step from when it was asked to its answer: those asked side by side do not wait for each other.
    """
    rows = Approval.objects.answered().filter(decided_at__gt=at - YEAR, decided_at__lte=at)
    rows = rows if places is None else rows.filter(version__item__publisher__in=places)
    columns = (*NAMED, "title", "asked_at", "decided_at", "order")
    for row in rows.order_by("decided_at", "pk").values_list(*columns):
        yield Spell(*row)
    yield from _releases(places, at)


def _releases(places: Places, at: datetime) -> Iterator[Spell]:
    """Yield how long what was signed waited for its release, or until it was sent back.

    What came from an old site was published and never signed here: there may be a hundred thousand of it.
    """
    signed = _steps(places, at, [Verb.SIGN.value]).order_by().values("version")
    verbs = [Verb.SIGN.value, Verb.PUBLISH.value, Verb.RETURN.value]
    rows = _steps(places, at, verbs).filter(version__in=signed).order_by("version", "at", "pk")
    for one, after in pairwise(rows.values_list("version", "verb", "at", *NAMED)):
        version, verb, begun, item, title, organisation = one
        if verb == Verb.SIGN.value and after[0] == version:
            yield Spell(item, title, organisation, RELEASE, begun, after[2], LAST)


def paces(found: Iterable[Spell]) -> list[Pace]:
    """Return how long each step took on the whole, in the order in which they come."""
    by_step: dict[str, list[Spell]] = {}
    for spell in sorted(found, key=lambda each: each.order):
        by_step.setdefault(spell.waited_for, []).append(spell)
    return [
        Pace(label, len(rows), round(mean(row.hours for row in rows), 1)) for label, rows in by_step.items()
    ]


def as_bars(found: Iterable[Pace]) -> list[dict[str, object]]:
    return [{"label": f"{pace.label}（{pace.count}次）", "value": pace.hours} for pace in found]


def steps_taken(person: Person, *, at: datetime) -> list[dict[str, object]]:
    """Return what the person did in the last twelve months, by verb, as rows of a bar chart."""
    rows = Step.objects.filter(by=person, at__gt=at - YEAR, at__lte=at)
    counted = dict(rows.order_by().values_list("verb").annotate(Count("pk")))
    return [{"label": verb.label, "value": counted[verb.value]} for verb in Verb if counted.get(verb.value)]


def own(desk: Standing) -> dict[str, object]:
    """Return the figures of a person and of their organisations."""
    return {
        "published": published(desk.own, on=desk.on),
        "returns": returns(desk.own, at=desk.at),
        "my_returns": returns(desk.own, at=desk.at, person=desk.person),
        "paces": as_bars(paces(spells(desk.own, at=desk.at))),
        "steps": steps_taken(desk.person, at=desk.at),
    }
