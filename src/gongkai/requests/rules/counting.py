"""How public figures about requests are computed, and which of them are not told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long answers took, in working days; None where there was none."""

    median: float | None
    ninth: int | None


def lasting(days: Mapping[int, int]) -> Lasting:
    """Return the median and the ninth decile (the smallest that nine of ten did not exceed).

    ``days`` says how many answers took how many working days.
    """
    whole = sum(days.values())
    if not whole:
        return Lasting(None, None)
    lower, upper = _at(days, (whole - 1) // 2), _at(days, whole // 2)
    return Lasting((lower + upper) / 2, _at(days, -(-whole * 9 // 10) - 1))


def _at(days: Mapping[int, int], place: int) -> int:
    """Return the value that stands at a place, from 0, among all in order."""
    passed = 0
    for value in sorted(days):
        passed += days[value]
        if place < passed:
            return value
    raise IndexError(place)


def guarded(counts: Mapping[str, int], fewest: int) -> dict[str, str]:
    """Return figures about people as they may be told: what is smaller than ``fewest`` is not, 0 is.

    Where one figure alone would be missing it could be had from the total: the next smallest is not told
    either.
    """
    hidden = {key for key, count in counts.items() if 0 < count < fewest}
    rest = [key for key, count in counts.items() if count >= fewest]
    bounds = dict.fromkeys(hidden, f"少于{fewest}")
    if len(hidden) == 1 and rest:
        bounds[min(rest, key=lambda key: (counts[key], key))] = "不单列"
    return {key: bounds.get(key, str(count)) for key, count in counts.items()}


def share(part: int, whole: int) -> str:
    """Return a share as it is written, with one decimal; nothing of nothing is a dash."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def added(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the sums of counts by key."""
    found: dict[str, int] = {}
    for key, count in pairs:
        found[key] = found.get(key, 0) + count
    return found
