"""Blocks of an .ofd file (GB/T 33190): pieces of text put in reading order, then joined to paragraphs."""

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from gongkai.items.reading.blocks import Block
from gongkai.items.reading.lines import paragraphs
from gongkai.items.reading.placed import Piece
from gongkai.items.uploads import Refused, opened, tree_part

OFD = "{http://www.ofdspec.org/2016}"
PAGE = re.compile(r"(?:.*/)?Pages/[^/]+/Content\.xml")
CONTENT = re.compile(r"(?:.*/)?(?:(?:Pages|Tpls)/.*Content|Annots/.*)\.xml")
MOST_PAGES = 500
WIDTH = 210.0  # millimetres of a sheet, where the file does not say


def blocks(data: bytes) -> Iterator[Block]:
    """Yield paragraphs and headings of all pages in their order. Raises Refused for a damaged file."""
    with opened(io.BytesIO(data), ".ofd") as container:
        pages = [_pieces(_root(container, name)) for name in _pages(container, PAGE)]
    yield from paragraphs(pages)


def everything(data: bytes) -> Iterator[Block]:
    """Yield what stands anywhere on the pages, on the sheets below them and in notes. Raises Refused."""
    with opened(io.BytesIO(data), ".ofd") as container:
        pages = [_pieces(_root(container, name)) for name in _pages(container, CONTENT)]
    for page in pages:
        yield from paragraphs([page], margins=True)


def authors(data: bytes) -> Iterator[str]:
    """Yield whom the file names as its author. Raises Refused."""
    with opened(io.BytesIO(data), ".ofd") as container:
        yield from filter(None, _root(container, "OFD.xml").itertext("{*}Author"))


def _pages(container: ZipFile, pattern: re.Pattern[str]) -> list[str]:
    """Return the pages by their numbers; the folders bear them in the order of the document."""
    names = [name for name in container.namelist() if pattern.fullmatch(name)][:MOST_PAGES]
    return sorted(names, key=lambda name: [int(digits) for digits in re.findall(r"\d{1,9}", name)])


def _root(container: ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(tree_part(container, name), parser)
    except etree.XMLSyntaxError as error:
        raise Refused("文件已损坏，无法读取正文") from error


def _pieces(root: etree._Element) -> list[Piece]:
    """Return the texts of a page with their places, in millimetres from the left and from the top."""
    found = []
    for thing in root.iter(f"{OFD}TextObject"):
        left, top, width, height = (_numbers(thing.get("Boundary", "")) + [0.0] * 4)[:4]
        size = _number(thing.get("Size"), 4.0)
        for code in thing.iter(f"{OFD}TextCode"):
            words = "".join(code.itertext())
            x, y = left + _number(code.get("X"), 0.0), top + _number(code.get("Y"), height)
            wide = width or size * len(words)
            if words.strip():
                found.append(Piece(x, y, x + wide, size, words))
    return found


def _numbers(text: str) -> list[float]:
    return [_number(each, 0.0) for each in text.split()[:4]]


def _number(text: str | None, usual: float) -> float:
    """Return a number of a file, the usual one for what is none or beyond every sheet."""
    try:
        found = float(text or "")
    except ValueError:
        return usual
    return found if -10_000 < found < 10_000 else usual
