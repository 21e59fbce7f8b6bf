"""Due dates, each with the steps that led to it, so that anyone can follow and repeat the count.

Convention (民事诉讼法第八十五条, which practice applies to these periods by analogy): the day on
which a period starts is not counted; the last day runs until 24:00 Asia/Shanghai; a period of days or
months that would end on a day off ends on the next working day. Working days skip days off altogether.
Hours run through nights, weekends and holidays. Months end on the same day of the month, or on its last.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

from gongkai.law.workdays import DAY, Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    MONTHS = "months"


UNIT_LABELS = {
    Unit.WORKING_DAYS: "个工作日",
    Unit.CALENDAR_DAYS: "日（自然日）",
    Unit.HOURS: "小时",
    Unit.MONTHS: "个月",
}


@dataclass(frozen=True, slots=True)
class Length:
    """An amount of time in the law's own unit."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"期限不能为负：{self.amount}")

    def __str__(self) -> str:
        return f"{self.amount}{UNIT_LABELS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count: after ``since`` up to and including ``until``, because of ``reason``."""

    since: datetime
    until: datetime
    reason: str


class StepKind(StrEnum):
    START = "start"
    COUNT = "count"
    SKIP = "skip"
    PAUSE = "pause"
    MONTHS = "months"
    HOURS = "hours"
    ROLL = "roll"


@dataclass(frozen=True, slots=True)
class Step:
    """One run of the count. ``first`` and ``last`` are ISO dates, or ISO moments where hours are counted.

    ``count`` is what the run holds: days counted, skipped or rolled, months, hours; in a start step
    it is the whole length to be counted.
    """

    kind: StepKind
    first: str
    last: str
    count: int
    reason: str
    notice: str = ""


class BrokenExplanation(ValueError):
    """Steps that do not follow from one another, or do not fill the period."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A due date and how it came about."""

    due_at: datetime
    steps: tuple[Step, ...]
    is_provisional: bool
    article: str = ""

    @property
    def due_on(self) -> date:
        return self.due_at.astimezone(SHANGHAI).date()

    def as_json(self) -> dict[str, object]:
        return {
            "due_at": self.due_at.isoformat(),
            "is_provisional": self.is_provisional,
            "article": self.article,
            "steps": [asdict(step) | {"kind": step.kind.value} for step in self.steps],
        }


def from_json(data: Mapping[str, object]) -> Explained:
    """Read back what ``as_json`` wrote."""
    rows = data["steps"]
    if not isinstance(rows, list):
        raise BrokenExplanation("计算说明没有步骤")
    steps = tuple(Step(**(row | {"kind": StepKind(row["kind"])})) for row in rows)
    due_at = datetime.fromisoformat(str(data["due_at"]))
    return Explained(due_at, steps, bool(data["is_provisional"]), str(data.get("article", "")))


def end_of(day: date) -> datetime:
    """The last moment of ``day`` in Asia/Shanghai: 24:00, told as a microsecond before."""
    return datetime.combine(day, time.max, SHANGHAI)


def local_day(moment: date | datetime) -> date:
    """The day of ``moment`` in Asia/Shanghai; a date is returned as it is."""
    return moment.astimezone(SHANGHAI).date() if isinstance(moment, datetime) else moment


def start_of(day: date | datetime) -> datetime:
    """The moment given, or the first moment of the day given, in Asia/Shanghai."""
    if isinstance(day, datetime):
        return day.astimezone(SHANGHAI)
    return datetime.combine(day, time.min, SHANGHAI)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or the last of that month if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(
    start: date | datetime,
    length: Length,
    calendar: Calendar,
    *,
    pauses: Sequence[Pause] = (),
    article: str = "",
) -> Explained:
    """Return when a period of ``length`` that begins at ``start`` ends, with its steps.

    Overlapping pauses count once. A length of hours needs a moment; a date means its 0:00.
    """
    if length.unit is Unit.HOURS:
        return _hours(start_of(start), length, pauses, article)
    return _Count(local_day(start), length, calendar, pauses, article).explained()


class _Count:
    """The count of one period of days or months: a walk from day to day that keeps its runs."""

    def __init__(
        self, start: date, length: Length, calendar: Calendar, pauses: Sequence[Pause], article: str
    ) -> None:
        self.start, self.length, self.calendar, self.article = start, length, calendar, article
        self.paused = _paused_days(pauses)
        self.settled = True
        reason = f"自{start}起算，当日不计，期限{length}"
        self.steps = [Step(StepKind.START, str(start), str(start), length.amount, reason)]
        self.last = start

    def explained(self) -> Explained:
        if self.length.unit is Unit.MONTHS:
            self._count_months()
        else:
            self._walk(self.length.amount, self._day_off_or_paused if self._working else self._pause_of)
        if not self._working:
            self._roll()
        return Explained(end_of(self.last), tuple(self.steps), not self.settled, self.article)

    @property
    def _working(self) -> bool:
        return self.length.unit is Unit.WORKING_DAYS

    def _pause_of(self, day: date) -> tuple[StepKind, str, str] | None:
        reason = self.paused.get(day)
        return (StepKind.PAUSE, reason, "") if reason is not None else None

    def _day_off_or_paused(self, day: date) -> tuple[StepKind, str, str] | None:
        self.settled = self.settled and self.calendar.is_settled(day)
        if paused := self._pause_of(day):
            # A day off inside a pause is no working day of the pause either; it is named as a day off.
            return paused if self.calendar.is_working(day) else self._day_off(day)
        return None if self.calendar.is_working(day) else self._day_off(day)

    def _day_off(self, day: date) -> tuple[StepKind, str, str]:
        return StepKind.SKIP, self.calendar.reason(day), self._notice(day)

    def _notice(self, day: date) -> str:
        notice = self.calendar.notice(day)
        return notice.citation if notice else ""

    def _walk(self, amount: int, left_out: Callable[[date], tuple[StepKind, str, str] | None]) -> None:
        counted = 0
        while counted < amount:
            self.last += DAY
            if skipped := left_out(self.last):
                self._run(*skipped)
                continue
            counted += 1
            reason = self.calendar.reason(self.last) if self._working else "自然日"
            self._run(StepKind.COUNT, reason, self._notice(self.last) if self._working else "")

    def _count_months(self) -> None:
        end = add_months(self.start, self.length.amount)
        clipped = "，该月无对应日，以月末日为止" if end.day != self.start.day else ""
        reason = f"期满日为{end}{clipped}"
        self.steps.append(Step(StepKind.MONTHS, str(self.start), str(end), self.length.amount, reason))
        inside = [day for day in self.paused if self.start < day <= end]
        self.last = end
        self._make_up(len(inside))

    def _make_up(self, days: int) -> None:
        """Add to a period of months the days on which it stood still."""
        if days:
            self.steps[0] = Step(
                StepKind.START, str(self.start), str(self.start), self.length.amount + days,
                f"{self.steps[0].reason}，另补足停止计算的{days}日",
            )  # fmt: skip
            self._walk(days, self._pause_of)

    def _run(self, kind: StepKind, reason: str, notice: str) -> None:
        """Note the day just reached, in the last run if it is of the same sort."""
        before = self.steps[-1]
        if (before.kind, before.reason, before.notice) == (kind, reason, notice):
            first, number = before.first, before.count + 1
            self.steps.pop()
        else:
            first, number = str(self.last), 1
        self.steps.append(Step(kind, first, str(self.last), number, reason, notice))

    def _roll(self) -> None:
        self.settled = self.calendar.is_settled(self.last)
        if self.calendar.is_working(self.last):
            return
        ended, notice = self.last, self._notice(self.last)
        days = (ended + DAY * n for n in count(1))
        self.last = next(day for day in days if self.calendar.is_working(day) and day not in self.paused)
        self.settled = self.settled and self.calendar.is_settled(self.last)
        reason = f"期满日{ended}是{self.calendar.reason(ended)}，顺延至其后第一个工作日"
        first = str(ended + DAY)
        self.steps.append(
            Step(StepKind.ROLL, first, str(self.last), (self.last - ended).days, reason, notice)
        )


def _paused_days(pauses: Iterable[Pause]) -> dict[date, str]:
    """The days that do not count and why; the day a pause begins still counts, the day it ends does not."""
    days: dict[date, str] = {}
    for pause in sorted(pauses, key=lambda pause: (pause.since, pause.until)):
        day = local_day(pause.since) + DAY
        while day <= local_day(pause.until):
            days.setdefault(day, pause.reason)
            day += DAY
    return dict(sorted(days.items()))


def _hours(start: datetime, length: Length, pauses: Sequence[Pause], article: str) -> Explained:
    total = HOUR * length.amount
    reason = f"自{start:%Y-%m-%d %H:%M}起算，期限{length}，节假日和夜间连续计算"
    steps = [Step(StepKind.START, start.isoformat(), start.isoformat(), length.amount, reason)]
    cursor, left = start, total
    for pause in merged(pauses):
        since, until = max(start_of(pause.since), cursor), start_of(pause.until)
        if until <= cursor or since >= cursor + left:
            continue
        if since > cursor:
            steps.append(_hours_step(StepKind.HOURS, cursor, since, "连续计算"))
        left -= since - cursor
        steps.append(_hours_step(StepKind.PAUSE, since, until, pause.reason))
        cursor = until
    if left:
        steps.append(_hours_step(StepKind.HOURS, cursor, cursor + left, "连续计算"))
    return Explained(cursor + left, tuple(steps), False, article)


def _hours_step(kind: StepKind, first: datetime, last: datetime, reason: str) -> Step:
    return Step(kind, first.isoformat(), last.isoformat(), int((last - first) / HOUR), reason)


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """The same time left out, told without overlaps; pauses that touch or overlap share their reasons."""
    out: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: (pause.since, pause.until)):
        if out and pause.since <= out[-1].until:
            before = out.pop()
            reason = before.reason if pause.reason in before.reason else f"{before.reason}；{pause.reason}"
            pause = Pause(before.since, max(before.until, pause.until), reason)  # noqa: PLW2901
        out.append(pause)
    return out
