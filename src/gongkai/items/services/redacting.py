"""Take words out of an attachment; what cannot be rewritten as it is becomes a file of another format.

An old office file becomes one of the present format, a picture one without its old data, a scan one whose
pages bear the letters that were recognised. What stands beside the pictures of an office file goes. Each
is read again in the way its words were found.
"""

import io

from gongkai.items import pdf, reading, taking, uploads
from gongkai.items.models import Attachment
from gongkai.items.photographs.inside import bare_inside
from gongkai.items.reading.pieces import pieces
from gongkai.proofing.personal import BESIDE
from gongkai.proofing.redaction import PICTURED, SUFFIXES, Irredactable, Order, redact


def can_be_rewritten(name: str) -> bool:
    """Whether words can be taken out of files of this format on this machine."""
    suffix = uploads.suffix_of(name)
    if suffix in taking.CONVERTED:
        return bool(taking.office())
    return suffix in SUFFIXES or (suffix in taking.PICTURES and bool(taking.recogniser()))


def renamed(name: str) -> str:
    """Return what a file is called when words have been taken out of it."""
    suffix = uploads.suffix_of(name)
    stem = name[: len(name) - len(suffix)]
    if suffix in taking.CONVERTED:
        return stem + taking.CONVERTED[suffix][0]
    return f"{stem}.png" if suffix in taking.PICTURES else name


def rewritten(file: Attachment, order: Order) -> bytes:
    """Return a file, as it is ``renamed``, without what is to be hidden.

    Raises Irredactable if it cannot be taken out, or if our own readers can still read it; Refused for a file
    that cannot be read, OSError for one that is lost.
    """
    data, suffix = file.path.read_bytes(), uploads.suffix_of(file.name)
    if suffix in taking.PICTURES:
        result = redact(taking.lettered([(suffix, data)]), PICTURED, order)
    elif suffix == ".pdf" and file.is_recognised:
        result = redact(taking.lettered(_pages(data)), suffix, order)
    else:
        present = renamed(file.name)
        data = taking.converted(data, suffix) if suffix in taking.CONVERTED else data
        suffix = uploads.suffix_of(present)
        result = bare_inside(redact(data, suffix, order), suffix)
    _prove(result, renamed(file.name), order, is_recognised=file.is_recognised)
    return result


def _pages(data: bytes) -> list[taking.Picture]:
    """Return the picture of every page of a scan. Raises Irredactable unless there is one of each."""
    found = taking.scans(data)
    if not found or len(found) != len(pdf.pages(data)):
        raise Irredactable("unplaced")
    return found


def _prove(result: bytes, name: str, order: Order, *, is_recognised: bool) -> None:
    """Raise Irredactable if our own readers can still read what was hidden."""
    uploads.media_type(io.BytesIO(result), name)
    read = list(pieces(result, name))
    if any(each.heading == BESIDE for each in read):
        raise Irredactable("unproven")
    found = [each.text for each in read]
    found.append(reading.words(result, name).text)
    if is_recognised:
        suffix = uploads.suffix_of(name)
        pictures = [(suffix, result)] if suffix in taking.PICTURES else taking.scans(result)
        found.append(taking.letters(pictures))
    if any(map(order.is_in, found)):
        raise Irredactable("unproven")
