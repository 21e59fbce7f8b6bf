"""A month as a grid of weeks, Monday first. Pure."""

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Day:
    """One square: its date, whether it belongs to the month, what is on it."""

    date: date
    is_inside: bool
    is_today: bool
    events: list[Mapping[str, object]] = field(default_factory=list)


def weeks(month: date, events: Iterable[Mapping[str, object]], *, today: date) -> list[list[Day]]:
    """Return the weeks that ``month`` (any day of it) touches; each event has its ``date``."""
    by_day: dict[object, list[Mapping[str, object]]] = {}
    for event in events:
        by_day.setdefault(event["date"], []).append(event)
    return [
        [Day(day, day.month == month.month, day == today, by_day.get(day, [])) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def before(month: date) -> date:
    """Return the first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def after(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
