"""The files of an edition: made once, kept by what stands in them, the same for everybody."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from gongkai.ledger.rules import digest
from gongkai.requests.models import Edition
from gongkai.requests.reports.papers import paper_of
from gongkai.requests.reports.workbook import workbook
from gongkai.requests.services.annual.sheets import document_of
from gongkai.ui import paper

LOOKS = "01"
"""Counted up, in hexadecimal digits, when files are laid out otherwise: what was kept is then made anew."""

FOLDER = "annual-reports"
FORMATS: Mapping[str, tuple[str, str]] = {
    "xlsx": ("电子表格", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": ("文字文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("版式文档", "application/pdf"),
}
"""What people call each form of file, and its media type."""


class NotPublic(LookupError):
    """Only what is published is given away as a file, in one of ``FORMATS``."""


def file_of(edition: Edition, form: str) -> bytes:
    """Return an edition as a file. Raises NotPublic, Unprintable."""
    if form not in FORMATS or not (edition.report.is_public and edition.is_readable):
        raise NotPublic("没有这种格式的报告文件")
    place = _place(edition, form)
    if not place.exists():
        _keep(place, _made(edition, form))
    return place.read_bytes()


def _made(edition: Edition, form: str) -> bytes:
    document = document_of(edition)
    if form == "xlsx":
        return workbook(document)
    write: Callable[[paper.Paper], bytes] = paper.pdf if form == "pdf" else paper.docx
    return write(paper_of(document, signed_on=localdate(edition.at)))


def _place(edition: Edition, form: str) -> Path:
    said = {
        "content": edition.content(),
        "number": edition.number,
        "why": edition.reason,
        "at": str(edition.at),
    }
    return Path(settings.FILES) / FOLDER / f"{digest(said, LOOKS)}.{form}"


def _keep(place: Path, data: bytes) -> None:
    """Put a file in its place, whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(place)
