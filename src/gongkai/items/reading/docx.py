"""Blocks of a .docx file: paragraphs with their heading styles and list numbers, and tables."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.items.reading.blocks import Block, Picture, picture
from gongkai.items.reading.lists import Numbering, W, numbering, place, value
from gongkai.items.uploads import Refused, opened, part, tree_part

HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
TITLE = re.compile(r"(?:title|标题)$", re.IGNORECASE)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BLANK = " \t\u3000\u00a0\u200b"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
ABOUT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
RELATIONS = "word/_rels/document.xml.rels"
MOST_PICTURES = 100
MOST_PICTURE_BYTES = 60 * 1024 * 1024  # of all pictures of one text
WRAPPERS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"}


@dataclass
class _Styles:
    """By style id: heading levels (1 the title, heading n one below it) and places in lists."""

    levels: dict[str, int] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)


def blocks(data: bytes) -> Iterator[Block]:
    """Yield paragraphs, tables and pictures in order. Deleted text (w:del) is left out. Raises Refused."""
    yield from _blocks(_body(data), _styles(data), _numbering(data), _Pictures(data))


def omitted(data: bytes, found: list[Block]) -> list[str]:
    """Return sentences about what is in the file and not in the blocks ``found`` in it."""
    drawn = sum(1 for _ in _body(data).iter(f"{W}drawing", f"{W}pict"))
    missing = drawn - sum(1 for block in found if block.picture)
    return [f"文件中有{missing}处图片或图形没有读入，请另行上传"] if missing > 0 else []


class _Pictures:
    """The pictures of a file, by the names under which its text shows them; never more than a few."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        root = _part(data, RELATIONS)
        self.places = {} if root is None else {each.get("Id", ""): each.get("Target", "") for each in root}
        self.taken = self.bytes = 0

    def of(self, drawing: etree._Element) -> Iterator[Picture]:
        about = next(drawing.iter(ABOUT), None)
        words = "" if about is None else about.get("descr", "")
        for blip in drawing.iter(BLIP):
            if found := self._read(self.places.get(blip.get(EMBED, ""), ""), words):
                yield found

    def _read(self, target: str, words: str) -> Picture | None:
        if self.taken >= MOST_PICTURES or self.bytes > MOST_PICTURE_BYTES:
            return None
        name = target.removeprefix("/") if target.startswith("/") else f"word/{target}"
        with opened(io.BytesIO(self.data), ".docx") as container:
            if name not in container.namelist():
                return None
            content = part(container, name)
        found = picture(content, self.taken + 1, words)
        if found is not None:
            self.taken, self.bytes = self.taken + 1, self.bytes + len(content)
        return found


def _part(data: bytes, name: str) -> etree._Element | None:
    """Return the root of one part of the container, None if there is no such part."""
    with opened(io.BytesIO(data), ".docx") as container:
        if name not in container.namelist():
            return None
        content = tree_part(container, name)
    # Entities and the network are closed to it: a document must not reach beyond itself.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root: etree._Element = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("文件已损坏，无法读取正文") from error
    for copy in list(root.iter(FALLBACK)):  # says again, for older programs, what stands beside it
        copy.getparent().remove(copy)
    return root


def _body(data: bytes) -> etree._Element:
    root = _part(data, "word/document.xml")
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise Refused("文件已损坏，找不到正文")
    return body


def _numbering(data: bytes) -> Numbering:
    root = _part(data, "word/numbering.xml")
    return Numbering() if root is None else numbering(root)


def _styles(data: bytes) -> _Styles:
    found = _Styles()
    root = _part(data, "word/styles.xml")
    for style in () if root is None else root.iter(f"{W}style"):
        key, name = style.get(f"{W}styleId", ""), value(style, "name")
        if heading := HEADING.match(name):
            found.levels[key] = int(heading[1]) + 1
        elif TITLE.match(name):
            found.levels[key] = 1
        if where := place(style.find(f"{W}pPr")):
            found.places[key] = where
    return found


def _elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, also those inside content controls."""
    for element in parent:
        if element.tag in WRAPPERS:
            yield from _elements(element)
        elif element.tag in {f"{W}p", f"{W}tbl"}:
            yield element


def _blocks(body: etree._Element, styles: _Styles, lists: Numbering, pictures: _Pictures) -> Iterator[Block]:
    apart = True
    for number, element in enumerate(_elements(body), start=1):
        if element.tag == f"{W}tbl":
            yield Block("", f"第{number}段表格", rows=tuple(_rows(element)))
            continue
        text = _text(element)
        if text.strip(BLANK):
            text = _list_number(element, styles, lists) + text.strip(BLANK)
        for line in text.split("\n"):
            if plain := line.strip(BLANK):
                yield Block(plain, f"第{number}段", level=styles.levels.get(_style(element), 0), apart=apart)
            apart = not plain
        for drawing in element.iter(f"{W}drawing"):
            for each in pictures.of(drawing):
                yield Block("", f"第{number}段图片", picture=each)


def _style(paragraph: etree._Element) -> str:
    properties = paragraph.find(f"{W}pPr")
    return "" if properties is None else value(properties, "pStyle")


def _list_number(paragraph: etree._Element, styles: _Styles, lists: Numbering) -> str:
    where = place(paragraph.find(f"{W}pPr")) or styles.places.get(_style(paragraph))
    return lists.before(*where) if where else ""


def _text(element: etree._Element) -> str:
    pieces = []
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr"):
        if node.tag == f"{W}tab" and node.getparent().tag != f"{W}r":
            continue  # the definition of a tab stop, no character
        pieces.append((node.text or "") if node.tag == f"{W}t" else "\t" if node.tag == f"{W}tab" else "\n")
    return "".join(pieces)


def _rows(table: etree._Element) -> Iterator[tuple[str, ...]]:
    for row in table.findall(f"{W}tr"):
        cells = (
            " ".join(_text(paragraph).strip() for paragraph in cell.iter(f"{W}p"))
            for cell in row.findall(f"{W}tc")
        )
        yield tuple(cell.strip() for cell in cells)
