"""One event after another: the only way in which a case moves.

In one transaction an event is added, the axes of the case are computed from all its events, and the clock of
its answer follows. Who did not see the last event is refused: of two who act at once, one is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.law.clock import EventKind
from gongkai.law.deadlines import SHANGHAI, local_day
from gongkai.law.lifecycle import Labelled
from gongkai.orgs.models import Person
from gongkai.orgs.rules import Refusal
from gongkai.requests import vault
from gongkai.requests.models import Consultation, Event, Letter, LetterKind, Record, Request, State
from gongkai.requests.models.letters import TO_OTHERS
from gongkai.requests.rules.course import CLOCK, WITHDRAWN, Case, IllegalStep, Kind, Stage, Step, course

ANSWER = "answer"
"""The duty of a case's clock: to answer."""

CORRECTION, PAYMENT = "correction-reply", "fee-payment"
WAITS = {Kind.ASK_CORRECTION: CORRECTION, Kind.CHARGE: PAYMENT}
"""The duties of the applicant's own clocks, which end with the case or when what began them is undone."""
SYSTEM = "system"
UNDOABLE = frozenset(
    {Kind.CONSULT, Kind.HEAR, Kind.EXTEND, Kind.CHARGE, Kind.PAY, Kind.ASK_CORRECTION, Kind.CORRECT}
) | {Kind.DECIDE}
"""What may be taken back as long as nothing followed it: what was served or told to a court may not."""


class ChangedMeanwhile(Refusal):
    """Somebody else acted on the case since it was looked at."""


class NotUndoable(Refusal):
    """There is nothing that could be taken back."""


def moment(day: date, at: datetime) -> datetime:
    """Return when something that is told of ``day`` happened: ``at`` itself if that is today."""
    return at if day == local_day(at) else datetime.combine(day, time(23, 59), SHANGHAI)


def account_of(by: Person | None) -> str:
    return by.account if by else SYSTEM


@transaction.atomic
def happen(  # noqa: PLR0913 - an event has as many columns
    *,
    request: Request,
    kind: Labelled,
    key: str = "",
    words: str = "",
    facts: Mapping[str, Any] | None = None,
    when: datetime | None = None,
    amount: int = 0,
    by: Person | None,
    at: datetime,
) -> Event:
    """Add an event that happened at ``when``, or now, and let axes and clock follow.

    ``kind`` is a ``Kind`` or a ``Record``; ``amount`` belongs to an extension, in working days. ``request``
    is the case as it was looked at. Raises ChangedMeanwhile, IllegalStep, and what clocks refuse.
    """
    take(request)
    event = Event(
        request=request, number=request.number_of_events, kind=kind.value, at=when or at, key=key,
        words=words.strip(), facts=dict(facts or {}), account=account_of(by), recorded_at=at,
    )  # fmt: skip
    if event.step:
        told = [*Event.objects.filter(request=request), event]
        _settle(request, course(steps(told)))
        event.save()
        _follow(request, event.step, words=words, amount=amount, by=by, at=at)
    else:
        event.save()
    return event


def take(request: Request) -> None:
    """Reserve the number of the next event. Raises ChangedMeanwhile if the case has moved since."""
    unmoved(request, events=1)
    request.number_of_events += 1


def unmoved(request: Request, *, events: int = 0) -> None:
    """Hold a case as it was looked at, for what adds no event. Raises ChangedMeanwhile if it has moved."""
    seen = Request.objects.filter(pk=request.pk, number_of_events=request.number_of_events)
    if not seen.update(number_of_events=F("number_of_events") + events):
        raise ChangedMeanwhile("这件申请刚刚有了新的办理情况，请查看后再办")


def steps(events: Iterable[Event]) -> list[Step]:
    """Return the steps that still count, in order: an undo takes back one, and itself."""
    return [each.step for each in _counting(events) if each.step]


@transaction.atomic
def undo(*, request: Request, words: str, by: Person | None, at: datetime) -> Event:
    """Take back the last step of a case, and its letter. Raises ChangedMeanwhile, NotUndoable."""
    counting = _counting(request.events.all())
    last, step = _undoable(request, counting)
    take(request)
    _recall(request, last, words)
    event = Event.objects.create(
        request=request, number=request.number_of_events, kind=Record.UNDO.value, at=at, key=last.label,
        words=words.strip(), undoes=last.number, account=account_of(by), recorded_at=at,
    )  # fmt: skip
    _settle(request, course(each.step for each in counting[:-1] if each.step))
    if step.kind in CLOCK:
        clock = clocks.undo(subject=request.uri, duty=ANSWER, reason=words, by=by, at=at)
        _retime(request, clock)
    if step.kind is Kind.DECIDE:
        request.decided_on = None
        request.save(update_fields=["decided_on"])
    if duty := WAITS.get(step.kind):
        clocks.cancel(subject=request.uri, duty=duty, by=by, at=at)
    if step.kind is Kind.CONSULT:
        Consultation.objects.unask(request, step.key)
        clocks.cancel(subject=request.uri, duty=opinion_of(step.key), by=by, at=at)
    if step.kind is Kind.HEAR:
        Consultation.objects.unhear(request, step.key)
    follow_waits(request, by=by, at=at)
    return event


def may_undo(request: Request) -> bool:
    """Whether the last step of a case could be taken back now."""
    try:
        _undoable(request, _counting(request.events.all()))
    except NotUndoable:
        return False
    return True


def _counting(events: Iterable[Event]) -> list[Event]:
    """Return the events of the steps that still count, in order."""
    rows = list(events)
    undone = {each.undoes for each in rows if each.kind == Record.UNDO.value}
    return [each for each in rows if each.step and each.number not in undone]


def _undoable(request: Request, counting: list[Event]) -> tuple[Event, Step]:
    """Return the last event that counts, and its step. Raises NotUndoable."""
    last = counting[-1] if counting else None
    step = last.step if last else None
    if last is None or step is None or step.kind not in UNDOABLE:
        raise NotUndoable(f"“{last.label}”不能撤销" if last else "没有可以撤销的步骤")
    served = Letter.objects.filter(pk=last.facts.get("letter"), request=request, state=State.SERVED.value)
    if "letter" in last.facts and served.exclude(kind__in=TO_OTHERS).exists():
        raise NotUndoable("文书已经送达，这一步不能撤销")
    return last, step


def follow_waits(request: Request, *, by: Person | None, at: datetime) -> None:
    """Let a clock run for each who is waited for now, where it is known until when: for nobody else."""
    case, waits = course(steps(request.events.all())), []
    for asked in request.consultations.filter(key__in=case.waits_for):
        waits.append((opinion_of(asked.key), "征求意见期满", asked.due_on))
    for is_awaited, kind, duty, what in (
        (case.stage is Stage.CORRECTING, LetterKind.CORRECTION, CORRECTION, "等待申请人补正"),
        (case.is_charged, LetterKind.FEE, PAYMENT, "等待申请人缴费"),
    ):
        if is_awaited and (letter := request.letters.gone().filter(kind=kind.value).last()):
            waits.append((duty, what, letter.appointed_on))
    for duty, what, until in waits:
        if until:
            title, organisation = f"{request.number}{what}", request.organisation
            clocks.appoint(
                subject=request.uri, duty=duty, title=title, organisation=organisation, due_on=until, by=by,
                at=at,
            )  # fmt: skip


def _recall(request: Request, told: Event, words: str) -> None:
    """Make the letter of a decision that is taken back void; let another one wait to be sent again."""
    letters = Letter.objects.filter(pk=told.facts.get("letter"), request=request)
    reason = words.strip()[:300]
    letters.filter(state=State.SIGNED.value).update(state=State.CANCELLED.value, returned_for=reason)
    letters.filter(state=State.SENT.value).update(state=State.SIGNED.value, way="", sent_on=None)


def opinion_of(key: str) -> str:
    """Return the duty of the clock of somebody who was asked; nobody learns from it who."""
    return f"opinion-{vault.digest(key, 'opinion')[:16]}"


def _met_by(step: Step) -> list[str]:
    """Return the duties that others do by a step: the applicant's, or of somebody who was asked."""
    if step.kind is Kind.HEAR:
        return [opinion_of(step.key)]
    return {Kind.CORRECT: [CORRECTION], Kind.PAY: [PAYMENT]}.get(step.kind, [])


def _end_waits(request: Request, *, by: Person | None, at: datetime) -> None:
    """Call off the clocks of all who were waited for: the case is decided."""
    for duty in [*WAITS.values(), *map(opinion_of, request.consultations.values_list("key", flat=True))]:
        clocks.cancel(subject=request.uri, duty=duty, by=by, at=at)


def _settle(request: Request, case: Case) -> None:
    """Write where the case stands to its row."""
    request.stage, request.time = case.stage.value, case.time.value
    request.decision, request.service = case.decision, case.service.value
    request.contest, request.was_extended = case.contest.value, case.was_extended
    request.save(update_fields=["stage", "time", "decision", "service", "contest", "was_extended", *RECEIPT])


RECEIPT = ("received_on", "receipt_basis", "submitted_on", "signed_on", "arrived_on", "confirmed_on")
"""What the row gains with the event that begins its time."""


def _follow(
    request: Request, step: Step, *, words: str, amount: int, by: Person | None, at: datetime
) -> None:  # noqa: PLR0913
    """Let the clock of the answer, and what the row tells of it, follow one step."""
    for duty in _met_by(step):
        clocks.meet(subject=request.uri, duty=duty, by=by, at=step.at)
    if step.kind in {Kind.WITHDRAW, Kind.DECIDE}:
        _end_waits(request, by=by, at=at)
    if step.kind is Kind.WITHDRAW:
        clocks.cancel(subject=request.uri, duty=ANSWER, by=by, at=at)
        close(request, on=local_day(step.at), outcome=WITHDRAWN, at=at)
    elif step.kind is Kind.DECIDE:
        request.decided_on = local_day(step.at)
        request.save(update_fields=["decided_on"])
    elif step.kind in CLOCK:
        _retime(request, _clocked(request, step, words=words, amount=amount, by=by, at=at))


def _clocked(  # noqa: PLR0913 - what the clock needs to know
    request: Request, step: Step, *, words: str, amount: int, by: Person | None, at: datetime
) -> Clock:
    clock: dict[str, Any] = {"subject": request.uri, "duty": ANSWER, "by": by}
    reason = words or step.kind.label
    match CLOCK[step.kind]:
        case EventKind.START:
            return clocks.start(
                subject=request.uri,
                duty=ANSWER,
                title=f"答复{request.number}",
                organisation=request.organisation,
                limit="request-answer",
                started_on=request.received_on if step.kind is Kind.RECEIVE else local_day(step.at),
                by=by,
                at=at,
            )
        case EventKind.PAUSE:
            return clocks.pause(**clock, reason=reason, key=step.key, at=step.at)
        case EventKind.RESUME:
            return clocks.resume(**clock, key=step.key, at=step.at)
        case EventKind.RESTART:
            return clocks.restart(**clock, reason=reason, at=step.at)
        case EventKind.EXTEND:
            return clocks.extend(**clock, amount=amount, reason=reason, at=step.at)
    raise IllegalStep(f"“{step.kind.label}”不能改变期限")


def _retime(request: Request, clock: Clock) -> None:
    request.due_at, request.due_on = clock.due_at, clock.due_on
    request.save(update_fields=["due_at", "due_on"])


def close(request: Request, *, on: date, outcome: str, at: datetime) -> None:
    """Note the day on which a case counts as answered; the annual report counts its first answer alone."""
    request.answered_on = on
    if request.counted_on is None and request.received_on is not None:
        request.counted_on, request.counted_as = on, outcome
    if request.stage not in {"handling", "correcting", "decided"} and request.closed_at is None:
        request.closed_at = at
    request.save(update_fields=["answered_on", "counted_on", "counted_as", "closed_at"])
