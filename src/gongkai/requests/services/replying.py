"""What the applicant does in answer to a letter: corrects the request, pays the fee."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.clocks import services as clocks
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.orgs.rules import Refusal
from gongkai.requests.models import Event, Request
from gongkai.requests.rules.course import Kind
from gongkai.requests.services.course import CORRECTION, PAYMENT, happen, moment
from gongkai.requests.services.rights import demand


class BadReply(Refusal):
    """What is said of the applicant's reply cannot be so."""


@transaction.atomic
def correct(*, request: Request, words: str, on: date, by: Person | None, at: datetime) -> Event:
    """Note what the applicant corrected, received on a day: the whole time of the answer runs anew from it.

    ``by`` is None where the applicant sent it on the web. 条例第三十条. Raises NotAllowed, BadReply,
    ChangedMeanwhile, IllegalStep.
    """
    if not words.strip():
        raise BadReply("请写明补正的内容")
    return _replied(request, Kind.CORRECT, CORRECTION, words, on, by, at)


@transaction.atomic
def pay(*, request: Request, words: str, on: date, by: Person, at: datetime) -> Event:
    """Note that the fee was paid on a day: the time of the answer runs anew from it.

    Raises NotAllowed, BadReply, ChangedMeanwhile, IllegalStep.
    """
    return _replied(request, Kind.PAY, PAYMENT, words or "已缴费", on, by, at)


def _replied(  # noqa: PLR0913 - what, about which duty, when
    request: Request, kind: Kind, duty: str, words: str, on: date, by: Person | None, at: datetime
) -> Event:
    if by is not None:
        demand(by, "handle", request, at=at)
    if on > local_day(at):
        raise BadReply("日期不能晚于今天")
    event = happen(request=request, kind=kind, words=words, when=moment(on, at), by=by, at=at)
    clocks.meet(subject=request.uri, duty=duty, by=by, at=event.at)
    return event
