"""send, serve, read: a letter goes out, and what it binds begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from gongkai.channels import services as channels
from gongkai.channels.models import Channel
from gongkai.clocks import services as clocks
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.requests.models import (
    Applicant,
    Document,
    Letter,
    LetterKind,
    Purpose,
    Record,
    Request,
    State,
    Way,
)
from gongkai.requests.models.letters import TO_OTHERS
from gongkai.requests.rules.course import Kind, Stage
from gongkai.requests.rules.serving import answered_on
from gongkai.requests.services.consulting import asked_by, received_by, told_by
from gongkai.requests.services.course import ANSWER, close, follow_waits, happen, moment
from gongkai.requests.services.documents import keep
from gongkai.requests.services.letters.checking import last_day, notice_until, too_late
from gongkai.requests.services.letters.refusals import Fault, Incomplete, NotNow, WrongDay
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.rights import demand

Proof = tuple[str, bytes]
"""The name and the content of what proves that a letter was sent, or served."""
STATUS = "/requests/status/"
SUBJECT = "您的政府信息公开申请有新的办理情况"
BODY = "您的政府信息公开申请有新的办理情况，请凭查询码查询：\n\n{site}{status}\n\n请勿回复本邮件。\n"


@transaction.atomic
def send(  # noqa: PLR0913 - how, when, with what proof
    *,
    letter: Letter,
    way: str,
    sent_on: date,
    proof: Proof | None = None,
    late_for: str = "",
    by: Person,
    at: datetime,
) -> Letter:
    """Note that a signed letter went out on a day, and let begin what begins with it.

    Raises NotAllowed, NotNow, WrongDay, Incomplete, NamesSomebody, ChangedMeanwhile, IllegalStep, and what
    clocks refuse.
    """
    demand(by, "handle", letter.request, at=at)
    nameless(letter.request, late_for)
    _check_sending(letter, way, sent_on, late_for, at)
    mine = Letter.objects.filter(pk=letter.pk, state=State.SIGNED.value)
    letter.state, letter.way, letter.sent_on = State.SENT.value, way, sent_on
    letter.late_for = late_for.strip()[:300] or letter.late_for
    changed = {"state": letter.state, "way": way, "sent_on": sent_on, "late_for": letter.late_for}
    if not mine.update(**changed):
        raise NotNow("这份文书不在已签发状态，或者刚刚有人发出，请查看后再办")
    _prove(letter, proof, by, at)
    BEGINS[letter.kind](letter, by, at)
    if letter.kind not in TO_OTHERS:
        tell(letter.request, what=f"letter:{letter.pk}", at=at)
    return letter


def _check_sending(letter: Letter, way: str, sent_on: date, late_for: str, at: datetime) -> None:
    if letter.state != State.SIGNED.value or letter.signed_at is None:
        raise NotNow(f"“{letter.get_state_display()}”的文书不能发出，应当先签发")
    if way not in set(Way):
        raise Incomplete([Fault("way", "请选择送达方式")])
    if way == Way.ONLINE.value and letter.kind in TO_OTHERS:
        raise Incomplete([Fault("way", "发给第三方或者其他机关的文书不能网上送达")])
    if not local_day(letter.signed_at) <= sent_on <= local_day(at):
        raise WrongDay(f"发出之日应当在签发之日（{local_day(letter.signed_at)}）以后、今天以前")
    until = notice_until(letter.request) if letter.kind == LetterKind.CORRECTION.value else None
    if until and sent_on > until and not (late_for.strip() or letter.late_for):
        raise Incomplete([Fault("late_for", too_late(letter.request, until))])


@transaction.atomic
def serve(
    *, letter: Letter, served_on: date, proof: Proof | None = None, by: Person | None, at: datetime
) -> Letter:
    """Note that a letter reached its addressee on a day; ``by`` is None where they read it on the web.

    Raises NotAllowed, NotNow, WrongDay, ChangedMeanwhile, IllegalStep.
    """
    if by is not None:
        demand(by, "handle", letter.request, at=at)
    if letter.state != State.SENT.value or letter.sent_on is None:
        raise NotNow(f"“{letter.get_state_display()}”的文书不能登记送达")
    if not letter.sent_on <= served_on <= local_day(at):
        raise WrongDay(f"送达之日应当在发出之日（{letter.sent_on}）以后、今天以前")
    mine = Letter.objects.filter(pk=letter.pk, state=State.SENT.value)
    letter.state, letter.served_on = State.SERVED.value, served_on
    if not mine.update(state=letter.state, served_on=served_on):
        raise NotNow("刚刚有人登记了送达，请查看后再办")
    _prove(letter, proof, by, at)
    if not _ends(letter):
        words = f"{letter.get_kind_display()}{letter.number}已于{served_on}送达"
        happen(request=letter.request, kind=Record.NOTE, words=words, by=by, at=at)
    if letter.kind in REACHES:
        REACHES[letter.kind](letter, by, at)
    return letter


def _ends(letter: Letter) -> bool:
    """Whether a letter is the answer that its case waits to have served, not one of an earlier round."""
    return letter.kind == LetterKind.ANSWER.value and letter.request.stage == Stage.DECIDED.value


@transaction.atomic
def read_online(*, letter: Letter, at: datetime) -> bool:
    """Note that the applicant opened a letter on the web; return whether that served it.

    One sent otherwise is served as its proof says. Raises ChangedMeanwhile, NotNow.
    """
    if letter.state != State.SENT.value or letter.way != Way.ONLINE.value:
        return False
    serve(letter=letter, served_on=local_day(at), by=None, at=at)
    return True


def _prove(letter: Letter, proof: Proof | None, by: Person | None, at: datetime) -> None:
    if proof is None:
        return
    name, data = proof
    letter.proof = keep(
        request=letter.request, purpose=Purpose.EVIDENCE.value, name=name, data=data, by=by, at=at
    )
    letter.save(update_fields=["proof"])


def tell(request: Request, *, what: str, at: datetime) -> None:
    """Tell an applicant who left an e-mail address that there is something to read, and nothing else.

    ``what`` names it within the case: of the same thing nobody is told twice.
    """
    applicant = Applicant.objects.filter(request=request).first()
    if applicant is None or not applicant.identity.email:
        return
    channels.queue(
        key=f"{request.uri}:{what}",
        channel=Channel.EMAIL.value,
        recipient=applicant.identity.email,
        subject=SUBJECT,
        body=BODY.format(site=settings.SITE_URL, status=STATUS),
        at=at,
    )


def _sent(letter: Letter) -> date:
    if letter.sent_on is None:
        raise NotNow("文书还没有发出")
    return letter.sent_on


def _event(
    letter: Letter, kind: Kind | Record, day: date, by: Person | None, at: datetime, **more: int
) -> None:
    late = f"（逾期：{letter.late_for}）" if letter.late_for else ""
    happen(
        request=letter.request,
        kind=kind,
        key=letter.consultation.key if letter.consultation else "",
        words=f"{letter.get_kind_display()}{letter.number}{late}",
        facts={"letter": letter.pk, "way": letter.way},
        when=moment(day, at),
        by=by,
        at=at,
        **more,
    )


def _nothing(letter: Letter, by: Person, at: datetime) -> None:
    """A letter that only informs."""


def _ask_to_correct(letter: Letter, by: Person, at: datetime) -> None:
    _event(letter, Kind.ASK_CORRECTION, _sent(letter), by, at)
    follow_waits(letter.request, by=by, at=at)


def _extend(letter: Letter, by: Person, at: datetime) -> None:
    _event(letter, Kind.EXTEND, _sent(letter), by, at, amount=letter.working_days or 0)


def _consult(letter: Letter, by: Person, at: datetime) -> None:
    _event(letter, Kind.CONSULT, _sent(letter), by, at)
    asked_by(letter)


def _override(letter: Letter, by: Person, at: datetime) -> None:
    _event(letter, Record.NOTE, _sent(letter), by, at)
    told_by(letter)


def _charge(letter: Letter, by: Person, at: datetime) -> None:
    _event(letter, Kind.CHARGE, _sent(letter), by, at)


def _ask_reasons(letter: Letter, by: Person, at: datetime) -> None:
    _event(letter, Record.ASK_REASONS, _sent(letter), by, at)


def _answer(letter: Letter, by: Person, at: datetime) -> None:
    """Let the applicant read what is enclosed, and end the time of the case where the day is known."""
    _event(letter, Kind.SEND, _sent(letter), by, at)
    Document.objects.filter(enclosed_in=letter).kept().update(is_for_applicant=True)
    _count(letter, by, at)


def _count(letter: Letter, by: Person | None, at: datetime) -> None:
    """Note the day on which the case counts as answered, and meet its clock on that day."""
    day = answered_on(letter.way, sent_on=_sent(letter), served_on=letter.served_on)
    if day is not None:
        close(letter.request, on=day, outcome=letter.request.decision, at=at)
        clocks.meet(subject=letter.request.uri, duty=ANSWER, by=by, at=moment(day, at))


def _serve_answer(letter: Letter, by: Person | None, at: datetime) -> None:
    if _ends(letter):
        _event(letter, Kind.SERVE, letter.served_on or _sent(letter), by, at)
        _count(letter, by, at)


def _serve_question(letter: Letter, by: Person | None, at: datetime) -> None:
    received_by(letter, by=by, at=at)


def _serve_fee(letter: Letter, by: Person | None, at: datetime) -> None:
    """Let the applicant's time to pay begin the day after they got the notice."""
    if letter.served_on and (until := last_day(FEE_LIMIT, letter.served_on, by_text_of=letter.request)):
        letter.appointed_on = until
        letter.save(update_fields=["appointed_on"])
        follow_waits(letter.request, by=by, at=at)


FEE_LIMIT = "request-fee-payment"

BEGINS: Mapping[str, Callable[[Letter, Person, datetime], None]] = {
    LetterKind.RECEIPT.value: _nothing,
    LetterKind.CORRECTION.value: _ask_to_correct,
    LetterKind.EXTENSION.value: _extend,
    LetterKind.CONSULT.value: _consult,
    LetterKind.OVERRIDE.value: _override,
    LetterKind.FEE.value: _charge,
    LetterKind.REASONS.value: _ask_reasons,
    LetterKind.ANSWER.value: _answer,
}
REACHES: Mapping[str, Callable[[Letter, Person | None, datetime], None]] = {
    LetterKind.CONSULT.value: _serve_question,
    LetterKind.FEE.value: _serve_fee,
    LetterKind.ANSWER.value: _serve_answer,
}
