"""Look into one PDF file: what is wrong with it, and its words. Runs in the process of ``child``."""

import io
import re
import time
from collections.abc import Iterator
from itertools import chain
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject, read_object

SECONDS_OF_WORDS = 6  # then no further page is begun
MOST_OBJECTS = 300_000
MOST_WORDS = 2_000_000

ACTIVE = {
    "/JavaScript",
    "/Launch",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/FileAttachment",
    "/RichMedia",
    "/XFA",
}
ACTIVE_RAW = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|FileAttachment|RichMedia|XFA)\b")
# Whatever may stand before it, and whether or not the file's own table mentions it: a reader that repairs a
# damaged file finds its objects by this word, and so must a reader that looks for what is hidden.
OBJECT = re.compile(rb"obj(?![A-Za-z])\s*")
TRAILER = re.compile(rb"trailer(?![A-Za-z])\s*")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
PATHS_ONLY = 2_000  # bytes with which a page without a letter is no empty page


class Found(Exception):
    """What is wrong with the file, in one word."""


def check(data: bytes) -> Iterator[str]:
    """Yield in one word what is wrong with a file, if anything is."""
    try:
        reader = opened(data)
        is_doubtful, streams = False, 0
        for value in objects(data, reader):
            if value is None:
                is_doubtful = True
                continue
            streams += is_object_stream(value)
            inspect(value)
        raw = unescaped(data) if is_doubtful else b""
        if ACTIVE_RAW.search(raw):
            raise Found("active")
        if raw.count(b"/ObjStm") > streams:
            raise Found("broken")
    except Found as found:
        yield str(found)


def opened(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(data))
        if not reader.is_encrypted and reader.pages:
            return reader
    except Exception as error:  # whatever a damaged file makes a reader do
        raise Found("encrypted" if b"/Encrypt" in data else "broken") from error
    raise Found("encrypted" if reader.is_encrypted else "broken")


def objects(data: bytes, reader: PdfReader) -> Iterator[PdfObject | None]:
    """Yield every object of a file, those in compressed streams too; None for one that cannot be parsed."""
    stream = io.BytesIO(data)
    for number, token in enumerate(chain(OBJECT.finditer(data), TRAILER.finditer(data))):
        if number > MOST_OBJECTS:
            raise Found("crowded")
        if data[token.start() - 1 : token.start()].isalpha():
            continue  # endobj
        for value in parsed(stream, token.end(), reader):
            yield value
            if value is not None and is_object_stream(value):
                yield from packed(value, reader)


def packed(value: PdfObject, reader: PdfReader) -> Iterator[PdfObject | None]:
    """Yield the objects of a compressed stream. Raises Found for one that cannot be unpacked."""
    try:
        assert isinstance(value, StreamObject)  # noqa: S101 - told by is_object_stream
        data = value.get_data()
        first = int(value["/First"])  # type: ignore[call-overload]
        places = [int(each) for each in data[:first].split()[1::2]]
        missing = int(value["/N"]) - len(places)  # type: ignore[call-overload]
    except Exception as error:
        raise Found("broken") from error
    if missing > 0:
        raise Found("broken")
    if len(places) > MOST_OBJECTS:
        raise Found("crowded")
    stream = io.BytesIO(data)
    is_doubtful = False
    for place in places:
        for inner in parsed(stream, first + place, reader):
            is_doubtful = is_doubtful or inner is None
            yield inner
    if is_doubtful and ACTIVE_RAW.search(unescaped(data)):
        raise Found("active")


def parsed(stream: io.BytesIO, place: int, reader: PdfReader) -> Iterator[PdfObject | None]:
    """Yield what stands at a place; None first if it breaks the rules, and then what can be made of it."""
    for reader.strict in (True, False):  # a name given twice is one thing to one reader, another to the next
        try:
            stream.seek(place)
            yield read_object(stream, reader)
            return
        except MemoryError:
            raise
        except Exception:
            yield None


def unescaped(data: bytes) -> bytes:
    """Return the file with names as they are meant: ``/J#61vaScript`` is ``/JavaScript``."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)


def is_object_stream(value: PdfObject) -> bool:
    """Whether objects are packed in it; some readers do not ask for its type."""
    return isinstance(value, StreamObject) and ("/First" in value and "/N" in value)


def inspect(value: PdfObject) -> None:
    """Raise Found if an object acts of its own, or carries another file."""
    todo: list[Any] = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, DictionaryObject):
            if "/Encrypt" in each:
                raise Found("encrypted")
            if ("/JS" in each and "/S" in each) or ("/EF" in each and ("/F" in each or "/UF" in each)):
                raise Found("active")
            todo += [*each, *dict.values(each)]
        elif isinstance(each, ArrayObject):
            todo += list.__iter__(each)
        elif isinstance(each, NameObject) and each in ACTIVE:
            raise Found("active")
        elif isinstance(each, str | bytes) and leads_to_script(each):
            raise Found("active")


def leads_to_script(address: str | bytes) -> bool:
    text = address.decode("latin-1") if isinstance(address, bytes) else address
    return text.lstrip().lower().startswith("javascript:")


def words(data: bytes) -> Iterator[tuple[str, bool]]:
    """Yield the words of each page, and whether they are all; stop when there is no more time or room."""
    length, end = 0, time.process_time() + SECONDS_OF_WORDS
    for page in opened(data).pages:
        if time.process_time() > end or length > MOST_WORDS:
            yield "", False
            return
        text, is_complete = said(page)
        yield text[: MOST_WORDS - length], is_complete
        length += len(text)


def said(page: Any) -> tuple[str, bool]:
    """Return what stands on a page, and whether that is all."""
    pieces: list[str] = []
    try:
        pieces.append(page.extract_text())
        is_complete = is_whole(page, pieces[0])
        pieces += notes(page)
    except MemoryError:
        raise
    except Exception:  # whatever a damaged page makes a reader do: the rest may be read
        is_complete = False
    return "\n".join(pieces).encode("utf-8", "replace").decode(), is_complete


def notes(page: Any) -> Iterator[str]:
    """Yield what stands on a page besides its text: comments, and what was filled into a form."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        for holder in (note, note.get("/Parent", {})):
            yield from (str(holder[key]) for key in ("/Contents", "/V") if isinstance(holder.get(key), str))


def is_whole(page: Any, text: str) -> bool:
    """Whether a page seems to say no more than was read: scans and fonts without a table hide their words."""
    letters = len(text.strip())
    if not letters:
        contents = page.get_contents()
        drawn = len(contents.get_data()) if contents is not None else 0
        return not page.get("/Resources", {}).get("/XObject") and drawn < PATHS_ONLY
    return len(UNREADABLE.findall(text)) <= letters / 20


def authors(data: bytes) -> Iterator[str]:
    """Yield whom the file names as its author."""
    about = opened(data).metadata
    if about is not None and about.author:
        yield about.author
