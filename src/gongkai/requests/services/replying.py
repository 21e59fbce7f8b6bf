"""What the applicant does in answer to a letter, noted at the desk: corrects the request, pays the fee.

What was written lies sealed as a paper of the case; the event tells only that it came.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.orgs.rules import Refusal
from gongkai.requests.models import Event, Purpose, Request
from gongkai.requests.rules.course import Kind, course
from gongkai.requests.services.course import happen, moment, steps
from gongkai.requests.services.documents import keep
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.rights import demand

REPLY = "补正内容.txt"


class BadReply(Refusal):
    """What is said of the applicant's reply cannot be so; ``field`` is where it was typed."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


@transaction.atomic
def correct(*, request: Request, words: str, on: date, by: Person, at: datetime) -> Event:
    """Note what the applicant corrected, received on a day: the whole time of the answer runs anew from it.

    条例第三十条. Raises NotAllowed, BadReply, ChangedMeanwhile, IllegalStep.
    """
    demand(by, "handle", request, at=at)
    if not words.strip():
        raise BadReply("words", "请写明补正的内容")
    _check_day(on, at)
    data = words.strip().encode()
    keep(request=request, purpose=Purpose.ORIGINAL.value, name=REPLY, data=data, by=by, at=at)
    said = "申请人补正了申请"
    return happen(request=request, kind=Kind.CORRECT, words=said, when=moment(on, at), by=by, at=at)


def is_charged(request: Request) -> bool:
    """Whether a fee was asked for and is waited for."""
    rows = list(request.events.all())
    return bool(rows) and course(steps(rows)).is_charged


@transaction.atomic
def pay(*, request: Request, words: str, on: date, by: Person, at: datetime) -> Event:
    """Note that the fee was paid on a day: the time of the answer runs anew from it.

    Raises NotAllowed, BadReply, NamesSomebody, ChangedMeanwhile, IllegalStep.
    """
    demand(by, "handle", request, at=at)
    _check_day(on, at)
    nameless(request, words)
    said = words.strip() or "已缴费"
    return happen(request=request, kind=Kind.PAY, words=said, when=moment(on, at), by=by, at=at)


def _check_day(on: date, at: datetime) -> None:
    if on > local_day(at):
        raise BadReply("on", "日期不能晚于今天")
