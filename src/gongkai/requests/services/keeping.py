"""A case after its end: archived, taken out as a package, and in the end without its applicant.

个人信息保护法第四十七条; how long is declared in ``catalogue/requests.yaml`` under ``retention``.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import IO

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.channels import services as channels
from gongkai.law.deadlines import SHANGHAI, local_day
from gongkai.orgs.models import Person
from gongkai.orgs.rules import Refusal
from gongkai.requests import package
from gongkai.requests.declared import law
from gongkai.requests.models import (
    Applicant,
    Complaint,
    Consultation,
    Document,
    Event,
    Letter,
    Proceeding,
    Purpose,
    Rating,
    Record,
    Request,
    Suggestion,
    SuggestionStep,
)
from gongkai.requests.rules.course import Contest, IllegalStep, Kind, Stage
from gongkai.requests.services.course import happen
from gongkai.requests.services.documents import look, remove
from gongkai.requests.services.rights import demand

logger = logging.getLogger(__name__)
FORGOTTEN = "（已去标识）"
LONGEST = 200
"""Characters of a title."""
PREFIX = "request:"
"""So begins the key of every message about a case."""
AT_ONCE = 200
"""Cases that one run of a job lets go of: the next run takes the others."""

ENDED = (Stage.CLOSED.value, Stage.ARCHIVED.value)
CONTESTED = (Contest.REVIEW.value, Contest.COURT.value)


@transaction.atomic
def export(*, request: Request, by: Person, at: datetime) -> IO[bytes]:
    """Return a case as a package for the archive, and note that somebody looked at all of it.

    Raises NotAllowed, Unreadable.
    """
    demand(by, "see", request, at=at)
    look(request=request, what="导出案卷", by=by, at=at)
    return package.packed(request, at=at)


def archive(*, request: Request, by: Person | None, at: datetime) -> Event:
    """Put a closed case into the archive. Raises NotAllowed, ChangedMeanwhile, IllegalStep."""
    if by is not None:
        demand(by, "handle", request, at=at)
    return happen(request=request, kind=Kind.ARCHIVE, by=by, at=at)


def tidy(*, at: datetime) -> int:
    """Do what is due to cases that have ended; return how much was done. Safe to run at any time.

    Addresses of applicants lie sealed with their cases: what was sent to one keeps none outside of it.
    """
    return (
        channels.forget(prefix=PREFIX, is_sent=True)
        + _each(_with_proofs(at), lambda request: drop_proofs(request=request, at=at))
        + _each(archive_due(at), lambda request: archive(request=request, by=None, at=at))
        + _each(_forgettable(at), lambda request: anonymise(request=request, at=at))
    )


def _each(rows: QuerySet[Request], act: Callable[[Request], object]) -> int:
    """Do one thing to each case; one that resists, or is acted on just now, waits for the next run."""
    done = 0
    for request in rows[:AT_ONCE]:
        try:
            act(request)
        except (Refusal, IllegalStep) as error:
            logger.warning("request %s is left as it is: %s", request.pk, error)
        else:
            done += 1
    return done


def archive_due(at: datetime) -> QuerySet[Request]:
    """Return the closed cases that nobody contests and whose time for the archive has come."""
    closed = Request.objects.filter(stage=Stage.CLOSED.value).exclude(contest__in=CONTESTED)
    return closed.filter(closed_at__lt=_end("archive", at)).order_by("pk")


def _with_proofs(at: datetime) -> QuerySet[Request]:
    proofs = Document.objects.kept().filter(request=OuterRef("pk"), purpose=Purpose.IDENTITY.value)
    ended = Request.objects.filter(stage__in=ENDED, closed_at__lt=_end("identity-proof", at))
    return ended.exclude(contest__in=CONTESTED).filter(Exists(proofs)).order_by("pk")


def _forgettable(at: datetime) -> QuerySet[Request]:
    until = _end("anonymise", at)
    archived = Event.objects.filter(request=OuterRef("pk"), kind=Kind.ARCHIVE.value, at__lt=until)
    rows = Request.objects.filter(stage=Stage.ARCHIVED.value, anonymised_on=None, closed_at__lt=until)
    return rows.filter(Exists(archived)).order_by("pk")


def _end(key: str, at: datetime) -> datetime:
    """Return before which moment something must have begun for its time to be over."""
    last: date = law().retention[key].ended_by(local_day(at))
    return datetime.combine(last, time.min, SHANGHAI)


@transaction.atomic
def drop_proofs(*, request: Request, at: datetime) -> None:
    """Delete the proofs of identity of a case; that there were some stays known. Raises ChangedMeanwhile."""
    rule = law().retention["identity-proof"]
    for document in request.documents.kept().filter(purpose=Purpose.IDENTITY.value):
        document.request = request
        remove(document=document, reason=f"{rule.title}{rule.days}日届满（{rule.basis}）", by=None, at=at)


@transaction.atomic
def anonymise(*, request: Request, at: datetime) -> Event:
    """Take away for good who asked, what they wrote, and every paper; figures and dates stay.

    Raises ChangedMeanwhile.
    """
    rule = law().retention["anonymise"]
    reason = f"{rule.title}{rule.days}日届满（{rule.basis}）"
    event = happen(request=request, kind=Record.FORGET, words=reason, by=None, at=at)
    request.title = _unnamed(request)
    Applicant.objects.filter(request=request).delete()
    _empty_papers(request, on=local_day(at))
    Letter.objects.filter(request=request).update(body="", paper={}, given={}, returned_for="", late_for="")
    Rating.objects.filter(request=request).update(words="")
    _empty_what_followed(request)
    asked = Consultation.objects.filter(request=request)
    asked.update(sealed="", question=FORGOTTEN, reasons="")
    asked.exclude(weighing="").update(weighing=FORGOTTEN)
    request.content, request.use, request.assistance = FORGOTTEN, "", ""
    request.code_digest, request.anonymised_on = secrets.token_hex(32), local_day(at)
    request.save(update_fields=["title", "content", "use", "assistance", "code_digest", "anonymised_on"])
    channels.forget(prefix=f"{request.uri}:")
    return event


def _empty_what_followed(request: Request) -> None:
    """Take the words out of proceedings, complaints and suggestions about a case; by the number of a lawsuit
    its parties are found.
    """
    Proceeding.objects.filter(request=request).update(words="", reference="")
    complaints = Complaint.objects.filter(request=request)
    complaints.update(words=FORGOTTEN, sealed="")
    complaints.exclude(reply="").update(reply=FORGOTTEN)
    about = Q(request=request) | Q(proceeding__request=request) | Q(complaint__request=request)
    suggestions = Suggestion.objects.filter(about).order_by().values("pk")
    SuggestionStep.objects.filter(suggestion__in=suggestions).exclude(words="").update(words=FORGOTTEN)
    Suggestion.objects.filter(pk__in=list(suggestions.values_list("pk", flat=True))).update(words=FORGOTTEN)


def _unnamed(request: Request) -> str:
    """Return the title of a case without what tells who asked."""
    row, title = Applicant.objects.filter(request=request).first(), request.title
    for each in row.identity.telling if row else ():
        title = title.replace(each, "某某")
    return title[:LONGEST]


def _empty_papers(request: Request, *, on: date) -> None:
    """Delete the files of a case and their names; that there were some stays known."""
    papers = Document.objects.filter(request=request)
    paths = [document.path for document in papers.kept()]
    papers.kept().update(removed_on=on)
    for purpose in Purpose:
        papers.filter(purpose=purpose.value).update(name=purpose.label)
    transaction.on_commit(lambda: _unlink(paths))


def _unlink(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
