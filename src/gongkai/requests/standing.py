"""A case as its applicant reads it: where it is, until when and why, what is asked of them. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.law.deadlines import local_day
from gongkai.requests.declared import law
from gongkai.requests.models import Document, Letter, LetterKind, Request
from gongkai.requests.rules.answers import Outcome
from gongkai.requests.rules.course import WITHDRAWN, Kind, Stage, Step, course
from gongkai.requests.rules.progress import Days, Mark, marks, notes
from gongkai.requests.services import must_give_reasons
from gongkai.requests.services.course import ANSWER, steps

TAKEN_BACK = frozenset({Stage.REGISTERED, Stage.HANDLING, Stage.CORRECTING})


@dataclass(frozen=True)
class Standing:
    """All of the status page. ``ask`` names what the applicant is asked for: ``correction``, ``reasons``."""

    case: Request
    marks: list[Mark]
    notes: list[str]
    history: list[Step]
    clock: Clock | None
    reasons: list[str]
    letters: list[Letter]
    documents: list[Document]
    ask: str
    is_charged: bool
    may_withdraw: bool
    appointed: date | None
    answer: Outcome | None

    @property
    def is_answered(self) -> bool:
        return self.answer is not None


def standing(case: Request) -> Standing:
    """Return how a case stands. Consulted persons are never named, nor who handles it."""
    told = steps(case.events.order_by("number"))
    now, clock = course(told), clock_of(case)
    letters = list(letters_of(case))
    return Standing(
        case=case,
        marks=marks(now, _days(case, told)),
        notes=notes(now, is_charged=now.is_charged, is_consulting=bool(now.waits_for)),
        history=[step for step in told if step.kind is not Kind.HEAR],
        clock=clock if case.is_open else None,
        reasons=clocks.explain(clock) if clock and case.is_open else [],
        letters=letters,
        documents=list(documents_of(case)),
        ask="correction" if now.stage is Stage.CORRECTING else "reasons" if must_give_reasons(case) else "",
        is_charged=now.is_charged,
        may_withdraw=now.stage in TAKEN_BACK,
        appointed=_appointed(letters, now.is_charged),
        answer=_answer(case, letters),
    )


def clock_of(case: Request) -> Clock | None:
    """Return the clock of a case's answer: the last one, where it was reopened."""
    return Clock.objects.filter(subject=case.uri, duty=ANSWER).order_by("-pk").first()


def letters_of(case: Request) -> list[Letter]:
    """Return the letters that went to the applicant, the newest first."""
    return list(Letter.objects.for_applicant().filter(request=case).order_by("-sent_on", "-pk"))


def documents_of(case: Request) -> list[Document]:
    return list(Document.objects.for_applicant().filter(request=case))


def _days(case: Request, told: list[Step]) -> Days:
    """Return the days of a case; a letter was on its way by the first day of which something is known."""
    served = [step.at for step in told if step.kind is Kind.SERVE]
    return Days(
        submitted=case.submitted_on or local_day(told[0].at),
        received=case.received_on,
        decided=case.decided_on,
        served=local_day(served[-1]) if served else None,
        closed=local_day(case.closed_at) if case.closed_at else None,
    )


def _appointed(letters: list[Letter], is_charged: bool) -> date | None:
    """Return until when the applicant is asked for what they are asked for."""
    kind = LetterKind.FEE.value if is_charged else LetterKind.CORRECTION.value
    return next((each.appointed_on for each in letters if each.kind == kind), None)


def _answer(case: Request, letters: list[Letter]) -> Outcome | None:
    """Return the kind of answer once it has left the house."""
    is_sent = any(each.kind == LetterKind.ANSWER.value for each in letters) or case.service != "none"
    if not is_sent or case.decision in {"", WITHDRAWN}:
        return None
    return next((each for each in law().outcomes if each.key == case.decision), None)
