"""A running period as a ledger of events: paused, resumed, restarted, extended, and any of these undone.

Events are only ever added. The due date is computed from all of them each time, so that undoing an
event gives back exactly what was before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from gongkai.law.deadlines import Explained, Length, Pause, due
from gongkai.law.workdays import Calendar


class EventKind(StrEnum):
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"
    UNDO = "undo"


EVENT_LABELS = {
    EventKind.START: "起算",
    EventKind.PAUSE: "停止计算",
    EventKind.RESUME: "恢复计算",
    EventKind.RESTART: "重新起算",
    EventKind.EXTEND: "延长",
    EventKind.UNDO: "撤销操作",
}


class IllegalEvent(ValueError):
    """An event that cannot follow those before it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a period, at ``at``; ``key`` tells apart pauses that run side by side.

    ``amount`` belongs to an extension and is in the unit of the period; ``undoes`` is the ``number``
    of the event taken back.
    """

    number: int
    kind: EventKind
    at: datetime
    key: str = ""
    amount: int = 0
    undoes: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the ledger says: the due date, whether time stands still, and how far it was extended."""

    explained: Explained
    is_paused: bool
    extended_by: int
    extensions: int


@dataclass(slots=True)
class _Tally:
    """The ledger, read event by event."""

    started: datetime | None = None
    extended_by: int = 0
    extensions: int = 0
    open: dict[str, Event] = field(default_factory=dict)
    closed: list[Pause] = field(default_factory=list)

    def start(self, event: Event) -> None:
        if self.started is not None:
            raise IllegalEvent("时限已经起算，不能再次起算")
        self.started = event.at

    def restart(self, event: Event) -> None:
        """From the day of the restart the whole period runs anew; what stood before it has no effect."""
        self._needs_start()
        self.started, self.extended_by, self.extensions = event.at, 0, 0
        self.open.clear()
        self.closed.clear()

    def pause(self, event: Event) -> None:
        started = self._needs_start()
        if event.key in self.open:
            raise IllegalEvent("该事由已经停止计算，不能重复停止")
        if event.at < started:
            raise IllegalEvent("停止计算的时间早于起算时间")
        self.open[event.key] = event

    def resume(self, event: Event) -> None:
        paused = self.open.pop(event.key, None)
        if paused is None:
            raise IllegalEvent("该事由没有停止计算，不能恢复")
        if event.at < paused.at:
            raise IllegalEvent("恢复计算的时间早于停止时间")
        self.closed.append(Pause(paused.at, event.at, paused.reason))

    def extend(self, event: Event) -> None:
        self._needs_start()
        if event.amount <= 0:
            raise IllegalEvent("延长的时间应当大于零")
        self.extended_by += event.amount
        self.extensions += 1

    def _needs_start(self) -> datetime:
        if self.started is None:
            raise IllegalEvent("时限尚未起算")
        return self.started


def effective(events: Sequence[Event]) -> list[Event]:
    """The events that still count, in the order of their numbers. Undoing an undo restores what it undid.

    Raises IllegalEvent if an undo names no earlier event, the start, or one already undone.
    """
    undone: set[int] = set()
    known = {event.number: event for event in events}
    kept: list[Event] = []
    for event in sorted(events, key=lambda event: -event.number):
        if event.number in undone:
            continue
        if event.kind is EventKind.UNDO:
            undone.add(_target(event, known, undone))
        else:
            kept.append(event)
    return kept[::-1]


def _target(event: Event, known: dict[int, Event], undone: set[int]) -> int:
    target = known.get(event.undoes)
    if target is None or target.number >= event.number:
        raise IllegalEvent("要撤销的操作不存在")
    if target.kind is EventKind.START:
        raise IllegalEvent("起算不能撤销，只能取消时限")
    if target.number in undone:
        raise IllegalEvent("该操作已经撤销")
    return target.number


def read(
    events: Sequence[Event],
    length: Length,
    calendar: Calendar,
    *,
    as_of: datetime | None = None,
    article: str = "",
) -> Reading:
    """Compute the due date of a period of ``length`` from its ledger.

    A pause still open lasts until ``as_of``, which the caller gives; without it the due date is the
    one that would hold if time went on at once, and ``is_paused`` says that it does not.

    Raises IllegalEvent if the events contradict one another.
    """
    tally = _Tally()
    for event in effective(events):
        _APPLY[event.kind](tally, event)
    if tally.started is None:
        raise IllegalEvent("时限尚未起算")
    whole = Length(length.amount + tally.extended_by, length.unit)
    pauses = [*tally.closed, *_still_open(tally.open.values(), as_of)]
    explained = due(tally.started, whole, calendar, pauses=pauses, article=article)
    return Reading(explained, bool(tally.open), tally.extended_by, tally.extensions)


def _still_open(paused: Iterable[Event], as_of: datetime | None) -> list[Pause]:
    if as_of is None:
        return []
    return [Pause(event.at, max(event.at, as_of), event.reason) for event in paused]


_APPLY = {
    EventKind.START: _Tally.start,
    EventKind.PAUSE: _Tally.pause,
    EventKind.RESUME: _Tally.resume,
    EventKind.RESTART: _Tally.restart,
    EventKind.EXTEND: _Tally.extend,
}
