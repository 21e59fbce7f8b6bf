"""Read a document as departments write them: its header, title, structure, signature and citations.

Pure: bytes in, ``Reading`` out. Nothing is guessed: what is not found stays out of ``header``, and what is
doubtful is said in ``findings``.
"""

import io
from collections.abc import Callable, Iterable, Iterator

from gongkai.items import pdf
from gongkai.items.reading import body, citations, docx, header, office, text
from gongkai.items.reading.blocks import Block
from gongkai.items.reading.citations import Citation
from gongkai.items.reading.result import Reading, Words
from gongkai.items.uploads import MEDIA_TYPES, Refused, media_type, suffix_of

__all__ = ["MOST_WORDS", "Block", "Citation", "Reading", "Refused", "Words", "read", "words"]

READERS: dict[str, Callable[[bytes], Iterable[Block]]] = {".txt": text.blocks, ".docx": docx.blocks}
MOST_WORDS = 2_000_000
"""What is read of one file: beyond this it is a data set, which nobody reads as a text."""
WORDS = {
    ".txt": text.blocks,
    ".csv": text.blocks,
    ".docx": office.document,
    ".xlsx": office.sheets,
    ".pptx": office.slides,
    ".ofd": office.pages,
}


def read(data: bytes, name: str) -> Reading:
    """Return what a .txt or .docx file says. Raises Refused for a file that is not taken or not readable."""
    suffix = suffix_of(name)
    if suffix in MEDIA_TYPES and suffix not in READERS:
        raise Refused("暂时只能从 .txt 和 .docx 文件读取正文，其他格式请作为附件上传")
    media_type(io.BytesIO(data), name)
    reader = READERS[suffix]
    blocks = list(_up_to_the_limit(reader(data)))
    found = header.take(blocks)
    parsed = body.parse(found.rest, title=str(found.values.get("title", "")))
    values = {**parsed.header, **found.values}
    sources = {**parsed.sources, **found.sources}
    findings = [*found.findings, *parsed.findings]
    if suffix == ".docx":
        findings += docx.omitted(data)
    if not values.get("title"):
        if not parsed.html:
            raise Refused("文件中没有可以读取的文字")
        findings.append("没有找到标题，请补填名称")
    cited = citations.find(parsed.text, own=str(values.get("doc_number", "")))
    return Reading(values, parsed.html, cited, tuple(findings), sources)


def words(data: bytes, name: str) -> Words:
    """Return the words of an attachment for search and checks, at most ``MOST_WORDS`` characters.

    Empty, and not whole, for formats that are not read. Raises Refused for a damaged file.
    """
    suffix = suffix_of(name)
    if suffix == ".pdf":
        found, is_whole = pdf.words(data)
        return Words(found[:MOST_WORDS], is_whole and len(found) <= MOST_WORDS)
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
