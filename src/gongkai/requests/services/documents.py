"""The papers of a case: checked, sealed, put on disk under a name that says nothing; taken away by rule."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.items.uploads import Refused, checked_name, media_type
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Person
from gongkai.requests import vault
from gongkai.requests.models import Document, Look, Purpose, Record, Request
from gongkai.requests.services.course import account_of, happen
from gongkai.requests.services.rights import demand

PURPOSES_OF_APPLICANT = frozenset({Purpose.IDENTITY.value, Purpose.ORIGINAL.value, Purpose.OTHER.value})
"""What an applicant may add; what else lies in a case is put there by those who handle it."""


def checked(name: str, data: bytes, *, most: int) -> tuple[str, str]:
    """Return the name and the media type of an upload. Raises Refused with a sentence for its field."""
    if len(data) > most:
        raise Refused(f"文件过大，最大 {most // 1024 // 1024} MB")
    return checked_name(name), media_type(io.BytesIO(data), name)


@transaction.atomic
def keep(  # noqa: PLR0913 - a paper has a kind, a name, its content and readers
    *,
    request: Request,
    purpose: str,
    name: str,
    data: bytes,
    is_for_applicant: bool = False,
    made_from: Document | None = None,
    by: Person | None,
    at: datetime,
) -> Document:
    """Seal a paper, put it on disk and note that it came; ``by`` is None for the applicant or the system.

    The file is on disk before its row names it. Raises Refused, NotAllowed, ChangedMeanwhile.
    """
    if by is not None:
        demand(by, "handle", request, at=at)
    plain, kind = checked(name, data, most=settings.UPLOAD_LIMIT)
    key = secrets.token_hex(32)
    document = Document(
        request=request, purpose=purpose, name=plain, media_type=kind, size=len(data), key=key,
        sha256=hashlib.sha256(data).hexdigest(), is_for_applicant=is_for_applicant, made_from=made_from,
        added_at=at, account=account_of(by) if by else "",
    )  # fmt: skip
    _put(document.path, vault.seal(data))
    document.save()
    facts = {"document": document.pk, "sha256": document.sha256}
    words = document.get_purpose_display()
    happen(request=request, kind=Record.DOCUMENT, words=words, facts=facts, by=by, at=at)
    return document


def read(document: Document) -> bytes:
    """Return a paper as it came. Raises Unreadable, FileNotFoundError for what was taken away."""
    return vault.unseal(document.path.read_bytes())


@transaction.atomic
def open_paper(*, document: Document, by: Person, at: datetime) -> bytes:
    """Return a paper to somebody at the desk, and note that they looked. Raises NotAllowed, Unreadable."""
    demand(by, "see", document.request, at=at)
    data = read(document)
    look(
        request=document.request, what=f"{document.get_purpose_display()}（材料{document.pk}）", by=by, at=at
    )
    return data


def look(*, request: Request, what: str, by: Person, at: datetime) -> None:
    """Note that somebody looked at a part of a case that not everybody may see (查阅记录)."""
    Look.objects.create(request=request, at=at, account=by.account, what=what)


@transaction.atomic
def remove(*, document: Document, reason: str, by: Person | None, at: datetime) -> None:
    """Take the file of a paper away for good; that it was there stays known (个人信息保护法第四十七条)."""
    if not Document.objects.kept().filter(pk=document.pk).update(removed_on=local_day(at)):
        return
    facts = {"document": document.pk, "removed": True}
    happen(request=document.request, kind=Record.DOCUMENT, words=reason, facts=facts, by=by, at=at)
    transaction.on_commit(lambda: document.path.unlink(missing_ok=True))


def _put(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and readable by nobody else."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    Path(draft).replace(path)
