"""attach, detach: files of a version, stored once by the hash of their content."""

import io
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import transaction

from gongkai.items import photographs, taking
from gongkai.items.models import Attachment, Version
from gongkai.items.reading import Words, spoken
from gongkai.items.rules import CONTROL
from gongkai.items.services.moves import locked, log
from gongkai.items.services.rights import require
from gongkai.items.uploads import Refused, checked_name, media_type, suffix_of
from gongkai.orgs.models import Person
from gongkai.publication import files
from gongkai.publication.files import Readable


def attach(*, version: Version, name: str, data: bytes | Readable, by: Person, at: datetime) -> Attachment:
    """Store a file and hang it on a draft. The file is on disk before the row names it.

    Raises Refused with a sentence for what may not be uploaded, IllegalMove unless in draft, NotAllowed.
    """
    require(by, "edit", version, at=at)
    source: Readable = io.BytesIO(data) if isinstance(data, bytes) else data
    return hang(version, store(source, name), by, at)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on disk, and what its row says of it."""

    name: str
    media_type: str
    size: int
    sha256: str
    text: str
    is_whole: bool
    is_recognised: bool
    is_stripped: bool = False
    is_illustration: bool = False


def store(source: Readable, name: str) -> Stored:
    """Put a file on disk under the hash of its content, for good. Raises Refused."""
    plain, source = _as_shown(checked_name(name), source)
    with files.incoming() as file:
        sha256, size = _copy(source, file)
        kind = media_type(file, plain)
        if kind in photographs.MEDIA_TYPES:
            return _bare(file, plain, kind)
        words = words_in(file, plain)
        files.keep(file, sha256)
    return Stored(plain, kind, size, sha256, words.text, words.is_whole, words.is_recognised)


def _bare(file: IO[bytes], name: str, kind: str) -> Stored:
    """Put a picture on disk without what the camera wrote beside it. Raises Refused."""
    file.seek(0)
    made = photographs.bare(file.read())
    words = words_in(io.BytesIO(made.data), name)
    said = (words.text, words.is_whole, words.is_recognised)
    return Stored(name, kind, len(made.data), put(made.data), *said, is_stripped=made.is_stripped)


def _as_shown(name: str, source: Readable) -> tuple[str, Readable]:
    """Return subtitles as WebVTT, which browsers show; anything else as it is. Raises Refused."""
    if suffix_of(name) != ".srt":
        return name, source
    whole = io.BytesIO()
    _copy(source, whole)
    return f"{name[:-4]}.vtt", io.BytesIO(spoken.as_webvtt(whole.getvalue()))


def put(data: bytes) -> str:
    """Put what was made here on disk, for good; return its hash. Raises Refused."""
    try:
        return files.put(data, most=settings.UPLOAD_LIMIT)
    except files.TooLarge as error:
        raise Refused(str(error)) from None


@transaction.atomic
def hang(version: Version, file: Stored, by: Person, at: datetime) -> Attachment:
    """Hang a file that lies on disk on a draft; the same one twice is one. Raises IllegalMove, NotAllowed."""
    fresh = locked(version)
    require(by, "edit", fresh, at=at)
    twin = fresh.attachments.filter(name=file.name, sha256=file.sha256).first()
    if twin is not None:
        if twin.is_illustration and not file.is_illustration:  # now it is wanted beside the text as well
            twin.is_illustration = False
            twin.save(update_fields=["is_illustration"])
        return twin  # pressed twice
    last = fresh.attachments.order_by("order").last()
    made = Attachment.objects.create(version=fresh, order=last.order + 1 if last else 0, **asdict(file))
    log(fresh.item, "attach", by=by, at=at, version=fresh.serial, sha256=made.sha256)
    return made


@transaction.atomic
def detach(*, attachment: Attachment, by: Person, at: datetime) -> None:
    """Take a file off a draft. The bytes stay: another version or item may hold the same file."""
    fresh = locked(attachment.version)
    require(by, "edit", fresh, at=at)
    log(fresh.item, "detach", by=by, at=at, version=fresh.serial, sha256=attachment.sha256)
    Attachment.objects.filter(pk=attachment.pk).delete()


def _copy(source: Readable, file: IO[bytes]) -> tuple[str, int]:
    """Copy an upload, never more of it than the limit; return its hash and size. Raises Refused."""
    try:
        return files.copy(source, file, most=settings.UPLOAD_LIMIT)
    except files.TooLarge as error:
        raise Refused(str(error)) from None


def words_in(file: IO[bytes], name: str) -> Words:
    """Return the words of a file, of a picture those that could be recognised. Raises Refused."""
    file.seek(0)
    found = taking.words(file.read(), name)
    return Words(CONTROL.sub("", found.text), found.is_whole, found.is_recognised)
