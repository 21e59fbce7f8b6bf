"""Days, months, quarters and years along the axis of a chart: named, filled up, made coarser. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Protocol, Self, TypeVar

from gongkai.registers.fields.days import Date, Month, Quarter, Year
from gongkai.registers.schema import Field

DAY, MONTH, QUARTER, YEAR = "day", "month", "quarter", "year"
COARSER = {DAY: MONTH, MONTH: QUARTER, QUARTER: YEAR}
NAMED = {MONTH: "按月", QUARTER: "按季", YEAR: "按年"}
MOST_POINTS = {DAY: 100, MONTH: 48, QUARTER: 40}
"""More than that nobody tells apart on a phone; then the next longer period is drawn."""
MOST_FILLED = 400

SPELLED: Mapping[str, Callable[[str], str]] = {
    DAY: str,
    MONTH: Month().show,
    QUARTER: Quarter().show,
    YEAR: Year().show,
    "": str,
}


class Adds(Protocol):
    def __add__(self, other: Self, /) -> Self: ...


Sum = TypeVar("Sum", bound=Adds)


def is_time(field: Field) -> bool:
    return isinstance(field.type, (Date, Month, Quarter, Year))


def step_of(field: Field, step: str) -> str:
    """Return the period of an axis: as the chart says, or what the field itself holds; empty if no time."""
    return step or (field.type.word.replace("date", DAY) if is_time(field) else "")


def fitting(
    found: dict[str | None, dict[str | None, Sum]], field: Field, step: str
) -> tuple[str, dict[str | None, dict[str | None, Sum]]]:
    """Return the period that can still be drawn, and what was counted by it."""
    now = step_of(field, step)
    while now in MOST_POINTS and len(through(_said(found), now)) > MOST_POINTS[now]:
        now = COARSER[now]
        found = _merged(found, now)
    return now, found


def _said(found: Mapping[str | None, object]) -> list[str]:
    return sorted(key for key in found if key is not None)


def _merged(
    found: dict[str | None, dict[str | None, Sum]], step: str
) -> dict[str | None, dict[str | None, Sum]]:
    made: dict[str | None, dict[str | None, Sum]] = {}
    for key, row in found.items():
        into = made.setdefault(None if key is None else lifted(key, step), {})
        for part, tally in row.items():
            into[part] = into[part] + tally if part in into else tally
    return made


def lifted(key: str, step: str) -> str:
    """Return the longer period in which a shorter one lies: 2017-07-01, 2017-07, 2017-Q3, 2017."""
    if step == MONTH:
        return key[:7]
    if step == QUARTER:
        return f"{key[:4]}-Q{(int(key[5:7]) + 2) // 3}"
    return key[:4]


def through(keys: list[str], step: str) -> list[str]:
    """Return all periods from the first to the last, also those in which nothing happened."""
    if not keys:
        return []
    first, last = keys[0], keys[-1]
    if step == DAY:
        start, days = date.fromisoformat(first), (date.fromisoformat(last) - date.fromisoformat(first)).days
        filled = [
            (start + timedelta(days=number)).isoformat() for number in range(min(days, MOST_FILLED) + 1)
        ]
        return keys if days > MOST_FILLED else filled
    size = {MONTH: 12, QUARTER: 4, YEAR: 1}[step]
    numbers = range(_number(first, size), _number(last, size) + 1)
    return keys if len(numbers) > MOST_FILLED else [_spelt(number, step) for number in numbers]


def _number(key: str, size: int) -> int:
    year, _, part = key.partition("-")
    return int(year) * size + (int(part.lstrip("Q")) - 1 if part else 0)


def _spelt(number: int, step: str) -> str:
    if step == YEAR:
        return f"{number:04}"
    year, part = divmod(number, 12 if step == MONTH else 4)
    return f"{year:04}-{part + 1:02}" if step == MONTH else f"{year:04}-Q{part + 1}"


def bounds(key: str, step: str, own: str) -> tuple[str, str]:
    """Return the first and the last of the shorter periods ``own`` that lie in a longer one."""
    months = {MONTH: 1, QUARTER: 3, YEAR: 12}[step]
    first = _number(key, 12 // months) * months
    last = _first_day(first + months) - timedelta(days=1)
    first_day, last_day = _first_day(first).isoformat(), last.isoformat()
    if own == DAY:
        return first_day, last_day
    return lifted(first_day, own), lifted(last_day, own)


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def shorter(key: str) -> str:
    """Return a period as it stands below an axis."""
    return key.replace("-Q", " Q")
