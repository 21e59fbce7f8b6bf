"""A case as a package for the archive: a page to read, the events as data, its letters and papers, and sums.

Whoever keeps it needs nothing of this system: ``sha256sum -c SHA256SUMS`` says whether it is whole.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from gongkai.requests import vault
from gongkai.requests.models import Applicant, Document, Letter, Request
from gongkai.requests.showing import timeline

IN_MEMORY = 32 * 1024 * 1024
"""A larger package lies in the folder of cases while it is made, without a name."""

UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
STYLE = """\
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.7 serif; color: #222; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .6rem; border: 1px solid #999; text-align: start; vertical-align: top; }
h2 { margin-top: 2rem; } s { color: #666; } pre { white-space: pre-wrap; font: inherit; }
"""


def packed(request: Request, *, at: datetime) -> IO[bytes]:
    """Return the package of a case, ready to be read. Raises Unreadable."""
    Path(settings.CASES).mkdir(parents=True, exist_ok=True, mode=0o700)
    file: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(settings.CASES))
    sums = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in _members(request, at):
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
            bundle.writestr(_entry(name, at), data)
        bundle.writestr(_entry("SHA256SUMS", at), "".join(sums))
    file.seek(0)
    return cast("IO[bytes]", file)


def _members(request: Request, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file, one in memory at a time."""
    documents, letters = list(request.documents.all()), list(request.letters.all())
    row = Applicant.objects.filter(request=request).first()
    context = {
        "case": request,
        "identity": row.identity if row else None,
        "timeline": timeline(request),
        "documents": [(each, name_of(each)) for each in documents],
        "letters": [(each, letter_name(each)) for each in letters],
        "looks": request.looks.order_by("at", "pk"),
        "at": at,
    }
    yield "index.html", render_to_string("requests/package.html", context).encode()
    yield "style.css", STYLE.encode()
    yield "events.json", _json([_event(each) for each in request.events.all()])
    for letter in letters:
        yield letter_name(letter), _json(_letter(letter))
    for document in documents:
        if document.removed_on is None:
            yield name_of(document), vault.unseal(document.path.read_bytes())


def name_of(document: Document) -> str:
    """Return where a paper lies in the package: its number keeps two of one name apart."""
    return f"documents/{document.pk}-{UNFIT.sub('_', document.name)}"


def letter_name(letter: Letter) -> str:
    return f"letters/{letter.pk}.json"


def _event(event: Any) -> dict[str, Any]:
    columns = ("number", "kind", "label", "at", "key", "words", "facts", "undoes", "account", "recorded_at")
    return {name: getattr(event, name) for name in columns}


def _letter(letter: Letter) -> dict[str, Any]:
    columns = (
        "kind", "state", "number", "outcome", "given", "body", "paper", "appointed_on", "amount",
        "working_days", "drafted_at", "signed_at", "way", "sent_on", "served_on", "late_for",
    )  # fmt: skip
    accounts = {name: getattr(getattr(letter, name), "account", "") for name in ("drafted_by", "signed_by")}
    return {name: getattr(letter, name) for name in columns} | accounts


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    moment = localtime(at)
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return entry
