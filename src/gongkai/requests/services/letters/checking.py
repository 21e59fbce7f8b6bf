"""What a letter must contain before it may be signed, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from gongkai.clocks.loading import calendar, limits
from gongkai.law.deadlines import due
from gongkai.law.limits import Limit
from gongkai.requests.declared import law
from gongkai.requests.models import Letter, LetterKind, Request
from gongkai.requests.rules.course import IllegalStep, Kind, Step, after, course
from gongkai.requests.services.course import moment, steps
from gongkai.requests.services.letters import answering, charging
from gongkai.requests.services.letters.refusals import Fault, Incomplete

EVENTS: Mapping[str, Kind] = {
    LetterKind.CORRECTION.value: Kind.ASK_CORRECTION,
    LetterKind.EXTENSION.value: Kind.EXTEND,
    LetterKind.CONSULT.value: Kind.CONSULT,
    LetterKind.FEE.value: Kind.CHARGE,
    LetterKind.ANSWER.value: Kind.DECIDE,
}
"""What becomes of a case when the letter goes out, or is signed where it decides."""


def limit_of(key: str, request: Request) -> Limit | None:
    """Return a limit of the text under which a request was received, None if that text has none."""
    return limits().in_force(key, request.received_on) if request.received_on else None


def last_day(key: str, begun: date, *, by_text_of: Request) -> date | None:
    """Return the last day of a period that began on a day, by the text under which a case came in."""
    limit = limit_of(key, by_text_of)
    return due(begun, limit.length, calendar()).due_on if limit and limit.length else None


def notice_until(request: Request) -> date | None:
    """Return until when a correction may be asked for, None where the text sets no limit (条例第三十条)."""
    if request.received_on is None:
        return None
    return last_day("request-correction-notice", request.received_on, by_text_of=request)


def completed(letter: Letter, *, on: date) -> None:
    """Add to the row, unsaved, what follows from the case: days, amounts, numbers of earlier letters."""
    if letter.kind == LetterKind.CORRECTION.value and letter.appointed_on is None:
        letter.appointed_on = last_day("request-correction-reply", on, by_text_of=letter.request)
    elif letter.kind == LetterKind.EXTENSION.value and letter.working_days is None:
        letter.working_days = _longest(letter.request)
    elif letter.kind == LetterKind.FEE.value:
        charging.reckon(letter)
    elif letter.kind == LetterKind.ANSWER.value:
        answering.prefill(letter)


def check(letter: Letter, *, on: date) -> None:
    """Raise Incomplete unless the letter could be signed and sent on a day."""
    if found := [*_out_of_place(letter, on), *FAULTS[letter.kind](letter, on)]:
        raise Incomplete(found)


def _out_of_place(letter: Letter, on: date) -> Iterator[Fault]:
    """Yield why the letter cannot follow what has happened in the case."""
    if letter.kind not in EVENTS:
        return
    case = course(steps(letter.request.events.all()))
    key = letter.consultation.key if letter.consultation else letter.outcome or "?"
    try:
        when = max(moment(on, case.last), case.last) if case.last else None
        if when:
            after(case, Step(EVENTS[letter.kind], when, key))
    except IllegalStep as error:
        yield Fault("", str(error))


def _correction(letter: Letter, on: date) -> Iterator[Fault]:
    yield from _said(letter, "请写明需要补正的内容和理由")
    yield from _appointed(letter, on)
    until = notice_until(letter.request)
    if until and on > until and not letter.late_for:
        yield Fault("late_for", too_late(letter.request, until))


def _appointed(letter: Letter, on: date) -> Iterator[Fault]:
    """Yield why nobody can be asked to answer until the day that a letter appoints."""
    day = letter.appointed_on
    if day and day <= on:
        yield Fault("appointed_on", "期限应当晚于今天，留出合理的时间")
    elif day and (why := law().too_far(letter.kind, day, on)):
        yield Fault("appointed_on", why)


def too_late(request: Request, until: date) -> str:
    """Return what is said of a notice of correction that goes out after its time."""
    limit = limit_of("request-correction-notice", request)
    length = limit.length if limit else ""
    return f"补正应当自收到申请之日起{length}内（{until}前）一次性告知，逾期的请写明理由"


def _longest(request: Request) -> int | None:
    limit = limit_of("request-extension", request)
    return limit.length.amount if limit and limit.length else None


def _extension(letter: Letter, on: date) -> Iterator[Fault]:
    yield from _said(letter, "请写明延期的理由")
    most = _longest(letter.request) or 0
    if not 0 < (letter.working_days or 0) <= most:
        yield Fault("working_days", f"延长的期限应为1至{most}个工作日")
    if letter.request.due_on and on > letter.request.due_on and letter.request.time == "running":
        yield Fault("", f"答复期限已于{letter.request.due_on}届满，不能再延期")


def _consult(letter: Letter, on: date) -> Iterator[Fault]:
    if letter.consultation is None:
        yield Fault("", "请先登记征求谁的意见")
    elif letter.consultation.opinion != "awaited":
        yield Fault("", "对方已经答复")
    yield from _appointed(letter, on)


def _override(letter: Letter, on: date) -> Iterator[Fault]:
    if letter.consultation is None or not letter.consultation.is_overridden:
        yield Fault("", "对方没有反对，或者反对意见还没有审查决定不予采纳")
    yield from _said(letter, "请写明决定公开的政府信息内容和理由")


def _fee(letter: Letter, on: date) -> Iterator[Fault]:
    yield from charging.faults(letter)


def _reasons(letter: Letter, on: date) -> Iterator[Fault]:
    yield from _said(letter, "请写明数量、频次明显超过合理范围的情况")
    yield from _appointed(letter, on)


def _receipt(letter: Letter, on: date) -> Iterator[Fault]:
    yield from ()


def _answer(letter: Letter, on: date) -> Iterator[Fault]:
    yield from answering.faults(letter, on)


def _said(letter: Letter, sentence: str) -> Iterator[Fault]:
    if not letter.body:
        yield Fault("body", sentence)


FAULTS: Mapping[str, Callable[[Letter, date], Iterator[Fault]]] = {
    LetterKind.RECEIPT.value: _receipt,
    LetterKind.CORRECTION.value: _correction,
    LetterKind.EXTENSION.value: _extension,
    LetterKind.CONSULT.value: _consult,
    LetterKind.OVERRIDE.value: _override,
    LetterKind.FEE.value: _fee,
    LetterKind.REASONS.value: _reasons,
    LetterKind.ANSWER.value: _answer,
}
