"""The paper of a letter: composed from the case, frozen when it is signed.

The name of the addressee lies sealed with the applicant, or with who was asked; it is put on the paper only
when that is read, and nobody finds it in the table of letters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from gongkai.clocks.loading import calendar, limits
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.requests.declared import law, letterhead
from gongkai.requests.models import Applicant, Letter, LetterKind
from gongkai.requests.models.letters import TO_OTHERS
from gongkai.requests.rules import Outcome, paragraph, remedy_of
from gongkai.requests.rules.answers import Standing
from gongkai.requests.rules.composing import TITLES, Facts, compose
from gongkai.requests.rules.course import Time
from gongkai.requests.rules.during import During
from gongkai.requests.services.documents import look
from gongkai.requests.services.letters import answering, charging
from gongkai.requests.services.letters.checking import limit_of
from gongkai.requests.services.rights import demand
from gongkai.ui.paper import Paper, Paragraph, docx, pdf

GROUNDS: Mapping[str, str] = {
    LetterKind.RECEIPT.value: "request-answer",
    LetterKind.CORRECTION.value: "request-correction-notice",
    LetterKind.EXTENSION.value: "request-extension",
    LetterKind.FEE.value: "request-fee-payment",
}
"""The limit that a letter is about; its article is the ground of the letter."""
OVERRIDING = Outcome("override", "公开决定", "第三十二条", During(), "", (), Standing.OTHER)
"""What a third party is told is a decision too: against it each way is free."""
NOBODY = "申请人"


def frozen(letter: Letter, *, on: date) -> dict[str, Any]:
    """Return the paper of a letter as plain values, without its addressee. Raises UnknownLimit."""
    return {
        "organisation": letter.organisation.name,
        "title": TITLES[letter.kind],
        "number": letter.number,
        "signed_on": on.isoformat(),
        "paragraphs": compose(facts_of(letter, on=on)),
        "enclosures": [each.name for each in letter.enclosures.all()],
    }


def content(letter: Letter, *, at: datetime) -> dict[str, Any]:
    """Return the paper as it was signed, or as it would be now. Raises UnknownLimit."""
    return letter.paper or frozen(letter, on=local_day(letter.signed_at or at))


def addressee(letter: Letter) -> str:
    """Return to whom a letter is written; without a name once the case was anonymised. Raises Unreadable."""
    if letter.kind in TO_OTHERS and letter.consultation:
        return letter.consultation.party.get("name") or letter.consultation.key
    applicant = Applicant.objects.filter(request=letter.request_id).first()
    return applicant.identity.name if applicant else NOBODY


def facts_of(letter: Letter, *, on: date) -> Facts:
    """Return what the letter may tell of its case on a day."""
    request, asked, outcome = letter.request, letter.consultation, answering.outcome_of(letter)
    runs = request.due_on if request.time == Time.RUNNING.value else None
    return Facts(
        kind=letter.kind,
        case=request.number,
        title=request.title,
        received_on=request.received_on or on,
        article=outcome.article if outcome else _ground(letter),
        body=letter.body,
        appointed_on=letter.appointed_on,
        working_days=letter.working_days or 0,
        due_before=runs,
        due_after=calendar().add(runs, letter.working_days) if runs and letter.working_days else None,
        amount=letter.amount or 0,
        computation=_computation(letter),
        outcome=outcome.title if outcome else "",
        given=letter.given,
        remedy=remedy(letter, on=on),
        question=asked.question if asked else "",
        within=_within(letter),
    )


def _computation(letter: Letter) -> tuple[str, ...]:
    """Return how a fee was computed; nothing while it is not clear what is charged."""
    if letter.kind != LetterKind.FEE.value:
        return ()
    try:
        return charging.of(letter).lines
    except charging.NotChargeable:
        return ()


def _ground(letter: Letter) -> str:
    key = GROUNDS.get(letter.kind) or _of_opinions(letter)
    if letter.kind == LetterKind.REASONS.value:
        return law().outcome("abusive").article
    limit = limit_of(key, letter.request) if key else None
    return limit.article if limit else ""


def _of_opinions(letter: Letter) -> str:
    """Return the key of the limit for who is asked."""
    if letter.consultation is None:
        return ""
    return "co-agency-opinion" if letter.consultation.is_organ else "third-party-opinion"


def _within(letter: Letter) -> str:
    limit = limit_of(GROUNDS.get(letter.kind) or _of_opinions(letter) or "request-answer", letter.request)
    return str(limit.length) if limit and limit.length else ""


def remedy(letter: Letter, *, on: date) -> str:
    """Return the paragraph about the ways against a letter signed on a day, "" where it is no decision.

    Raises UnknownLimit.
    """
    outcome = OVERRIDING if letter.kind == LetterKind.OVERRIDE.value else answering.outcome_of(letter)
    found = remedy_of(law().remedies, outcome, on) if outcome else None
    if found is None:
        return ""
    return paragraph(
        found,
        limits(),
        answered_on=on,
        review_body=answering.review_body(letter.organisation, on=on),
        court=letterhead().court,
    )


def paper_of(letter: Letter, *, at: datetime) -> Paper:
    """Return the paper of a letter with its addressee; one that is not signed is marked as a draft.

    Raises Unreadable, UnknownLimit.
    """
    told, is_draft = content(letter, at=at), letter.signed_at is None
    return Paper(
        organisation=told["organisation"],
        title=f"{told['title']}（草稿）" if is_draft else told["title"],
        number=told["number"] or ("草稿，未编文号" if is_draft else ""),
        signed_on=date.fromisoformat(told["signed_on"]),
        addressee=addressee(letter),
        blocks=tuple(map(Paragraph, told["paragraphs"])),
        signature=told["organisation"],
        enclosures=tuple(told["enclosures"]),
    )


def printed(*, letter: Letter, form: str, by: Person | None, at: datetime) -> bytes:
    """Return a letter as ``pdf`` or ``docx``: to somebody at the desk, which is noted, or to the applicant.

    Raises NotAllowed, Unreadable, UnknownLimit, Unprintable.
    """
    if by is not None:
        demand(by, "see", letter.request, at=at)
        look(request=letter.request, what=f"{letter.get_kind_display()}（文书{letter.pk}）", by=by, at=at)
    return FORMS[form](paper_of(letter, at=at))


FORMS: Mapping[str, Callable[[Paper], bytes]] = {"pdf": pdf, "docx": docx}
