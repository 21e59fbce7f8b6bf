"""OFD (GB/T 33190): words on pages, letter by letter where a program places them so.

They are looked for in each page as the file has them, as the page shows them, and in each cell of a line. A
text that is changed loses its table of glyphs, which would show the old letters and spells them out.
Signatures no longer hold and are taken out; so are covers, thumbnails and authors. What cannot be looked into
is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import basename

from lxml import etree

from gongkai.proofing.redaction.faults import Fault
from gongkai.proofing.redaction.package import BROKEN, NOBODY, packed, parsed, unpacked
from gongkai.proofing.redaction.runs import hide_in_the_rest, hits
from gongkai.proofing.redaction.values import Hide, Order

XML = re.compile(r".*\.xml", re.IGNORECASE)
SIGNED = re.compile(r"(?:.*/)?(?:Signs?|Signatures)/.*|(?:.*/)?Signatures\.xml|.*/(?:SignedValue|Seal)\.\w+")
SEALED = re.compile(r"(?:.*/)?(?:Encryptions|Encrypt\w*)\.(?:xml|dat)", re.IGNORECASE)
HELD = re.compile(r".*/(?:Attachs?|Attachments)/(?!.*\.xml$).*", re.IGNORECASE)
PICTURE = re.compile(r".*\.(?:png|jpe?g|bmp|tiff?|gif|jb2|jbig2|webp)", re.IGNORECASE)
FONT = re.compile(r".*\.(?:ttf|otf|ttc|cff|pfb|woff2?|fnt)", re.IGNORECASE)
PEOPLE = {"Author"}
NOTED_BY = "Creator"  # of a note; of the file it is a program
SMALL_PICTURES = {"Cover", "Thumbnail"}
REFERENCES = {"Signatures"}
SAME_LINE = 0.45  # of a letter's size
APART = 1.0  # letters between two cells of a line


@dataclass(frozen=True, slots=True)
class _Placed:
    """A text with its place, from the top and from the left, and how high its letters are."""

    top: float
    left: float
    right: float
    size: float
    code: etree._Element


def rewritten(data: bytes, order: Order) -> bytes:
    """Return the file without what is to be hidden. Raises Fault."""
    parts = _opened(data)
    trees = {name: parsed(part) for name, part in parts.items() if XML.fullmatch(name)}
    small = {name for root in trees.values() for name in _forget(root)}
    dropped = {basename(each) for each in small if PICTURE.fullmatch(each)}
    dropped |= {name for root in trees.values() for name in _media(root, small)}
    parts = {name: part for name, part in parts.items() if basename(name) not in dropped or name in trees}
    for name, root in trees.items():
        _hide(root, order)
        hide_in_the_rest(root, order)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    _prove(parts, order)
    return packed(parts)


def _opened(data: bytes) -> dict[str, bytes]:
    """Return the parts without those of signatures. Raises Fault for what cannot be looked into."""
    try:
        parts = unpacked(data)
    except BROKEN as error:
        raise Fault("broken") from error
    if any(SEALED.fullmatch(name) for name in parts):
        raise Fault("encrypted")
    if any(HELD.fullmatch(name) for name in parts):
        raise Fault("embedded")
    return {name: part for name, part in parts.items() if not SIGNED.fullmatch(name)}


def _forget(root: etree._Element) -> Iterator[str]:
    """Take out who wrote the file, its signatures and its small pictures; yield what these are called."""
    for each in list(root.iter("*")):
        name = etree.QName(each).localname
        if name in PEOPLE:
            each.text = ""
        elif name in SMALL_PICTURES | REFERENCES:
            yield (each.text or "").strip()
            each.getparent().remove(each)
        elif name == "Annot" and each.get(NOTED_BY):
            each.set(NOTED_BY, NOBODY)


def _media(root: etree._Element, small: set[str]) -> Iterator[str]:
    """Take out the resources that are small pictures; yield the names of their files."""
    for each in list(root.iter("{*}MultiMedia")):
        if each.get("ID") in small and (file := each.find("{*}MediaFile")) is not None:
            yield basename((file.text or "").strip())
            each.getparent().remove(each)


def _hide(root: etree._Element, order: Order) -> None:
    for codes in list(_readings(root)):
        for each, start, end in hits(codes, order):
            _replace(codes, start, end, each)


def _readings(root: etree._Element) -> Iterator[list[etree._Element]]:
    """Yield the texts of a page in the order of the file, as the page shows them, and cell by cell."""
    codes = [each for each in root.iter("{*}TextCode") if each.text]
    yield codes
    cells = [cell for line in _lines(codes) for cell in _cells(line)]
    yield [code for cell in cells for code in cell]
    yield from cells


def _lines(codes: list[etree._Element]) -> list[list[_Placed]]:
    found: list[list[_Placed]] = []
    for each in sorted(map(_place, codes), key=lambda each: (each.top, each.left)):
        if found and abs(each.top - found[-1][0].top) < SAME_LINE * each.size:
            found[-1].append(each)
        else:
            found.append([each])
    return [sorted(line, key=lambda each: each.left) for line in found]


def _cells(line: list[_Placed]) -> list[list[etree._Element]]:
    found: list[list[etree._Element]] = []
    end = float("-inf")
    for each in line:
        if each.left - end > APART * each.size:
            found.append([])
        found[-1].append(each.code)
        end = each.right
    return found


def _place(code: etree._Element) -> _Placed:
    holder = code.getparent()
    left, top, width = ([_number(each) for each in holder.get("Boundary", "").split()[:3]] + [0.0] * 3)[:3]
    size = _number(holder.get("Size")) or 4.0
    left, top = left + _number(code.get("X")), top + _number(code.get("Y"))
    return _Placed(top, left, left + (width or size * len(code.text or "")), size, code)


def _number(text: str | None) -> float:
    try:
        found = float(text or "")
    except ValueError:
        return 0.0
    return found if -100_000 < found < 100_000 else 0.0


def _replace(codes: list[etree._Element], start: int, end: int, hide: Hide) -> None:
    """Put words in the place of others, letter for letter where there are as many, else into the first."""
    offset, is_even, rest = 0, len(hide.replacement) == end - start, hide.replacement
    for code in codes:
        text = code.text or ""
        low, high = max(start - offset, 0), min(end - offset, len(text))
        if low < high:
            part = rest[: high - low] if is_even else rest
            rest = rest[len(part) :]
            code.text = text[:low] + part + text[high:]
            for glyphs in list(code.getparent().iterchildren("{*}CGTransform")):
                code.getparent().remove(glyphs)
        offset += len(text)


def _prove(parts: dict[str, bytes], order: Order) -> None:
    """Read every part again as it is written. Raises Fault."""
    for name, part in parts.items():
        if order.is_in(name):
            raise Fault("unproven")
        if not XML.fullmatch(name):
            _look_through(name, part, order)
            continue
        codes = _readings(etree.fromstring(part))
        if order.is_in(part.decode()) or any(
            order.is_in("".join(code.text or "" for code in reading)) for reading in codes
        ):
            raise Fault("unproven")


def _look_through(name: str, part: bytes, order: Order) -> None:
    """Raise Fault for a part of an unknown kind that says what is to be hidden."""
    if PICTURE.fullmatch(name) or FONT.fullmatch(name):
        return
    if any(order.is_in(part.decode(encoding, "ignore")) for encoding in ("utf-8", "utf-16-le", "gb18030")):
        raise Fault("embedded")
