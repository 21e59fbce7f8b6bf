"""What an answer must contain: by its outcome, by what was done before, by who was asked (条例第三十六条)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from gongkai.orgs.models import Kind as OrganisationKind
from gongkai.orgs.models import Organisation
from gongkai.requests.declared import law, letterhead
from gongkai.requests.models import (
    Applicant,
    Consultation,
    Consulted,
    Document,
    Letter,
    LetterKind,
    Opinion,
    Purpose,
    Record,
    Request,
)
from gongkai.requests.rules import Outcome, missing, outcomes_on, remedy_of
from gongkai.requests.rules.answers import Standing
from gongkai.requests.rules.opinions import Said, hindrance, meaning
from gongkai.requests.services.letters.refusals import Fault

ENCLOSABLE = (Purpose.REDACTED.value, Purpose.OTHER.value)
"""What may be supplied: what was made for the applicant, never the papers of the inside."""
NOTICES: Mapping[str, str] = {
    "not-corrected": LetterKind.CORRECTION.value,
    "still-unclear": LetterKind.CORRECTION.value,
    "not-paid": LetterKind.FEE.value,
}
"""After which letter an outcome comes."""
SEEN = "见附件"


def outcomes(request: Request) -> list[Outcome]:
    """Return how a case may be answered: by the text in force when it was received."""
    received = request.received_on
    return outcomes_on(law().outcomes, received, request.subject) if received else []


def outcome_of(letter: Letter) -> Outcome | None:
    """Return the outcome of an answer, None if it is not one of those that its case may have."""
    return next((each for each in outcomes(letter.request) if each.key == letter.outcome), None)


def said_by(asked: Consultation) -> Said:
    """Return what a consultation is to the rules."""
    return Said(
        asked.key,
        asked.kind == Consulted.ORGAN.value,
        asked.opinion,
        asked.is_overridden,
        bool(asked.weighing),
        asked.told_on is not None,
    )


def prefill(letter: Letter) -> None:
    """Add to the row, unsaved, what an answer must contain and the case knows already."""
    outcome = outcome_of(letter)
    for need in outcome.needs if outcome else ():
        if need in KNOWN and not letter.given.get(need):
            letter.given[need] = KNOWN[need](letter)


def _consulted(letter: Letter) -> str:
    heard = [each for each in letter.request.consultations.all() if _is_finished(each)]
    return "；".join(f"已征求{each.key}的意见，对方{meaning(said_by(each))}" for each in heard)


def _is_finished(asked: Consultation) -> bool:
    return asked.kind == Consulted.THIRD_PARTY.value and asked.opinion != Opinion.AWAITED.value


def _searched(letter: Letter) -> str:
    last = letter.request.events.filter(kind=Record.SEARCH.value).last()
    return last.words if last else ""


def _noticed(letter: Letter) -> str:
    return _number_of(letter.request, NOTICES.get(letter.outcome, ""))


def _asked_why(letter: Letter) -> str:
    number = _number_of(letter.request, LetterKind.REASONS.value)
    return f"本机关已要求说明理由（{number}）" if number else ""


def _number_of(request: Request, kind: str) -> str:
    found = request.letters.filter(kind=kind).gone().last()
    return found.number if found else ""


def earlier_answers(request: Request) -> list[Letter]:
    """Return the answers that the same applicant has had from the same organ, the newest first."""
    if not Applicant.objects.filter(request=request).exists():
        return []
    others = Request.objects.of_the_applicant_of(request).filter(organisation=request.organisation)
    answers = Letter.objects.gone().filter(kind=LetterKind.ANSWER.value, request__in=others)
    return list(answers.select_related("request").order_by("-signed_at", "-pk"))


def _enclosed(letter: Letter) -> str:
    return SEEN if letter.pk and letter.enclosures.exists() else ""


KNOWN: Mapping[str, Callable[[Letter], str]] = {
    "consultation": _consulted,
    "search": _searched,
    "notice": _noticed,
    "asked": _asked_why,
    "manner": _enclosed,
}


def enclosable(request: Request) -> list[Document]:
    """Return the copies that an answer may enclose."""
    return list(request.documents.kept().filter(purpose__in=ENCLOSABLE).exclude(made_from=None))


def faults(letter: Letter, on: date) -> Iterator[Fault]:
    """Yield what keeps an answer from being signed on a day."""
    outcome = outcome_of(letter)
    if outcome is None:
        yield Fault("outcome", "请选择答复的种类")
        return
    for each in missing(outcome, letter.given, law().needs):
        yield Fault(f"given-{each.key}", each.sentence)
    yield from _unfounded(letter, on)
    yield from _enclosures(letter)
    for asked in letter.request.consultations.all():
        if sentence := hindrance(said_by(asked), letter.outcome):
            yield Fault("outcome", sentence)
    if outcome.standing is not Standing.NONE and remedy_of(law().remedies, outcome, on) is None:
        yield Fault("outcome", f"没有适用于“{outcome.title}”的救济告知，不能答复")


def _unfounded(letter: Letter, on: date) -> Iterator[Fault]:
    """Yield what must have happened before such an answer and has not."""
    happened = set(letter.request.events.values_list("kind", flat=True))
    if letter.outcome == "not-existing" and Record.SEARCH.value not in happened:
        yield Fault("given-search", "答复信息不存在前应当检索，请先在案卷中记录检索情况")
    if letter.outcome == "abusive" and Record.ASK_REASONS.value not in happened:
        yield Fault("given-asked", "认定大量反复申请前应当要求申请人说明理由，请先发出说明理由通知书")
    if letter.outcome in NOTICES:
        yield from _unlapsed(letter, on)


def _unlapsed(letter: Letter, on: date) -> Iterator[Fault]:
    """Yield what is wrong with an answer that follows a notice: it was sent, and its time is over."""
    notice = letter.request.letters.filter(kind=NOTICES[letter.outcome]).gone().last()
    if notice is None:
        yield Fault("given-notice", "没有发出过补正或者收费的告知")
    elif letter.outcome != "still-unclear" and (notice.appointed_on is None or on <= notice.appointed_on):
        until = f"（{notice.appointed_on}）" if notice.appointed_on else "，请先登记告知书的送达之日"
        yield Fault("given-proof", f"期限还没有届满{until}，不能以逾期为由不再处理")


def _enclosures(letter: Letter) -> Iterator[Fault]:
    if letter.enclosures.exclude(purpose__in=ENCLOSABLE).exists():
        yield Fault("enclosures", "只能附上区分处理后的信息或者原样提供的副本")
    if letter.enclosures.exclude(removed_on=None).exists():
        yield Fault("enclosures", "所附的材料已经删除")


def review_body(organisation: Organisation, *, on: date) -> str:
    """Return who reviews the answers of an organ: what is declared, else the government of its region."""
    declared = letterhead().review_bodies.get(organisation.key)
    region = organisation.region
    while not declared and region is not None:
        bodies = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT.value, region=region)
        found = bodies.exclude(pk=organisation.pk).valid_on(on).first()
        declared, region = (found.name if found else ""), region.parent  # type: ignore[assignment]
    return declared or "本级人民政府"
