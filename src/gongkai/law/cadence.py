"""Duties that come back: each day, week, month, quarter, half-year, year, or by a fixed day of each year."""

import re
from dataclasses import dataclass
from datetime import date

from gongkai.law.deadlines import add_months
from gongkai.law.workdays import DAY

MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
LABELS = {
    "daily": "每日",
    "weekly": "每周",
    "monthly": "每月",
    "quarterly": "每季度",
    "half-yearly": "每半年",
    "yearly": "每年",
}
DATED = re.compile(r"(\d\d)-(\d\d)")
LEAP_YEAR = 2000


class BadCadence(ValueError):
    """A word that names no cadence."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often: ``daily weekly monthly quarterly half-yearly yearly`` or a day of the year, ``01-31``.

    Raises BadCadence for anything else.
    """

    word: str

    def __post_init__(self) -> None:
        if self.word not in LABELS:
            self._day_of(LEAP_YEAR)

    @property
    def text(self) -> str:
        """The cadence in words: 每季度至少一次, 每年1月31日前."""
        if self.word in LABELS:
            return f"{LABELS[self.word]}至少一次"
        day = self._day_of(LEAP_YEAR)
        return f"每年{day.month}月{day.day}日前"

    def period(self, day: date) -> tuple[date, date]:
        """The period in which ``day`` lies: its first day, and its last, which is the due date.

        A period is closed by its due date. It is a date fixed by the text itself and is not moved
        when it is a day off: publishing does not wait for office hours.
        """
        if self.word == "daily":
            return day, day
        if self.word == "weekly":
            monday = day - DAY * day.weekday()
            return monday, monday + DAY * 6
        if self.word in MONTHS:
            return _months_around(day, MONTHS[self.word])
        return self._dated_around(day)

    def _dated_around(self, day: date) -> tuple[date, date]:
        due = self._day_of(day.year)
        if due < day:
            return due + DAY, self._day_of(day.year + 1)
        return self._day_of(day.year - 1) + DAY, due

    def _day_of(self, year: int) -> date:
        found = DATED.fullmatch(self.word)
        if found is None:
            raise BadCadence(f"“{self.word}”不是周期：应为 {'、'.join(LABELS)} 或 MM-DD")
        month, day = int(found[1]), int(found[2])
        if (month, day) == (2, 29):
            raise BadCadence("2月29日不是每年都有，不能作为每年的期限")
        try:
            return date(year, month, day)
        except ValueError:
            raise BadCadence(f"没有{month}月{day}日这一天") from None


def _months_around(day: date, months: int) -> tuple[date, date]:
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, add_months(first, months) - DAY
