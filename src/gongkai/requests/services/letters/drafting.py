"""draft, revise, submit, return, cancel: a letter before it binds anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.requests.models import Consultation, Document, Letter, LetterKind, Record, Request, State
from gongkai.requests.models.letters import LetterQuerySet
from gongkai.requests.rules.course import (
    OF_THE_APPLICANT,
    Case,
    IllegalStep,
    Kind,
    Stage,
    Step,
    after,
    course,
)
from gongkai.requests.services.course import happen, steps, undo, unmoved
from gongkai.requests.services.letters.checking import EVENTS, check, completed
from gongkai.requests.services.letters.refusals import Fault, Incomplete, NotNow
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.rights import demand

WRITTEN = "written_letter"
"""In the facts of an event: in which letter somebody wrote who had not begun it."""
TWICE = "已有一份同类文书正在办理，请先办完或者作废"
SOMEBODY = "某方"
"""Stands for whom a step concerns where it is only asked whether it may come."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written in a letter; which of it belongs there depends on its kind.

    ``given`` is what an answer must contain, by need, or how a fee is computed.
    """

    body: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    appointed_on: date | None = None
    working_days: int | None = None
    late_for: str = ""
    enclosures: tuple[Document, ...] = ()


def may_come(request: Request, kind: str) -> bool:
    """Whether a letter of this kind could follow what has happened so far."""
    rows = list(request.events.all())
    case = course(steps(rows))
    if case.last is None or kind not in EVENTS:
        return case.stage is Stage.HANDLING
    keys = (SOMEBODY, *OF_THE_APPLICANT) if kind == LetterKind.ANSWER.value else (SOMEBODY,)
    return any(_follows(case, Step(EVENTS[kind], case.last, key)) for key in keys)


def _follows(case: Case, step: Step) -> bool:
    try:
        after(case, step)
    except IllegalStep:
        return False
    return True


@transaction.atomic
def draft(
    *,
    request: Request,
    kind: str,
    words: Words,
    consultation: Consultation | None = None,
    by: Person,
    at: datetime,
) -> Letter:
    """Begin a letter of a case and return it; what is still lacking is asked for when it is submitted.

    Raises NotAllowed, NamesSomebody, NotNow for a letter while another of its kind is being prepared.
    """
    demand(by, "handle", request, at=at)
    if Letter.objects.filter(request=request, kind=kind, consultation=consultation).preparing().exists():
        raise NotNow(TWICE)
    letter = Letter(
        request=request, organisation=request.organisation, kind=kind, consultation=consultation,
        drafted_by=by, drafted_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return _write(letter, words, at)
    except IntegrityError as error:  # of two at the same moment, the second
        raise NotNow(TWICE) from error


@transaction.atomic
def revise(*, letter: Letter, words: Words, by: Person, at: datetime) -> Letter:
    """Change the words of a letter that is not signed; that somebody else wrote in it is noted.

    ``letter`` is the text as it was read: of two who change it the second is told.
    Raises NotAllowed, NotNow, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "handle", letter.request, at=at)
    if letter.state != State.DRAFT.value:
        raise NotNow(f"“{letter.get_state_display()}”的文书不能修改，需要修改的请先退回")
    mine = _as_read(letter).filter(state=State.DRAFT.value)
    _moved(mine.update(drafted_at=at))
    letter.drafted_at = at
    if letter.drafted_by_id != by.pk:
        said, facts = f"修改{letter.get_kind_display()}草稿", {WRITTEN: letter.pk}
        happen(request=letter.request, kind=Record.NOTE, words=said, facts=facts, by=by, at=at)
    return _write(letter, words, at)


def has_written(letter: Letter, person: Person) -> bool:
    """Whether a person began a letter or changed it."""
    changed = letter.request.events.filter(account=person.account, **{f"facts__{WRITTEN}": letter.pk})
    return letter.drafted_by_id == person.pk or changed.exists()


def _write(letter: Letter, words: Words, at: datetime) -> Letter:
    if any(each.request_id != letter.request_id for each in words.enclosures):
        raise Incomplete([Fault("enclosures", "附件不属于这件申请")])
    nameless(letter.request, words.late_for)
    letter.body, letter.given = words.body.strip(), {key: said.strip() for key, said in words.given.items()}
    letter.outcome, letter.late_for = words.outcome, words.late_for.strip()
    letter.appointed_on, letter.working_days = words.appointed_on, words.working_days
    letter.save()
    letter.enclosures.set(words.enclosures)
    completed(letter, on=local_day(at))
    letter.save()
    return letter


@transaction.atomic
def submit(*, letter: Letter, by: Person, at: datetime) -> Letter:
    """Put a letter, as it was read, before those who sign.

    Raises NotAllowed, Incomplete with what it lacks, NotNow, ChangedMeanwhile.
    """
    demand(by, "handle", letter.request, at=at)
    unmoved(letter.request)
    completed(letter, on=local_day(at))
    check(letter, on=local_day(at))
    moved = _as_read(letter).filter(state=State.DRAFT.value)
    letter.state, letter.returned_for = State.SUBMITTED.value, ""
    _moved(moved.update(state=letter.state, returned_for="", given=letter.given))
    return letter


@transaction.atomic
def return_letter(*, letter: Letter, reason: str, by: Person, at: datetime) -> Letter:
    """Send a letter, as it was read, back to who wrote it, with a reason.

    Raises NotAllowed, Incomplete, NamesSomebody, NotNow, ChangedMeanwhile.
    """
    demand(by, "sign", letter.request, at=at)
    if not reason.strip():
        raise Incomplete([Fault("reason", "请写明退回的理由")])
    nameless(letter.request, reason)
    unmoved(letter.request)
    moved = _as_read(letter).filter(state=State.SUBMITTED.value)
    letter.state, letter.returned_for = State.DRAFT.value, reason.strip()[:300]
    _moved(moved.update(state=letter.state, returned_for=letter.returned_for))
    return letter


@transaction.atomic
def cancel(*, letter: Letter, reason: str, by: Person, at: datetime) -> Letter:
    """Make a letter void that was not sent; a number it has stays its own, and a decision is taken back.

    Raises NotAllowed, Incomplete without a reason, NamesSomebody, NotNow, ChangedMeanwhile, NotUndoable.
    """
    demand(by, "sign" if letter.state == State.SIGNED.value else "handle", letter.request, at=at)
    if not reason.strip():
        raise Incomplete([Fault("reason", "请写明作废的理由")])
    nameless(letter.request, reason)
    unmoved(letter.request)
    was = letter.state
    open_states = [State.DRAFT.value, State.SUBMITTED.value, State.SIGNED.value]
    moved = _as_read(letter).filter(state=was, state__in=open_states)
    letter.state, letter.returned_for = State.CANCELLED.value, reason.strip()[:300]
    _moved(moved.update(state=letter.state, returned_for=letter.returned_for))
    is_decided = letter.request.stage == Stage.DECIDED.value  # else the decision was taken back already
    if was == State.SIGNED.value and EVENTS.get(letter.kind) is Kind.DECIDE and is_decided:
        undo(request=letter.request, words=reason, by=by, at=at)
    return letter


def _as_read(letter: Letter) -> LetterQuerySet:
    """Return the letter if its text is still the one that was read."""
    return Letter.objects.filter(pk=letter.pk, drafted_at=letter.drafted_at)


def _moved(rows: int) -> None:
    if not rows:
        raise NotNow("这份文书刚刚有了变化，请查看后再办")
