"""How long what belongs to a case is kept before it is let go. Pure.

个人信息保护法第十九条、第四十七条: the shortest time that the purpose needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

KEPT = {
    "identity-proof": "身份证明，自办结之日起",
    "archive": "办结后归档，自办结之日起",
    "anonymise": "案卷中的个人信息，自归档之日起",
}
"""What has a time after which it goes, or moves on, and from when that time is counted."""


@dataclass(frozen=True, slots=True)
class Retention:
    """One such time, in calendar days; one that is not certain is the district's own choice."""

    key: str
    title: str
    days: int
    basis: str
    is_certain: bool = True

    def ended_by(self, today: date) -> date:
        """Return the last day on which what began is over ``today``."""
        return today - timedelta(days=self.days)
