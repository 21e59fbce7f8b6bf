"""What a person is told, when it is told by mail, and how soon a duty ends. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

MORNING = time(8, 0)
DAILY, WEEKLY, AT_ONCE = "daily", "weekly", "at-once"
WINDOW = timedelta(days=14)
"""What is older is no news."""


@dataclass(frozen=True)
class Fact:
    """One thing that one person is to know."""

    person: int
    key: str
    kind: str
    title: str
    words: str
    href: str


def last_round(digest: str, at: datetime) -> datetime | None:
    """Return when mail of this sort was last to go out at ``at``; None if it never is.

    ``at`` is local: daily at eight in the morning, weekly on Monday at eight.
    """
    if digest == AT_ONCE:
        return at
    morning = at.replace(hour=MORNING.hour, minute=MORNING.minute, second=0, microsecond=0)
    if digest == DAILY:
        return morning if morning <= at else morning - timedelta(days=1)
    if digest == WEEKLY:
        monday = morning - timedelta(days=at.weekday())
        return monday if monday <= at else monday - timedelta(days=7)
    return None


def is_time(digest: str, told_at: datetime | None, at: datetime) -> bool:
    """Return whether mail is due at ``at``, after it last went out at ``told_at``; a week away makes one."""
    last = last_round(digest, at)
    return last is not None and (digest == AT_ONCE or told_at is None or told_at < last)


def mean(hours: Iterable[float]) -> float:
    """Return the mean of some hours, 0 of none."""
    found = list(hours)
    return sum(found) / len(found) if found else 0.0


def share(part: int, whole: int) -> int:
    """Return ``part`` of ``whole`` in whole percent; nothing of nothing is none."""
    return round(100 * part / whole) if whole else 0
