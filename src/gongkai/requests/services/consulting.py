"""Those who are asked before a case is decided: third parties, and organs that made the information together.

政府信息公开条例（2019）第三十二条、第三十四条. While they are asked the time of the answer stands still.
"""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import IntegrityError, transaction

from gongkai.clocks.loading import calendar, limits
from gongkai.law.deadlines import due, local_day
from gongkai.orgs.models import Person
from gongkai.orgs.rules import Refusal
from gongkai.requests import vault
from gongkai.requests.models import Consultation, Consulted, Letter, Opinion, Record, Request
from gongkai.requests.rules.course import Kind, Stage
from gongkai.requests.rules.opinions import Said, meaning
from gongkai.requests.services.course import follow_waits, happen, moment, unmoved
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.rights import demand

LIMITS = {
    Consulted.THIRD_PARTY.value: "third-party-opinion",
    Consulted.ORGAN.value: "co-agency-opinion",
}

UNDECIDED = frozenset({Stage.HANDLING.value, Stage.CORRECTING.value})


class BadConsultation(Refusal):
    """What is said of somebody who is asked cannot be so; ``field`` is where it was typed."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


@transaction.atomic
def consult(  # noqa: PLR0913 - who is asked, how they are reached, and what
    *,
    request: Request,
    kind: str,
    key: str,
    question: str,
    name: str = "",
    contact: str = "",
    by: Person,
    at: datetime,
) -> Consultation:
    """Write down who is to be asked about what; the letter to them begins their time.

    ``key`` is how the case calls them, a person by a cipher; name and contact are sealed.
    Raises NotAllowed, BadConsultation, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "handle", request, at=at)
    if request.stage != Stage.HANDLING.value:
        raise BadConsultation("key", f"“{request.case.stage.label}”的申请不能征求意见")
    if kind not in LIMITS:
        raise BadConsultation("kind", "请选择征求第三方还是其他行政机关的意见")
    if not key.strip() or not question.strip():
        raise BadConsultation("question" if key.strip() else "key", "请写明征求谁的意见、征求什么意见")
    nameless(request, key, question)
    unmoved(request)
    told = json.dumps({"name": name.strip(), "contact": contact.strip()}, ensure_ascii=False).encode()
    sealed = vault.seal(told).decode("ascii") if name.strip() or contact.strip() else ""
    try:
        with transaction.atomic():
            return Consultation.objects.create(
                request=request, kind=kind, key=key.strip(), question=question.strip(), sealed=sealed
            )
    except IntegrityError as error:
        raise BadConsultation("key", f"已经登记过“{key.strip()}”，请用另外的称呼区分") from error


def asked_by(letter: Letter) -> None:
    """Note that the letter to somebody who is asked went out."""
    if letter.consultation:
        letter.consultation.sent_on = letter.sent_on
        letter.consultation.due_on = letter.appointed_on
        letter.consultation.save(update_fields=["sent_on", "due_on"])


def received_by(letter: Letter, *, by: Person | None, at: datetime) -> None:
    """Note when they got it: their time runs from that day (条例第三十二条、第三十四条)."""
    asked = letter.consultation
    if asked is None or letter.served_on is None:
        return
    asked.received_on = letter.served_on
    asked.due_on = opinion_until(asked, letter.served_on) or letter.appointed_on
    asked.save(update_fields=["received_on", "due_on"])
    follow_waits(letter.request, by=by, at=at)


def opinion_until(asked: Consultation, received_on: date) -> date | None:
    """Return until when an opinion may be given, None where the text of the day sets no limit."""
    limit = limits().in_force(LIMITS[asked.kind], received_on)
    return due(received_on, limit.length, calendar()).due_on if limit and limit.length else None


def told_by(letter: Letter) -> None:
    """Note that a third party was told, before disclosure, that its objection is not followed."""
    if letter.consultation:
        letter.consultation.told_on = letter.sent_on
        letter.consultation.save(update_fields=["told_on"])


@transaction.atomic
def hear(  # noqa: PLR0913 - what was said, when, and why
    *,
    consultation: Consultation,
    opinion: str,
    heard_on: date | None = None,
    reasons: str = "",
    by: Person,
    at: datetime,
) -> Consultation:
    """Note what somebody who was asked said, or that they said nothing until their time was over.

    Silence counts from the last day of their time: what the organ lets pass after it is its own.
    Raises NotAllowed, BadConsultation, NamesSomebody, ChangedMeanwhile, IllegalStep.
    """
    request = consultation.request
    demand(by, "handle", request, at=at)
    nameless(request, reasons)
    day = _heard(consultation, opinion, heard_on, reasons, local_day(at))
    consultation.opinion, consultation.reasons, consultation.heard_on = opinion, reasons.strip(), day
    consultation.save(update_fields=["opinion", "reasons", "heard_on"])
    words = meaning(Said(consultation.key, consultation.is_organ, opinion))
    when = moment(day, at)
    if opinion == Opinion.SILENCE.value:  # another may have been asked after that day: steps have an order
        last = [each.at for each in request.events.all() if each.step]
        when = max([when, *last])
    happen(
        request=request, kind=Kind.HEAR, key=consultation.key, words=words,
        facts={"consultation": consultation.pk, "opinion": opinion}, when=when, by=by, at=at,
    )  # fmt: skip
    return consultation


def _heard(asked: Consultation, opinion: str, heard_on: date | None, reasons: str, today: date) -> date:
    """Return the day on which an opinion counts. Raises BadConsultation."""
    if asked.opinion != Opinion.AWAITED.value or asked.sent_on is None:
        raise BadConsultation("opinion", "没有在等待这一方的意见")
    if opinion == Opinion.SILENCE.value:
        if asked.due_on is None:
            raise BadConsultation("opinion", "请先登记对方收到征求意见函之日，才能计算期满")
        if today <= asked.due_on:
            raise BadConsultation("opinion", f"对方的答复期限到{asked.due_on}为止，还没有届满")
        return asked.due_on
    if opinion not in {Opinion.CONSENT.value, Opinion.OBJECTION.value}:
        raise BadConsultation("opinion", "请选择对方的意见")
    if heard_on is None or not asked.sent_on <= heard_on <= today:
        raise BadConsultation("heard_on", f"收到意见之日应当在发函之日（{asked.sent_on}）以后、今天以前")
    if opinion == Opinion.OBJECTION.value and not reasons.strip():
        raise BadConsultation("reasons", "请写明对方不同意公开的理由；没有说明理由的，照实写明")
    return heard_on


def meaning_of(consultation: Consultation) -> str:
    """Return what was heard of somebody, and what it means for the answer."""
    asked = consultation
    return meaning(Said(asked.key, asked.is_organ, asked.opinion, asked.is_overridden))


def may_weigh(consultation: Consultation) -> bool:
    """Whether an objection can still be weighed: before the answer, and before its maker was told."""
    is_open = consultation.request.stage in UNDECIDED
    return is_open and consultation.opinion == Opinion.OBJECTION.value and consultation.told_on is None


@transaction.atomic
def weigh(
    *, consultation: Consultation, is_overridden: bool, weighing: str, by: Person, at: datetime
) -> Consultation:
    """Decide whether an objection is followed, with reasons; a third party must be told if it is not.

    条例第三十二条: what weighs more is a grave effect on the public interest.
    Raises NotAllowed, BadConsultation, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "handle", consultation.request, at=at)
    if consultation.opinion != Opinion.OBJECTION.value:
        raise BadConsultation("weighing", "对方没有反对，不需要审查反对意见")
    if consultation.request.stage not in UNDECIDED:
        raise BadConsultation("weighing", "已经作出答复，不能再审查反对意见")
    if consultation.told_on and not is_overridden:
        raise BadConsultation("is_overridden", "已将公开决定告知对方，不能再改为采纳")
    if not weighing.strip():
        raise BadConsultation("weighing", "请写明审查意见和理由")
    nameless(consultation.request, weighing)
    said = "不予采纳，决定公开" if is_overridden else "予以采纳"
    words, request = f"对反对公开的意见{said}", consultation.request
    happen(request=request, kind=Record.NOTE, key=consultation.key, words=words, by=by, at=at)
    consultation.is_overridden, consultation.weighing = is_overridden, weighing.strip()
    consultation.save(update_fields=["is_overridden", "weighing"])
    return consultation
