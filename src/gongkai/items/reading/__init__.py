"""Read a document as departments write them: its header, title, structure, signature and citations.

Pure: bytes in, ``Reading`` out. Nothing is guessed: what is not found stays out of ``header``, and what is
doubtful is said in ``findings``. Files from outside are read so only in a process apart (``child``).
"""

import io
from collections.abc import Callable, Iterable, Iterator

from gongkai.items.reading import (
    body,
    citations,
    docx,
    header,
    markdown,
    masthead,
    ofd,
    office,
    spoken,
    text,
    web,
)
from gongkai.items.reading.blocks import Block, Picture
from gongkai.items.reading.citations import Citation
from gongkai.items.reading.result import Reading, Words
from gongkai.items.uploads import MEDIA_TYPES, Refused, media_type, suffix_of

__all__ = [
    "MOST_WORDS",
    "Block",
    "Citation",
    "Picture",
    "Reading",
    "Refused",
    "Words",
    "read",
    "title_of",
    "understand",
    "words",
]

READERS: dict[str, Callable[[bytes], Iterable[Block]]] = {
    ".txt": text.blocks,
    ".md": markdown.blocks,
    ".docx": docx.blocks,
    ".ofd": ofd.blocks,
    ".html": web.blocks,
    ".htm": web.blocks,
}
MOST_WORDS = 2_000_000
"""What is read of one file: beyond this it is a data set, which nobody reads as a text."""
WORDS = {
    ".txt": text.blocks,
    ".csv": text.blocks,
    ".md": text.blocks,
    ".vtt": spoken.blocks,
    ".docx": office.document,
    ".xlsx": office.sheets,
    ".pptx": office.slides,
    ".ofd": office.pages,
}


def read(data: bytes, name: str) -> Reading:
    """Return what a file of one of the ``READERS`` says. Raises Refused for what is not readable."""
    suffix = suffix_of(name)
    if suffix in MEDIA_TYPES and suffix not in READERS:
        raise Refused("这种格式不能读入为正文，请作为附件上传")
    if suffix not in web.SUFFIXES:
        media_type(io.BytesIO(data), name)
    blocks = list(_up_to_the_limit(READERS[suffix](data)))
    return understand(blocks, docx.omitted(data, blocks) if suffix == ".docx" else [])


def understand(blocks: Iterable[Block], omitted: Iterable[str] = ()) -> Reading:
    """Return what a document of these blocks says; ``omitted`` tells what of the file is not in them."""
    found = header.take(list(_up_to_the_limit(blocks)))
    head = masthead.take(found.rest)
    parsed = body.parse(head.rest, title=str(found.values.get("title", "")))
    signed = str(parsed.header.get("issuer", ""))
    if len(signed.split()) > len(str(head.values.get("issuer", "")).split()):
        head.values.pop("issuer", None)  # only the first of them has its name at the head
    values = {**parsed.header, **head.values, **found.values}
    sources = {**parsed.sources, **head.sources, **found.sources}
    findings = [*found.findings, *parsed.findings, *omitted]
    if not values.get("title"):
        if not parsed.html:
            raise Refused("文件中没有可以读取的文字")
        findings.append("没有找到标题，请补填名称")
    cited = citations.find(parsed.text, own=str(values.get("doc_number", "")))
    pictures = tuple(block.picture for block in head.rest if block.picture)
    return Reading(values, parsed.html, cited, tuple(findings), sources, pictures)


def title_of(data: bytes, name: str) -> str:
    """Return the title of a page of plain text or Markdown, empty if none is found. Raises Refused."""
    found = header.take(list(_up_to_the_limit(READERS[suffix_of(name)](data))))
    return str(found.values.get("title") or body.title(masthead.take(found.rest).rest)[0])


def words(data: bytes, name: str) -> Words:
    """Return the words of an attachment for search and checks, at most ``MOST_WORDS`` characters.

    Empty, and not whole, for formats that are not read. Raises Refused for a damaged file.
    """
    suffix = suffix_of(name)
    pieces, length = [], 0
    for block in WORDS[suffix](data) if suffix in WORDS else ():
        pieces.append(block.words)
        length += len(pieces[-1]) + 1
        if length > MOST_WORDS:
            break
    return Words("\n".join(pieces)[:MOST_WORDS], 0 < length <= MOST_WORDS)


def _up_to_the_limit(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks; raise Refused as soon as they hold more than ``MOST_WORDS``, before there are more."""
    length = 0
    for block in blocks:
        length += len(block.words)
        if length > MOST_WORDS:
            raise Refused(f"正文超过{MOST_WORDS // 10_000}万字，请作为附件上传")
        yield block
