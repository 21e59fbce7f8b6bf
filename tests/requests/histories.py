"""Rows of cases by the thousand, as they look after whatever happened to them."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from gongkai.requests.models import Proceeding, Request
from tests import make

serial = count(1)
NOW = make.moment(2026, 11, 23)


@dataclass(frozen=True)
class History:
    """One case: who asked, when it was received (None: never), when and how it was answered first."""

    asker: str
    received_on: date | None = None
    counted_on: date | None = None
    counted_as: str = ""
    is_reopened: bool = False
    subject: str = "information"
    channel: str = "web"
    was_extended: bool = False


def row(organisation, history, **fields):
    """Return the row of a case, not saved."""
    number = next(serial)
    values = {
        "asker": history.asker, "received_on": history.received_on, "counted_on": history.counted_on,
        "counted_as": history.counted_as, "subject": history.subject, "channel": history.channel,
        "was_extended": history.was_extended, "title": "某事", "content": "某事的明细", "supply": "paper",
        "delivery": "post", "contest": "none",
    }  # fmt: skip
    return Request(
        organisation=organisation, year=2020, serial=number, code_digest=f"{number}", registered_at=NOW,
        **values | stand(history) | fields,
    )  # fmt: skip


def stand(history):
    """Return the axes of a case by what happened to it."""
    if history.received_on is None:
        return {"stage": "registered", "time": "none", "service": "none", "decision": ""}
    if history.counted_on is None or history.is_reopened:
        return {"stage": "handling", "time": "running", "service": "none", "decision": ""}
    return {"stage": "closed", "time": "over", "service": "served", "decision": history.counted_as}


def keep(organisation, *histories):
    """Store cases of one organisation and return them."""
    return Request.objects.bulk_create([row(organisation, each) for each in histories])


def contest(case, route, begun_on, result="", ended_on=None):
    return Proceeding.objects.create(
        request=case, route=route, body="杭州市人民政府", begun_on=begun_on, result=result, ended_on=ended_on
    )
