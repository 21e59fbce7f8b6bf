"""What an applicant does: ask, answer what they are asked, take the request back, read what was sent.

政府信息公开条例（2019）第二十九条至第三十一条、第三十五条. Whoever has the query code is the applicant; no
account stands behind it, so ``by`` is nobody. What they write is kept as a paper: events never hold it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Organisation
from gongkai.orgs.rules import Refusal
from gongkai.requests.models import Identity, Letter, LetterKind, Purpose, Record, Request, State, Way
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import Kind, Stage
from gongkai.requests.services.course import close, happen
from gongkai.requests.services.documents import keep
from gongkai.requests.services.registering import Registered, code_of, digest_of, register

REPLY = "补正内容.txt"
REASONS = "说明理由.txt"


class AlreadySent(Refusal):
    """The same form was sent before; ``request`` is the case it became, ``code`` its query code."""

    def __init__(self, request: Request, code: str) -> None:
        super().__init__("这张申请表已经提交过，没有重复登记")
        self.request, self.code = request, code


class NotAsked(Refusal):
    """Nothing of the kind is asked of the applicant now."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that an applicant adds: what it is for, its name and its bytes."""

    purpose: str
    name: str
    data: bytes


def ask(  # noqa: PLR0913 - who asks whom for what, with which papers, on which form
    *,
    organisation: Organisation,
    identity: Identity,
    asked: dict[str, Any],
    papers: Iterable[Paper],
    slip: str,
    at: datetime,
) -> Registered:
    """Register what the public form sends, with its papers, or nothing of it; its query code with it.

    ``slip`` is the key of the form that was filled in: sent twice, it makes one case. The site answers with
    the receipt at once, so that the request is confirmed with the applicant as it comes (第三十一条第三项).

    Raises AlreadySent, Refused for a paper that is not taken.
    """
    code, today = code_of(slip), local_day(at)
    evidence = Evidence(submitted=today, arrived=today, confirmed=today)
    _refuse_second(code)
    try:
        with transaction.atomic():
            made = register(
                organisation=organisation, identity=identity, asked={**asked, "channel": "web"},
                evidence=evidence, by=None, at=at, code=code,
            )  # fmt: skip
            _add(made.request, papers, at=at)
            return made
    except IntegrityError:
        _refuse_second(code)
        raise


def _refuse_second(code: str) -> None:
    if found := Request.objects.filter(code_digest=digest_of(code)).first():
        raise AlreadySent(found, code)


@transaction.atomic
def answer_correction(*, request: Request, words: str, papers: Iterable[Paper], at: datetime) -> Request:
    """Take the correction of an applicant; the whole period runs anew from today (第三十条).

    Raises NotAsked, ChangedMeanwhile, Refused.
    """
    if request.stage != Stage.CORRECTING.value:
        raise NotAsked("这件申请现在不需要补正，请查看最新的办理情况")
    _add(request, [Paper(Purpose.ORIGINAL.value, REPLY, words.encode()), *papers], at=at)
    happen(request=request, kind=Kind.CORRECT, words="申请人在网上提交了补正", by=None, at=at)
    return request


@transaction.atomic
def give_reasons(*, request: Request, words: str, papers: Iterable[Paper], at: datetime) -> Request:
    """Take the reasons of an applicant who asks many times (第三十五条).

    Raises NotAsked, ChangedMeanwhile, Refused.
    """
    if not must_give_reasons(request):
        raise NotAsked("这件申请现在不需要说明理由，请查看最新的办理情况")
    _add(request, [Paper(Purpose.OTHER.value, REASONS, words.encode()), *papers], at=at)
    facts = {"reasons": True}
    happen(request=request, kind=Record.NOTE, words="申请人说明了理由", facts=facts, by=None, at=at)
    return request


def must_give_reasons(request: Request) -> bool:
    """Return whether the applicant was asked for reasons and has not given any since."""
    told = request.events.filter(kind__in=[Record.ASK_REASONS.value, Record.NOTE.value]).order_by("number")
    waits = False
    for event in told:
        if event.kind == Record.ASK_REASONS.value:
            waits = True
        elif event.facts.get("reasons"):
            waits = False
    return waits and request.stage == Stage.HANDLING.value


@transaction.atomic
def withdraw_online(*, request: Request, at: datetime) -> Request:
    """Let an applicant take a request back before it is answered. Raises IllegalStep, ChangedMeanwhile."""
    happen(request=request, kind=Kind.WITHDRAW, words="申请人在网上撤回", by=None, at=at)
    return request


@transaction.atomic
def read_online(*, letter: Letter, at: datetime) -> bool:
    """Note that the applicant has opened a letter; return whether that served it.

    A letter sent on the web is served when it is opened for the first time; one sent otherwise is served as
    its proof says. Raises ChangedMeanwhile.
    """
    sent = Letter.objects.filter(pk=letter.pk, state=State.SENT.value, way=Way.ONLINE.value)
    if not sent.update(state=State.SERVED.value, served_on=local_day(at)):
        return False
    request, words = letter.request, f"申请人在网上打开了{letter.get_kind_display()}"
    if letter.kind == LetterKind.ANSWER.value and request.stage == Stage.DECIDED.value:
        happen(request=request, kind=Kind.SERVE, words=words, by=None, at=at)
        close(request, on=request.answered_on or local_day(at), outcome=request.decision, at=at)
    else:
        happen(request=request, kind=Record.NOTE, words=words, facts={"letter": letter.pk}, by=None, at=at)
    return True


def _add(request: Request, papers: Iterable[Paper], *, at: datetime) -> None:
    for paper in papers:
        keep(request=request, purpose=paper.purpose, name=paper.name, data=paper.data, by=None, at=at)
