"""What an applicant does: ask, answer what they are asked, take the request back, get a receipt.

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
from gongkai.requests.models import Identity, Purpose, Record, Request
from gongkai.requests.rules import Evidence
from gongkai.requests.rules.course import Kind, Stage
from gongkai.requests.services.course import happen
from gongkai.requests.services.documents import keep
from gongkai.requests.services.registering import Registered, code_of, digest_of, register
from gongkai.ui.paper import Fields, Paper, Paragraph, QrCode, pdf

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
class Enclosed:
    """A file that an applicant adds: what it is for, its name and its bytes."""

    purpose: str
    name: str
    data: bytes


def ask(  # noqa: PLR0913 - who asks whom for what, with which papers, on which form
    *,
    organisation: Organisation,
    identity: Identity,
    asked: dict[str, Any],
    papers: Iterable[Enclosed],
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
def answer_correction(*, request: Request, words: str, papers: Iterable[Enclosed], at: datetime) -> Request:
    """Take the correction of an applicant; the whole period runs anew from today (第三十条).

    Raises NotAsked, ChangedMeanwhile, Refused.
    """
    if request.stage != Stage.CORRECTING.value:
        raise NotAsked("这件申请现在不需要补正，请查看最新的办理情况")
    _add(request, [Enclosed(Purpose.ORIGINAL.value, REPLY, words.encode()), *papers], at=at)
    happen(request=request, kind=Kind.CORRECT, words="申请人在网上提交了补正", by=None, at=at)
    return request


@transaction.atomic
def give_reasons(*, request: Request, words: str, papers: Iterable[Enclosed], at: datetime) -> Request:
    """Take the reasons of an applicant who asks many times (第三十五条).

    Raises NotAsked, ChangedMeanwhile, Refused.
    """
    if not must_give_reasons(request):
        raise NotAsked("这件申请现在不需要说明理由，请查看最新的办理情况")
    _add(request, [Enclosed(Purpose.OTHER.value, REASONS, words.encode()), *papers], at=at)
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


def receipt_of(*, request: Request, code: str, link: str, reasons: Iterable[str]) -> bytes:
    """Return the receipt of a request as a PDF, with its query code and the code to scan.

    Raises Unprintable.
    """
    day = request.received_on or local_day(request.registered_at)
    pairs = (
        ("申请编号", request.number),
        ("受理机关", request.organisation.name),
        ("申请事项", request.get_subject_display()),
        ("查询码", code),
        ("收到申请之日", f"{day}，{request.receipt_basis}"),
        ("答复期限", f"{request.due_on}以前" if request.due_on else "尚未起算"),
        ("期限的计算", "".join(reasons)),
        ("提供和获取", f"{request.get_supply_display()}，{request.get_delivery_display()}"),
    )
    paper = Paper(
        organisation=request.organisation.name,
        title="政府信息公开申请登记回执",
        signed_on=local_day(request.registered_at),
        is_letter=False,
        blocks=(
            Fields(pairs),
            QrCode(link, f"扫描二维码，或者打开 {link.partition('#')[0]} 填写查询码，查看办理进度"),
            Paragraph("查询码等同于钥匙，请妥善保管，不要给他人。"),
        ),
        signature=request.organisation.name,
    )
    return pdf(paper)


def _add(request: Request, papers: Iterable[Enclosed], *, at: datetime) -> None:
    for paper in papers:
        keep(request=request, purpose=paper.purpose, name=paper.name, data=paper.data, by=None, at=at)
