"""The public figures about requests: how many came, how and how fast they were answered. Reads only.

Set-based: each table is one question to the database, whose rows are days or kinds, never cases. How long
an answer took is counted on the calendar of working days from the pairs of days that occur.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, CharField, Count, F, Q
from django.db.models.functions import Cast

from gongkai.clocks.loading import calendar
from gongkai.clocks.models import Clock
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Organisation
from gongkai.requests.declared import law
from gongkai.requests.models import Asker, Proceeding, Rating, Request, RequestQuerySet, Route
from gongkai.requests.rules.answers import INFORMATION
from gongkai.requests.rules.counting import Lasting, added, guarded, lasting, share

GROUPS: Mapping[str, tuple[str, ...]] = {
    "予以公开": ("granted",),
    "部分公开": ("partly",),
    "不予公开": tuple(
        "secret forbidden security third-party internal deliberative enforcement-file other-inquiry".split()
    ),
    "无法提供": ("not-held", "not-made", "still-unclear"),
    "不予处理": ("petition", "repeated", "publication", "abusive", "confirmation"),
}
"""The parts of table three of the annual report, by its rows; what is in none is 其他处理."""

BEFORE_2019 = {
    "public-2007": "予以公开", "partly-2007": "部分公开", "refused-2007": "不予公开",
    "not-held-2007": "无法提供", "unclear-2007": "无法提供",
}  # fmt: skip
REST = "其他处理"
MONTHS = 24


@dataclass(frozen=True, slots=True)
class Month:
    label: str
    key: str
    received: int
    answered: int


@dataclass(frozen=True, slots=True)
class Body:
    """The figures of one organisation in a year, and what is overdue there now."""

    organisation: Organisation
    received: int
    answered: int
    on_time: str
    overdue: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one year."""

    year: int
    years: list[int]
    received: int
    answered: int
    pending: int
    overdue: int
    on_time: str
    lasting: Lasting
    outcomes: dict[str, int]
    askers: dict[str, str]
    months: list[Month]
    bodies: list[Body]


def figures(year: int, *, at: datetime) -> Figures:
    """Return the figures of a year as they stand ``at`` a moment; requests for information alone."""
    asked = Request.objects.filter(subject=INFORMATION)
    received, answered = asked.received_in(year), asked.counted_in(year)
    came, told = _came(received), _told(answered)
    overdue = _by_organisation(asked.overdue(at))
    whole, late = sum(each.number for each in told), sum(each.late for each in told)
    return Figures(
        year=year,
        years=years(asked, local_day(at).year),
        received=sum(number for _, _, number in came),
        answered=whole,
        pending=asked.filter(received_on__isnull=False, counted_on=None).count(),
        overdue=sum(overdue.values()),
        on_time=share(whole - late, whole),
        lasting=lasting(_working_days(_by_days(answered))),
        outcomes=_outcomes(told),
        askers=_askers(came),
        months=months(asked, _last_month(year, local_day(at))),
        bodies=_bodies(came, told, overdue),
    )


Came = list[tuple[int, str, int]]
"""What was received, by organisation and kind of applicant."""


def _came(received: RequestQuerySet) -> Came:
    return list(received.order_by().values_list("organisation", "asker").annotate(counted=Count("pk")))


@dataclass(frozen=True, slots=True)
class Told:
    """How many first answers of one kind an organisation gave, and how many of these came late."""

    organisation: int
    outcome: str
    number: int
    late: int


def _told(answered: RequestQuerySet) -> list[Told]:
    """Return the first answers by organisation and kind.

    A case that was handled anew has a new time since: of these the clock of the first answer tells.
    """
    late = Q(counted_on__gt=F("due_on"), answered_on=F("counted_on"))
    rows = answered.order_by().values_list("organisation", "counted_as")
    found = [Told(*row) for row in rows.annotate(counted=Count("pk"), late=Count("pk", filter=late))]
    return found + _late_before(answered)


def _late_before(answered: RequestQuerySet) -> list[Told]:
    again = answered.filter(Q(answered_on=None) | Q(answered_on__gt=F("counted_on"))).order_by()
    rows = {
        f"request:{pk}": (body, on) for pk, body, on in again.values_list("pk", "organisation", "counted_on")
    }
    first = _first_due(rows)
    return [
        Told(body, "", 0, 1)
        for subject, (body, on) in rows.items()
        if on is not None and subject in first and on > first[subject]
    ]


def years(asked: RequestQuerySet, last: int) -> list[int]:
    """Return the years that can be looked at, the newest first."""
    first = asked.filter(received_on__isnull=False).order_by("received_on").values_list("received_on")[:1]
    begun = next((day.year for (day,) in first if day), last)
    return list(range(max(last, begun), begun - 1, -1))


def _by_days(answered: RequestQuerySet) -> dict[tuple[str, str], int]:
    """Return how many answers there are for each pair of days; days as text, for there are thousands."""
    days = answered.order_by().annotate(
        came=Cast("received_on", CharField()), went=Cast("counted_on", CharField())
    )
    rows = days.values_list("came", "went").annotate(counted=Count("pk"))
    return {(came, went): number for came, went, number in rows}


def _working_days(pairs: Mapping[tuple[str, str], int]) -> dict[int, int]:
    """Return how many answers took how many working days, counted from the day after receipt."""
    if not pairs:
        return {}
    first, last = min(came for came, _ in pairs), max(went for _, went in pairs)
    day, number, known, passed = date.fromisoformat(first), 0, calendar(), {}
    while (text := day.isoformat()) <= last:
        number += known.is_working(day)
        passed[text] = number
        day += timedelta(days=1)
    found: dict[int, int] = {}
    for (came, went), count in pairs.items():
        took = passed[went] - passed[came]
        found[took] = found.get(took, 0) + count
    return found


def _outcomes(told: Iterable[Told]) -> dict[str, int]:
    part_of = {row: part for part, rows in GROUPS.items() for row in rows}
    known = {each.key: part_of.get(each.row, REST) for each in law().outcomes} | BEFORE_2019
    found = added((known.get(each.outcome, REST), each.number) for each in told)
    return {part: found.get(part, 0) for part in (*GROUPS, REST)}


def _askers(came: Came) -> dict[str, str]:
    rows = added((asker, number) for _, asker, number in came)
    return guarded({kind.label: rows.get(kind.value, 0) for kind in Asker}, law().fewest)


def _last_month(year: int, today: date) -> date:
    return min(date(year, 12, 1), today.replace(day=1))


def months(asked: RequestQuerySet, last: date) -> list[Month]:
    """Return what came and was answered in each of the months up to ``last``, its first day."""
    place = last.year * 12 + last.month - 1
    firsts = [date(each // 12, each % 12 + 1, 1) for each in range(place - MONTHS + 1, place + 1)]
    end = date((place + 1) // 12, (place + 1) % 12 + 1, 1)
    received, answered = (_by_month(asked, name, firsts[0], end) for name in ("received_on", "counted_on"))
    return [
        Month(f"{day.year}年{day.month}月", key, received.get(key, 0), answered.get(key, 0))
        for day in firsts
        for key in [f"{day:%Y-%m}"]
    ]


def _by_month(asked: RequestQuerySet, name: str, first: date, end: date) -> dict[str, int]:
    within = asked.filter(**{f"{name}__gte": first, f"{name}__lt": end}).order_by()
    rows = within.values_list(name).annotate(counted=Count("pk"))
    return added((f"{day:%Y-%m}", number) for day, number in rows)


def _bodies(came: Came, told: Iterable[Told], overdue: Mapping[int, int]) -> list[Body]:
    """Return the figures by organisation, those with most requests first."""
    received: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    late: Counter[int] = Counter()
    for body, _, number in came:
        received[body] += number
    for each in told:
        answered[each.organisation] += each.number
        late[each.organisation] += each.late
    found = [
        Body(
            each,
            received[each.pk],
            answered[each.pk],
            share(answered[each.pk] - late[each.pk], answered[each.pk]),
            overdue.get(each.pk, 0),
        )
        for each in Organisation.objects.filter(pk__in={*received, *answered, *overdue})
    ]
    return sorted(found, key=lambda body: (-body.received, body.organisation.order, body.organisation.pk))


def _by_organisation(asked: RequestQuerySet) -> dict[int, int]:
    return dict(asked.order_by().values_list("organisation").annotate(counted=Count("pk")))


def _first_due(subjects: Iterable[str]) -> dict[str, date]:
    rows = Clock.objects.filter(subject__in=list(subjects), duty="answer", cancelled_at=None)
    found: dict[str, date] = {}
    for subject, due in rows.order_by("-started_at", "-pk").values_list("subject", "due_on"):
        found[subject] = due
    return found


@dataclass(frozen=True, slots=True)
class Contested:
    """One row of the list of proceedings of a year: a way with its results."""

    route: str
    begun: int
    upheld: int
    corrected: int
    other: int
    open: int


def contested(asked: RequestQuerySet, year: int) -> list[Contested]:
    """Return the results of the proceedings begun in a year about some requests, by their way."""
    begun = Proceeding.objects.filter(request__in=asked, begun_on__year=year).order_by()
    rows = begun.values_list("route").annotate(
        counted=Count("pk"),
        upheld=Count("pk", filter=Q(result="upheld")),
        corrected=Count("pk", filter=Q(result="corrected")),
        other=Count("pk", filter=Q(result="other")),
        open=Count("pk", filter=Q(result="")),
    )
    found = {route: numbers for route, *numbers in rows}
    return [Contested(kind.label, *found.get(kind.value, [0] * 5)) for kind in Route]


@dataclass(frozen=True, slots=True)
class Rated:
    """How the cases of one organisation were rated."""

    organisation: str
    number: int
    mean: str
    content: str


def rated(asked: RequestQuerySet, first: date, last: date) -> list[Rated]:
    """Return the ratings given between two days about some requests, by organisation, the most first."""
    given = Rating.objects.filter(request__in=asked, given_at__date__range=(first, last)).order_by()
    rows = given.values("request__organisation__name").annotate(
        counted=Count("pk"), mean=Avg("stars"), content=Count("pk", filter=Q(stars__gte=4))
    )
    found = [
        Rated(
            row["request__organisation__name"],
            row["counted"],
            f"{row['mean']:.1f}",
            share(row["content"], row["counted"]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.number, each.organisation))
