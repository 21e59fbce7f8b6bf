"""The words of office files and OFD pages: read for search and for checks, not for layout.

Lists of people are published as spreadsheets more than as anything else, so what stands in the cells is what
the search for personal data must see; and so are headers, notes, comments and what was deleted with its trace
kept, which nobody looks at before a file goes out.
"""

import io
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, islice
from zipfile import ZipFile

from lxml import etree

from gongkai.items.reading import docx
from gongkai.items.reading.blocks import Block
from gongkai.items.reading.lists import W
from gongkai.items.uploads import MOST_XML, Refused, opened, part

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
OFD = "{http://www.ofdspec.org/2016}"
SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
SLIDES = re.compile(r"ppt/(?:slides|notesSlides|diagrams)/[^/]+\.xml")
MARGINS = re.compile(r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml")
NOTES = re.compile(r"(?:xl|ppt)/(?:comments\d*|(?:comments|threadedComments)/[^/]+)\.xml")
DRAWINGS = re.compile(r"(?:xl|word)/(?:drawings|diagrams)/[^/]+\.xml")
PAGES = re.compile(r".*/(?:Pages|Tpls)/.*Content\.xml")
MOST_TAGS = 3_000_000  # of one part; a sheet of 30 MB written by an office program stays below
MOST_READ = 2 * MOST_XML  # of all parts together
LONGEST_CELL, LONGEST_ROW = 32_767, 500_000  # a shared text may stand in every cell of a row


def document(data: bytes) -> Iterator[Block]:
    """Yield what stands in a .docx file and around its text. Raises Refused for a damaged one."""
    yield from docx.blocks(data)
    with opened(io.BytesIO(data), ".docx") as container:
        for name in parts(container, MARGINS):
            yield from _texts(container, name, f"{W}p", f"{W}t", f"{W}delText")
        yield from _texts(container, "word/document.xml", f"{W}del", f"{W}delText")
        yield from _drawn(container)


def sheets(data: bytes) -> Iterator[Block]:
    """Yield the rows of all sheets of an .xlsx file, then its comments. Raises Refused for a damaged one."""
    with opened(io.BytesIO(data), ".xlsx") as container:
        shared = list(shared_strings(container))
        for name in parts(container, SHEETS):
            yield from _rows(container, name, shared)
        yield from chain(_noted(container), _drawn(container))


def slides(data: bytes) -> Iterator[Block]:
    """Yield the paragraphs of all slides and their notes of a .pptx file. Raises Refused."""
    with opened(io.BytesIO(data), ".pptx") as container:
        for name in parts(container, SLIDES):
            yield from _texts(container, name, f"{DRAWING}p", f"{DRAWING}t")
        yield from _noted(container)


def pages(data: bytes) -> Iterator[Block]:
    """Yield the pieces of text of all pages of an .ofd file. Raises Refused."""
    with opened(io.BytesIO(data), ".ofd") as container:
        for name in parts(container, PAGES):
            for each in elements(container, name, f"{OFD}TextCode"):
                yield Block("".join(each.itertext()), name)


def _noted(container: ZipFile) -> Iterator[Block]:
    for name in parts(container, NOTES):
        yield from _texts(container, name, "{*}text")


def _drawn(container: ZipFile) -> Iterator[Block]:
    for name in parts(container, DRAWINGS):
        yield from _texts(container, name, f"{DRAWING}p", f"{DRAWING}t")


def _texts(container: ZipFile, name: str, tag: str, *inner: str) -> Iterator[Block]:
    """Yield the text of each element of one name: all of it, or what stands in ``inner`` elements."""
    for each in elements(container, name, tag):
        if text := "".join(each.itertext(*inner)):
            yield Block(text, name)


def parts(container: ZipFile, pattern: re.Pattern[str]) -> list[str]:
    """Return the parts of one kind, the tenth after the second. Raises Refused for too many to be read."""
    names = [name for name in container.namelist() if pattern.fullmatch(name)]
    if sum(container.getinfo(name).file_size for name in names) > MOST_READ:
        raise Refused("文件内部过大，不能读取")
    return sorted(names, key=lambda name: [int(digits) for digits in re.findall(r"\d{1,9}", name)])


def elements(container: ZipFile, name: str, tag: str) -> Iterator[etree._Element]:
    """Yield the elements of one name, each let go of before the next, so that a large sheet stays small."""
    content = part(container, name)
    if content.count(b"<") > MOST_TAGS:
        raise Refused("文件内部的结构过于复杂，不能读取，请另存后再上传")
    parsed = etree.iterparse(
        io.BytesIO(content), tag=tag, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in parsed:
            yield element
            _let_go(element)
    except etree.XMLSyntaxError as error:
        raise Refused("文件已损坏，无法读取文字") from error


def _let_go(element: etree._Element) -> None:
    """Empty an element that was read, and drop what stands before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def shared_strings(container: ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in container.namelist():
        for each in elements(container, "xl/sharedStrings.xml", f"{SHEET}si"):
            yield "".join(each.itertext(f"{SHEET}t"))[:LONGEST_CELL]


def _rows(container: ZipFile, name: str, shared: list[str]) -> Iterator[Block]:
    for row in elements(container, name, f"{SHEET}row"):
        yield Block("", name, rows=(tuple(_cells(row, shared)),))


def _cells(row: etree._Element, shared: list[str]) -> Iterator[str]:
    """Yield the words of a row's cells, as long as they are no more than a row can hold."""
    length = 0
    for cell in islice(row.iter(f"{SHEET}c"), LONGEST_CELL):
        text = words_of(cell, shared)
        yield text
        length += len(text)
        if length > LONGEST_ROW:
            return


EXPONENT = re.compile(r"\d(?:\.\d{1,17})?[Ee]\+?\d{1,2}")


def plain_figure(value: str) -> str:
    """Return a number as it is shown: 1.3812345678E10 is a telephone."""
    return f"{Decimal(value):f}" if EXPONENT.fullmatch(value) else value


def words_of(cell: etree._Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext(f"{SHEET}t"))
    value = cell.findtext(f"{SHEET}v", "")
    if cell.get("t") != "s":
        return plain_figure(str(value))
    place = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1
    return shared[place] if 0 <= place < len(shared) else ""
