"""When the next fetch is due, by rule and after failures. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
RHYTHMS = {DAILY: "每天", WEEKLY: "每周", MONTHLY: "每月"}
WEEKDAYS = {1: "周一", 2: "周二", 3: "周三", 4: "周四", 5: "周五", 6: "周六", 7: "周日"}
LAST_DAY = 28
"""Every month has this day."""

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(days=1)
DOUBLED = 10
"""More often a wait is not doubled: it is longer than the longest by then."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every day, one day of the week or one day of the month, at an hour."""

    every: str
    hour: int
    weekday: int = 1
    day: int = 1

    def __str__(self) -> str:
        days = {WEEKLY: WEEKDAYS[self.weekday], MONTHLY: f"每月 {self.day} 日"}
        return f"{days.get(self.every, RHYTHMS[self.every])} {self.hour} 时"

    def fits(self, day: datetime) -> bool:
        """Return whether it has a moment on a day."""
        fits = {WEEKLY: day.isoweekday() == self.weekday, MONTHLY: day.day == self.day}
        return fits.get(self.every, True)


def next_after(rhythm: Rhythm, at: datetime) -> datetime:
    """Return the first moment of a rhythm after ``at``, which is local time."""
    day = at.replace(hour=rhythm.hour, minute=0, second=0, microsecond=0)
    while day <= at or not rhythm.fits(day):
        day += timedelta(days=1)
    return day


def again_after(rhythm: Rhythm, at: datetime, failures: int) -> datetime:
    """Return when to try again after so many failures in a row: each time later, never later than due."""
    wait: timedelta = FIRST_WAIT * 2.0 ** min(failures - 1, DOUBLED)
    return min(next_after(rhythm, at), at + min(wait, LONGEST_WAIT))
