"""After a holiday notice: which due dates move, and moving them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.clocks.loading import calendar
from gongkai.clocks.models import Clock, ClockQuerySet, Source
from gongkai.clocks.services.changes import settle
from gongkai.law.clock import Reading, read
from gongkai.orgs.models import Person
from gongkai.orgs.services import record

CAUSE = "放假通知更新后重算"


@dataclass(frozen=True)
class Change:
    """What a recomputation does to one clock."""

    clock: Clock
    due_before: date
    due_after: date
    is_provisional: bool

    def __str__(self) -> str:
        if self.due_before == self.due_after:
            state = "暂定" if self.is_provisional else "确定"
            return f"{self.clock.title}：期满日{self.due_after}改为{state}"
        return f"{self.clock.title}：期满日由{self.due_before}改为{self.due_after}"


def preview() -> list[Change]:
    """Return what ``recompute`` would change now. Writes nothing."""
    return [change for change, _ in _changes(_computed())]


@transaction.atomic
def recompute(*, by: Person | None, at: datetime) -> list[Change]:
    """Compute the due dates of all open clocks anew on the calendar as it is loaded; return what changed."""
    done = []
    for change, reading in list(_changes(_computed().select_for_update())):
        settle(change.clock, reading, at=at, cause=CAUSE)
        done.append(change)
    if done:
        moved = sum(change.due_before != change.due_after for change in done)
        record(verb="recompute", thing="clocks", by=by, at=at, changed=len(done), moved=moved)
    return done


def _computed() -> ClockQuerySet:
    return Clock.objects.open().filter(source=Source.LIMIT.value).order_by("due_at")


def _changes(clocks: ClockQuerySet) -> Iterator[tuple[Change, Reading]]:
    known = calendar()
    for clock in clocks.prefetch_related("events"):
        reading = read(clock.ledger(), clock.length, known, article=clock.article)
        explained = reading.explained
        if (explained.due_at, explained.is_provisional) != (clock.due_at, clock.is_provisional):
            yield Change(clock, clock.due_on, explained.due_on, explained.is_provisional), reading
