"""punctuality: whether entries became public within the time that runs from their event.

One figure a release, not a clock an entry: a register may hold a million.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, Sum
from django.utils.timezone import localdate

from gongkai.clocks.loading import calendar
from gongkai.law.deadlines import due
from gongkai.law.limits import UnknownLimit
from gongkai.obligations.models import Obligation
from gongkai.obligations.services import event_limit
from gongkai.registers.models import Register, Release


@dataclass
class Judge:
    """Counts the new entries of one release: in time, late, and by how many working days at most.

    What happened before the register became public here is stock taken over, and is not judged.
    """

    obligation: Obligation
    event: str
    on: date
    since: date
    in_time: int = 0
    late: int = 0
    latest: int = 0
    _known: dict[str, int | None] = field(default_factory=dict)

    def hear(self, day: object) -> None:
        """Take note of a new entry whose event was on ``day``."""
        by = self._late_by(str(day)) if day else None
        if by is None:
            return
        self.in_time += by == 0
        self.late += by > 0
        self.latest = max(self.latest, by)

    def _late_by(self, text: str) -> int | None:
        if text not in self._known:
            self._known[text] = self._counted(date.fromisoformat(text))
        return self._known[text]

    def _counted(self, day: date) -> int | None:
        """Return by how many working days what happened on ``day`` is late, None where nothing binds."""
        if not self.since <= day <= self.on:
            return None
        try:
            limit = event_limit(self.obligation, on=day)
        except UnknownLimit:
            return None
        if limit.length is None:
            return None
        known = calendar()
        return max(0, known.between(due(day, limit.length, known).due_on, self.on))


def judge(release: Release) -> Judge:
    """Return who judges the entries of a release that is being made."""
    register = release.register
    first = Release.objects.filter(register=register).order_by("number").values_list("at", flat=True).first()
    on = localdate(release.at)
    return Judge(register.obligation, release.definition.said.event, on, localdate(first) if first else on)


@dataclass(frozen=True)
class Punctuality:
    """How a register keeps its time: entries that came in time and late, the latest in working days."""

    in_time: int
    late: int
    latest: int
    released_at: datetime | None

    @property
    def judged(self) -> int:
        return self.in_time + self.late

    @property
    def share(self) -> int | None:
        """Return in hundredths how many came in time, rounded down; None where nothing could be judged."""
        return self.in_time * 100 // self.judged if self.judged else None


def punctuality(*, register: Register, since: date | None = None) -> Punctuality:
    """Return how the new entries of a register kept their limit, of all releases or of those ``since``."""
    made = Release.objects.filter(register=register)
    if since:
        made = made.filter(at__date__gte=since)
    found = made.aggregate(in_time=Sum("in_time"), late=Sum("late"), latest=Max("latest"))
    return Punctuality(found["in_time"] or 0, found["late"] or 0, found["latest"] or 0, register.released_at)
