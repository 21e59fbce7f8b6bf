"""A request comes in: by the public form, or by letter, fax, mail, mouth at the desk.

政府信息公开条例（2019）第二十九条、第三十一条.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.rules import Refusal
from gongkai.requests import vault
from gongkai.requests.declared import law
from gongkai.requests.models import Applicant, Identity, Number, Record, Request
from gongkai.requests.rules import Evidence, NotYet, received
from gongkai.requests.rules.course import Contest, Kind, Service, Stage, Time
from gongkai.requests.services.course import happen, moment
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.rights import demand

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread on paper
CODE_LENGTH = 16
"""31 letters sixteen times are 79 bits: no query code can be found by trying."""

FIRST_DAY = date(2008, 5, 1)
"""政府信息公开条例（2007）第三十八条: before it nobody could ask."""


class NotReceivable(Refusal):
    """The evidence given does not make a day of receipt, lies in the future or before the regulation."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A new case, and its query code: told once, to the applicant; nobody can look it up."""

    request: Request
    code: str


def new_code() -> str:
    """Return a query code in groups of four."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return grouped(letters)


def code_of(slip: str) -> str:
    """Return the query code of what is sent with one form: always the same, and known to us alone."""
    number = int(vault.digest(slip, "slip"), 16)
    letters = ""
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(CODE_ALPHABET))
        letters += CODE_ALPHABET[place]
    return grouped(letters)


def grouped(letters: str) -> str:
    return "-".join(letters[place : place + 4] for place in range(0, CODE_LENGTH, 4))


def digest_of(code: str) -> str:
    """Return by what a case is found for whoever has its query code, however they typed it."""
    return vault.digest(re.sub(r"[^0-9A-Z]", "", code.upper()), "query-code")


@transaction.atomic
def register(  # noqa: PLR0913 - who asks whom for what, and what is known of how it came
    *,
    organisation: Organisation,
    identity: Identity,
    asked: dict[str, Any],
    evidence: Evidence,
    by: Person | None,
    at: datetime,
    code: str = "",
) -> Registered:
    """Register a request and, where the evidence makes a day of receipt, let its time begin.

    ``asked`` are columns of ``Request``: asker, title, content, supply, delivery, channel and what else the
    form told. ``by`` is the clerk who registers, None for what the public form sends;
    ``code`` is the query code that belongs to that form, else a new one is drawn.

    Raises NotAllowed, NotReceivable for a day that lies ahead.
    """
    if by is not None:
        demand(by, "register", organisation, at=at)
    begun = _begun(evidence, at)
    code = code or new_code()
    request = Request(
        organisation=organisation, year=local_day(at).year, code_digest=digest_of(code), registered_at=at,
        stage=Stage.REGISTERED.value, time=Time.NONE.value, service=Service.NONE.value,
        contest=Contest.NONE.value, **asked,
    )  # fmt: skip
    request.serial = next_number(organisation, "requests", request.year)
    _keep(request, evidence)
    request.save()
    Applicant.sealing(request, identity).save()
    happen(request=request, kind=Kind.REGISTER, words=request.get_channel_display(), when=begun, by=by, at=at)
    begin(request, by=by, at=at)
    return Registered(request, code)


@transaction.atomic
def confirm(*, request: Request, evidence: Evidence, words: str, by: Person, at: datetime) -> Request:
    """Note further evidence of receipt: that it was signed for, or confirmed with the applicant (第三十一条).

    Raises NotAllowed, NotReceivable, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "handle", request, at=at)
    _begun(evidence, at)
    if request.stage != Stage.REGISTERED.value:
        raise NotReceivable("收到申请之日已经确定，不能再改")
    nameless(request, words)
    _keep(request, evidence)
    request.save(update_fields=["submitted_on", "signed_on", "arrived_on", "confirmed_on"])
    happen(request=request, kind=Record.CONFIRM, words=words, by=by, at=at)
    begin(request, by=by, at=at)
    return request


def begin(request: Request, *, by: Person | None, at: datetime) -> bool:
    """Let the time of a case begin where the day of receipt is known; return whether it is."""
    try:
        receipt = received(law().receipts, request.channel, request.evidence)
    except NotYet:
        return False
    request.received_on, request.receipt_basis = receipt.on, receipt.sentence
    happen(
        request=request,
        kind=Kind.RECEIVE,
        words=receipt.sentence,
        when=moment(receipt.on, at),
        by=by,
        at=at,
    )
    return True


def next_number(organisation: Organisation, series: str, year: int) -> int:
    """Return the next number of a series, without gaps: it is given back if the transaction fails."""
    mine = {"organisation": organisation, "series": series, "year": year}
    if not Number.objects.filter(**mine).update(last=F("last") + 1):
        try:
            with transaction.atomic():
                Number.objects.create(**mine, last=1)
                return 1
        except IntegrityError:
            Number.objects.filter(**mine).update(last=F("last") + 1)
    return Number.objects.get(**mine).last


def _keep(request: Request, evidence: Evidence) -> None:
    for name in ("submitted", "signed", "arrived", "confirmed"):
        if day := getattr(evidence, name):
            setattr(request, f"{name}_on", day)


def _begun(evidence: Evidence, at: datetime) -> datetime:
    """Return when a request came in: the first day of which something is known."""
    today = local_day(at)
    days = [evidence.submitted, evidence.signed, evidence.arrived, evidence.confirmed]
    known = [day for day in days if day]
    if any(day > today for day in known):
        raise NotReceivable("提交、签收、收到或者确认的日期不能晚于今天")
    if any(day < FIRST_DAY for day in known):
        raise NotReceivable(f"提交、签收、收到或者确认的日期不能早于{FIRST_DAY}：条例自那时起施行")
    return moment(min(known, default=today), at)
