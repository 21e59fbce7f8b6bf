"""When a holiday notice or a limit moves the clock of an answer, its case follows and its applicant hears."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from gongkai.channels import services as channels
from gongkai.channels.models import Channel
from gongkai.clocks.models import Clock
from gongkai.requests.models import Applicant, Record, Request
from gongkai.requests.services.course import ANSWER, ChangedMeanwhile, happen

PREFIX = "request:"
SUBJECT = "政府信息公开申请的答复期限有调整"
UNFINISHED = ("handling", "correcting")


def follow(*, at: datetime) -> int:
    """Let every open case follow its clock; return how many did. Run twice, it changes nothing more."""
    done = 0
    for request, clock in list(_moved()):
        try:
            done += _follow(request, clock, at=at)
        except ChangedMeanwhile:
            continue  # somebody acts on it just now: it follows the next time
    return done


def _moved() -> Iterator[tuple[Request, Clock]]:
    """Yield the open cases whose clock says another end than their row. Three queries, however many."""
    running = Clock.objects.open().filter(subject__startswith=PREFIX, duty=ANSWER)
    ends = dict(running.order_by().values_list("subject", "due_at"))
    held = Request.objects.filter(stage__in=UNFINISHED).order_by().values_list("pk", "due_at")
    apart = [pk for pk, due_at in held if ends.get(f"{PREFIX}{pk}", due_at) != due_at]
    for request in Request.objects.filter(pk__in=apart).select_related("organisation"):
        yield request, running.get(subject=request.uri)


@transaction.atomic
def _follow(request: Request, clock: Clock, *, at: datetime) -> bool:
    before, cause = request.due_on, _cause(clock)
    facts = {"before": str(before), "after": str(clock.due_on)}
    happen(request=request, kind=Record.RETIME, words=cause, facts=facts, by=None, at=at)
    request.due_at, request.due_on = clock.due_at, clock.due_on
    request.save(update_fields=["due_at", "due_on"])
    if before != clock.due_on:
        _tell(request, before, clock.due_on, cause, at=at)
    return True


def _cause(clock: Clock) -> str:
    last = clock.due_changes.last()
    return last.cause if last else "期限重算"


def _tell(request: Request, before: date | None, after: date, cause: str, *, at: datetime) -> None:
    """Queue one message to the applicant; neither its subject nor its text says who they are."""
    row = Applicant.objects.filter(request=request).first()
    email = row.identity.email if row else ""
    if email:
        body = (
            f"您向{request.organisation.name}提出的政府信息公开申请（{request.number}），"
            f"答复期限由{before}调整为{after}。\n原因：{cause}。\n"
            "如有疑问，请与受理机关联系。\n"
        )
        channels.queue(
            key=f"{request.uri}:due:{after}", channel=Channel.EMAIL.value, recipient=email, subject=SUBJECT,
            body=body, at=at,
        )  # fmt: skip
