"""Complaints about how bodies deal with requests, examined by the openness office.

政府信息公开条例（2019）第四十七条、第五十一条.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.clocks import services as clocks
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.rules import Refusal
from gongkai.orgs.services.acts import record
from gongkai.requests import vault
from gongkai.requests.models import Complaint, Request
from gongkai.requests.services.naming import OWN, nameless
from gongkai.requests.services.offices import any_office, office_of
from gongkai.requests.services.registering import next_number
from gongkai.requests.services.rights import demand

DUTY = "reply"
SERIES = "complaints"
MOST_OPEN = 3


class AlreadyReplied(Refusal):
    """A complaint is answered once."""


class TooMany(Refusal):
    """An applicant has several complaints open about one case."""


@transaction.atomic
def complain(*, request: Request, words: str, at: datetime) -> Complaint:
    """Take in what an applicant complains of about their case. Raises TooMany, NamesSomebody."""
    if request.complaints.open().count() >= MOST_OPEN:
        raise TooMany("您对这件申请的投诉正在办理，请等待答复")
    nameless(request, words, sentence=OWN)
    return _take(request.organisation, request, words, "", None, at)


@transaction.atomic
def note_complaint(  # noqa: PLR0913 - what is complained of, by whom it can be answered
    *, organisation: Organisation, request: Request | None, words: str, contact: str, by: Person, at: datetime
) -> Complaint:
    """Write down a complaint that came by letter, mouth or from above. Raises NotAllowed, NamesSomebody."""
    demand(by, "oversee", organisation, at=at)
    if request:
        nameless(request, words)
    return _take(organisation, request, words, contact, by, at)


def _take(  # noqa: PLR0913 - the same
    organisation: Organisation,
    request: Request | None,
    words: str,
    contact: str,
    by: Person | None,
    at: datetime,
) -> Complaint:
    made = Complaint(
        organisation=organisation,
        request=request,
        year=local_day(at).year,
        words=words.strip(),
        sealed=vault.seal(contact.strip().encode()).decode("ascii") if contact.strip() else "",
        received_at=at,
        account=by.account if by else "",
        due_on=local_day(at),
    )
    made.serial = next_number(organisation, SERIES, made.year)
    made.save()
    clock = clocks.start(
        subject=made.uri,
        duty=DUTY,
        title=f"答复{made.number}（{organisation.short_name}）",
        organisation=_office(organisation, by, at),
        limit="request-complaint",
        by=by,
        at=at,
    )
    made.due_on = clock.due_on
    made.save(update_fields=["due_on"])
    return made


def _office(organisation: Organisation, by: Person | None, at: datetime) -> Organisation:
    """Return who examines it: the openness office; the body itself does not see the clock."""
    return office_of(by, at=at) or any_office(at=at) or organisation


@transaction.atomic
def reply_to_complaint(*, complaint: Complaint, finding: str, words: str, by: Person, at: datetime) -> None:
    """Say what the examination came to; the applicant reads it with the query code.

    Raises NotAllowed, NamesSomebody, AlreadyReplied.
    """
    demand(by, "oversee", complaint.organisation, at=at)
    if complaint.request:
        nameless(complaint.request, words)
    answered = {"finding": finding, "reply": words.strip(), "replied_at": at, "replied_by": by}
    if not Complaint.objects.open().filter(pk=complaint.pk).update(**answered):
        raise AlreadyReplied("这件投诉已经答复，不能再改")
    clocks.meet(subject=complaint.uri, duty=DUTY, by=by, at=at)
    record(verb="requests.reply-complaint", thing=complaint.uri, by=by, at=at, finding=finding)


def contact_of(complaint: Complaint) -> str:
    """Return how whoever complained is reached, empty where the case tells it; or why it cannot be read."""
    try:
        return vault.unseal(complaint.sealed.encode("ascii")).decode() if complaint.sealed else ""
    except vault.Unreadable as error:
        return str(error)
