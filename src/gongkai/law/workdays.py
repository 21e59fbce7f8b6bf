"""The working-day calendar: three kinds of day, and what was known of them when.

A day is *ordinary* (Monday to Friday work, Saturday and Sunday rest: 国务院关于职工工作时间的规定
第七条), a *holiday*, or a *make-up* working day (调休). The last two come only from the notices that
the State Council's office issues for each year. Nothing here guesses: a day whose notice is not known
counts by the week alone, and ``is_settled`` says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import count, islice

DAY = timedelta(days=1)
SATURDAY = 5
WEEKDAYS = "周一 周二 周三 周四 周五 周六 周日".split()


class DayKind(StrEnum):
    ORDINARY = "ordinary"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"


class BadNotice(ValueError):
    """A holiday notice contradicts itself or the week."""


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """One day as a notice fixes it: its kind and the festival it belongs to."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice on the holidays of ``year``. It may mark days of late December before that year."""

    year: int
    title: str
    number: str
    issued_on: date
    days: tuple[MarkedDay, ...]
    certain: bool = True

    def __post_init__(self) -> None:
        seen: set[date] = set()
        for each in self.days:
            _check(each, self.year, seen)
            seen.add(each.day)

    @property
    def citation(self) -> str:
        """The number of the notice, or its title where no number is known."""
        return self.number or self.title


def _check(marked: MarkedDay, year: int, seen: set[date]) -> None:
    day = marked.day
    if day in seen:
        raise BadNotice(f"{day} 在同一通知中出现两次")
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise BadNotice(f"{day} 不属于 {year} 年，也不是上一年十二月")
    if marked.kind is DayKind.MAKE_UP and day.weekday() < SATURDAY:
        raise BadNotice(f"{day} 是{WEEKDAYS[day.weekday()]}，本来就是工作日，不能列为调休上班")


@dataclass(frozen=True)
class Calendar:
    """All notices loaded, in force as of the latest. Build views of the past with ``known_on``."""

    notices: tuple[Notice, ...] = ()
    # A notice for the coming year has re-ordered days from 29 December on (2007, 2011, 2018, 2022);
    # from this day on a date is settled only when the next year's notice is known as well.
    late_december: int = field(default=25)

    @cached_property
    def _marks(self) -> Mapping[date, tuple[MarkedDay, Notice]]:
        """The mark of each day; of two notices the later one counts (2019-03-22, 2020-01-27)."""
        ordered = sorted(self.notices, key=lambda notice: notice.issued_on)
        return {each.day: (each, notice) for notice in ordered for each in notice.days}

    @cached_property
    def years(self) -> frozenset[int]:
        """The years whose notice is known."""
        return frozenset(notice.year for notice in self.notices)

    def known_on(self, day: date) -> "Calendar":
        """Return the calendar as anybody could know it at the end of ``day``."""
        known = tuple(notice for notice in self.notices if notice.issued_on <= day)
        return Calendar(known, self.late_december)

    def kind(self, day: date) -> DayKind:
        marked = self._marks.get(day)
        return marked[0].kind if marked else DayKind.ORDINARY

    def notice(self, day: date) -> Notice | None:
        """The notice that marks ``day``, if one does."""
        marked = self._marks.get(day)
        return marked[1] if marked else None

    def is_working(self, day: date) -> bool:
        kind = self.kind(day)
        return kind is DayKind.MAKE_UP or (kind is DayKind.ORDINARY and day.weekday() < SATURDAY)

    def is_settled(self, day: date) -> bool:
        """Whether the notices that can decide about ``day`` are known."""
        late = day.month == 12 and day.day >= self.late_december
        return day.year in self.years and (not late or day.year + 1 in self.years)

    def reason(self, day: date) -> str:
        """Say in two or three words what ``day`` is: 工作日, 周末, 国庆节放假, 调休上班（国庆节）."""
        marked = self._marks.get(day)
        if marked is None:
            return "工作日" if day.weekday() < SATURDAY else "周末"
        name = marked[0].name
        return f"{name}放假" if marked[0].kind is DayKind.HOLIDAY else f"调休上班（{name}）"

    def add(self, day: date, working_days: int) -> date:
        """Return the last of so many working days, ``day`` itself not counted. Zero gives ``day``."""
        if working_days < 0:
            raise ValueError(f"工作日数不能为负：{working_days}")
        working = filter(self.is_working, (day + DAY * n for n in count(1)))
        return [day, *islice(working, working_days)][-1]

    def back(self, day: date, working_days: int) -> date:
        """Return the day so many working days before ``day``, which is not counted itself."""
        working = filter(self.is_working, (day - DAY * n for n in count(1)))
        return [day, *islice(working, working_days)][-1]

    def between(self, after: date, through: date) -> int:
        """Count the working days after ``after`` up to and including ``through``; negative backwards."""
        if through < after:
            return -self.between(through, after)
        return sum(map(self.is_working, days_between(after, through)))


def days_between(after: date, through: date) -> Iterable[date]:
    """The days after ``after`` up to and including ``through``."""
    return (after + DAY * n for n in range(1, (through - after).days + 1))


def span(text: str) -> list[date]:
    """Read ``2017-10-01`` or ``2017-10-01/2017-10-08``, both ends included.

    Raises BadNotice for anything else.
    """
    first, _, last = text.partition("/")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise BadNotice(f"“{text}”不是日期或起止日期") from None
    if end < start:
        raise BadNotice(f"“{text}”的止日早于起日")
    return [start, *days_between(start, end)]


def notice_from(data: Mapping[str, object], year: int) -> Notice:
    """Build a notice from plain data: title, number, issued_on, certain, days (name, rest, work).

    Raises BadNotice with a sentence that says what is wrong.
    """
    try:
        issued_on = date.fromisoformat(str(data["issued_on"]))
        title, rows = str(data["title"]), data["days"]
    except KeyError as missing:
        raise BadNotice(f"通知缺少 {missing.args[0]}") from None
    except ValueError:
        raise BadNotice(f"发文日期“{data['issued_on']}”不是日期") from None
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise BadNotice("days 应当是节日的列表")
    days = tuple(mark for row in rows for mark in marks_of(row))
    certain = data.get("certain", True) is True
    return Notice(year, title, str(data.get("number", "")), issued_on, days, certain)


def marks_of(row: Mapping[str, object]) -> Iterable[MarkedDay]:
    """The days one festival marks: its ``rest`` days and its make-up ``work`` days. Raises BadNotice."""
    unknown = set(row) - {"name", "rest", "work"}
    if unknown or "name" not in row:
        raise BadNotice(f"节日只能写 name、rest、work，且必须有 name：{sorted(row)}")
    for word, kind in (("rest", DayKind.HOLIDAY), ("work", DayKind.MAKE_UP)):
        texts = row.get(word, [])
        if not isinstance(texts, list):
            raise BadNotice(f"{row['name']} 的 {word} 应当是列表")
        for text in texts:
            yield from (MarkedDay(day, kind, str(row["name"])) for day in span(str(text)))
