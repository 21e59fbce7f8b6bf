"""Office files: every part of the package is rewritten, and then looked through byte by byte.

Words are cut into runs, stand in a table of shared strings, in comments, headers, deleted text, cached
values of formulas, attributes, properties. So they are looked for in each paragraph as a whole, then in
every text and attribute of every part; what cannot be looked into (objects of other programs) is refused.
"""

import io
import re
import zipfile
import zlib

from lxml import etree

from gongkai.proofing.redaction import sheets, tables
from gongkai.proofing.redaction.faults import Fault
from gongkai.proofing.redaction.runs import hide_in_runs, hide_in_the_rest, is_in_runs
from gongkai.proofing.redaction.values import Order

MOST_BYTES = 400 * 1024 * 1024
MOST_XML = 64 * 1024 * 1024  # of one part: as a tree it takes many times as much
MOST_TAGS = 1_500_000
DEEPEST = 2  # a chart holds its data as a workbook
DROPPED = re.compile(r"docProps/(?:thumbnail\.\w+|custom\.xml)|xl/calcChain\.xml")
XML = re.compile(r".*\.(?:xml|rels|vml)")
NESTED = re.compile(r".*/embeddings/.*\.(?:xlsx|docx|pptx)")
OPAQUE = re.compile(r".*/embeddings/.*|.*\.(?:bin|rtf|html?|mht|ole)", re.IGNORECASE)
HARMLESS = re.compile(r"xl/printerSettings/.*\.bin")
WRITTEN_AT = (1980, 1, 1, 0, 0, 0)

BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError, KeyError)

NAMING = {"author", "initials"}
OF_PEOPLE = {"name", "displayName", "userId"}
PROPERTIES = {"creator", "lastModifiedBy", "Manager", "Company"}
NOBODY = "作者"


def rewritten(data: bytes, order: Order, depth: int = 0) -> bytes:
    """Return the package without what is to be hidden. Raises Fault."""
    try:
        parts = unpacked(data)
    except BROKEN as error:
        raise Fault("encrypted" if data.startswith(b"\xd0\xcf\x11\xe0") else "broken") from error
    if order.columns and any("pivotCache" in name for name in parts):
        raise Fault("cached")
    trees = {name: parsed(part) for name, part in parts.items() if XML.fullmatch(name)}
    sheets.rewrite(trees, order)
    for name, root in trees.items():
        tables.empty(root, order)
        hide_in_runs(root, order)
        hide_in_the_rest(root, order)
        _forget_authors(name, root)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    for name, part in parts.items():
        if name not in trees:
            parts[name] = _other(name, part, order, depth)
    _prove(parts, order)
    return packed(parts)


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts that are kept, by name, never more of them than there is room for."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        left = MOST_BYTES
        for entry in container.infolist():
            if entry.flag_bits & 0x1:
                raise Fault("encrypted")
            if entry.is_dir() or DROPPED.fullmatch(entry.filename):
                continue
            with container.open(entry) as stream:
                part = stream.read(left + 1)
            left -= len(part)
            if left < 0:
                raise Fault("crowded")
            parts[entry.filename] = part
    return parts


def parsed(part: bytes) -> etree._Element:
    if len(part) > MOST_XML or part.count(b"<") > MOST_TAGS:
        raise Fault("crowded")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise Fault("broken") from error
    if root.getroottree().docinfo.doctype:
        raise Fault("broken")  # office programs write none
    for each in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        if each.getparent() is not None:
            drop(each)
    for each in list(root.iter("{*}Relationship", "{*}Override")):
        target = each.get("Target", each.get("PartName", ""))
        if re.search(r"thumbnail\.\w+$|custom\.xml$|calcChain\.xml$", target) and "item" not in target:
            each.getparent().remove(each)
    return root


def drop(node: etree._Element) -> None:
    """Remove a node, and keep the words that stand behind it."""
    parent, before, tail = node.getparent(), node.getprevious(), node.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(node)


def _forget_authors(name: str, root: etree._Element) -> None:
    """Take out who wrote a file, changed it, and commented on it."""
    is_about = name.startswith("docProps/")
    is_people = re.search(r"(?:persons?|people|commentAuthors|authors)\b.*\.xml$", name) is not None
    for each in root.iter("*"):
        local = etree.QName(each).localname
        if (is_about and local in PROPERTIES) or local == "author":
            each.text = "" if is_about else NOBODY
        for key in each.attrib:
            plain = etree.QName(key).localname
            if plain in NAMING or (is_people and plain in OF_PEOPLE):
                each.set(key, NOBODY)


def _other(name: str, part: bytes, order: Order, depth: int) -> bytes:
    """Return a part that is no XML: another package rewritten, a picture as it is. Raises Fault."""
    if NESTED.fullmatch(name):
        if depth == DEEPEST:
            raise Fault("embedded")
        return rewritten(part, order, depth + 1)
    if OPAQUE.fullmatch(name) and not HARMLESS.fullmatch(name):
        raise Fault("embedded")
    return part


def _prove(parts: dict[str, bytes], order: Order) -> None:
    """Look through every part as it is written, in the encodings that occur. Raises Fault."""
    for name, part in parts.items():
        if order.is_in(name) or _is_left(name, part, order):
            raise Fault("unproven")


def _is_left(name: str, part: bytes, order: Order) -> bool:
    if XML.fullmatch(name):
        return order.is_in(part.decode()) or is_in_runs(etree.fromstring(part), order)
    if NESTED.fullmatch(name):
        return False  # proven when it was rewritten
    return any(order.is_in(part.decode(encoding, "ignore")) for encoding in ("utf-8", "utf-16-le", "gb18030"))


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, WRITTEN_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(entry, part)
    return buffer.getvalue()
