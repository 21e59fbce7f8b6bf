"""What is due: the open clocks a person looks after, by state, by day, by month. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from gongkai.clocks.loading import calendar
from gongkai.clocks.models import SOON, Clock, ClockQuerySet
from gongkai.desk.standing import Standing
from gongkai.desk.today import Duty, duty_of
from gongkai.items.models import RATIFICATION
from gongkai.law.deadlines import local_day
from gongkai.law.workdays import DayKind

IN_A_COLUMN = 12
IN_A_DAY = 3
DAY = timedelta(days=1)


STATES: dict[str, tuple[str, str]] = {
    "overdue": ("已逾期", "bad"),
    "today": ("今天到期", "warn"),
    "soon": (f"{SOON}个工作日内", "warn"),
    "later": ("以后", "info"),
    "paused": ("停止计算", "muted"),
}


def _conditions(at: datetime) -> dict[str, Q]:
    """Return which open clocks are in which state: each in one and only one."""
    day = local_day(at)
    last = calendar().add(day, SOON)
    ahead = Q(is_paused=False, due_at__gte=at)
    return {
        "overdue": Q(is_paused=False, due_at__lt=at),
        "today": ahead & Q(due_on__lte=day),
        "soon": ahead & Q(due_on__gt=day, due_on__lte=last),
        "later": ahead & Q(due_on__gt=max(day, last)),
        "paused": Q(is_paused=True),
    }


@dataclass(frozen=True)
class Group:
    """The same duty of one organisation or of many, due at one time."""

    first: Duty
    others: list[Duty]

    @property
    def total(self) -> int:
        return 1 + len(self.others)

    @property
    def every(self) -> list[Duty]:
        return [self.first, *self.others]


@dataclass(frozen=True)
class Column:
    """The clocks in one state, the first few of them as rows: groups of like ones."""

    key: str
    label: str
    tone: str
    total: int
    rows: list[Group]
    is_cut: bool = False


@dataclass(frozen=True)
class Day:
    """One day of the month's grid; ``note`` says what a day off is, or a day made up for."""

    day: date
    is_of_month: bool
    is_today: bool
    is_working: bool
    note: str
    total: int = 0
    rows: list[Duty] = field(default_factory=list)


def clocks(desk: Standing, *, everyone: bool = False) -> ClockQuerySet:
    """Return the open clocks of one's own organisations; the openness office may look at everyone's.

    What was forced anywhere is due with the openness office too, which may approve it (条例第四条).
    """
    if everyone and desk.is_openness:
        return Clock.objects.open()
    wanted = Q(organisation__in=desk.own)
    if desk.is_openness:
        wanted |= Q(duty__startswith=RATIFICATION)
    return Clock.objects.open().filter(wanted)


def state_of(clock: Clock, at: datetime) -> str:
    """Return in which of ``STATES`` an open clock is."""
    if clock.is_paused:
        return "paused"
    if clock.due_at < at:
        return "overdue"
    day = local_day(at)
    return (
        "today" if clock.due_on <= day else "soon" if clock.due_on <= calendar().add(day, SOON) else "later"
    )


def in_state(rows: ClockQuerySet, state: str, at: datetime) -> ClockQuerySet:
    """Return those of ``rows`` in one of ``STATES``, the most pressing first; all for no known state."""
    wanted = _conditions(at).get(state)
    return (rows if wanted is None else rows.filter(wanted)).order_by("due_at", "pk")


def counts(rows: ClockQuerySet, at: datetime) -> dict[str, int]:
    """Return how many clocks are in each state, in one query."""
    chosen = {name: Count("pk", filter=wanted) for name, wanted in _conditions(at).items()}
    return dict(rows.order_by().aggregate(**chosen))


def duties(rows: ClockQuerySet, at: datetime) -> list[Duty]:
    found = rows.select_related("organisation").prefetch_related("events")
    return [duty_of(each, at) for each in found]


Key = tuple[datetime, str, bool]
LIKE = ("due_at", "title", "is_paused")
"""What the clocks of a group have in common."""


def groups(rows: ClockQuerySet) -> QuerySet[Clock, Key]:
    """Return what clocks have in common, once for all that are alike, the most pressing first."""
    return rows.order_by(*LIKE).values_list(*LIKE).distinct()


def grouped(rows: ClockQuerySet, chosen: Iterable[Key], at: datetime) -> list[Group]:
    """Return the groups that are ``chosen`` of ``groups``, with the clocks of ``rows`` in them."""
    found: dict[Key, list[Clock]] = {key: [] for key in chosen}
    if not found:
        return []
    times, titles = {key[0] for key in found}, {key[1] for key in found}
    held = rows.filter(due_at__in=times, title__in=titles).order_by("organisation__order", "pk")
    for clock in held.select_related("organisation").prefetch_related("events"):
        found.get((clock.due_at, clock.title, clock.is_paused), []).append(clock)
    made = [[duty_of(clock, at) for clock in clocks] for clocks in found.values() if clocks]
    return [Group(first, others) for first, *others in made]


def board(rows: ClockQuerySet, at: datetime) -> list[Column]:
    """Return a column for each state with its most pressing clocks."""
    totals = counts(rows, at)
    return [_column(rows, key, totals[key], at) for key in STATES]


def _column(rows: ClockQuerySet, state: str, total: int, at: datetime) -> Column:
    held = in_state(rows, state, at)
    chosen = list(groups(held)[: IN_A_COLUMN + 1]) if total else []
    return Column(
        state, *STATES[state], total, grouped(held, chosen[:IN_A_COLUMN], at), len(chosen) > IN_A_COLUMN
    )


def month(rows: ClockQuerySet, first: date, at: datetime, *, today: date) -> list[list[Day]]:
    """Return the weeks, Monday first, that hold the month beginning on ``first``, with what is due."""
    begin = first - DAY * first.weekday()
    after = (first + DAY * 31).replace(day=1)
    weeks = ((after - DAY * 1) - begin).days // 7 + 1
    days = [begin + DAY * n for n in range(7 * weeks)]
    wanted = rows.filter(due_on__gte=days[0], due_on__lte=days[-1])
    totals = dict(wanted.order_by().values_list("due_on").annotate(Count("pk")))
    shown: dict[date, list[Duty]] = {}
    for duty in duties(wanted.order_by("due_at", "pk")[: IN_A_DAY * 200], at):
        shown.setdefault(duty.due_on, []).append(duty)
    filled = [_day(day, first, today, totals.get(day, 0), shown.get(day, [])[:IN_A_DAY]) for day in days]
    return [filled[n : n + 7] for n in range(0, len(filled), 7)]


def _day(day: date, first: date, today: date, total: int, rows: list[Duty]) -> Day:
    known = calendar()
    note = "" if known.kind(day) is DayKind.ORDINARY else known.reason(day)
    is_of_month = (day.year, day.month) == (first.year, first.month)
    return Day(day, is_of_month, day == today, known.is_working(day), note, total, rows)
