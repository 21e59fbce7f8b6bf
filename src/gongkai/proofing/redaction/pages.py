"""PDF: a page on which something is masked becomes a picture; all pages are put into a new file.

The new file has nothing of the old one but its pages: no properties, comments, forms, outlines, attachments.
A black box over living text hides nothing, so what was below it is not there any more.
"""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from gongkai.proofing.redaction.faults import Fault
from gongkai.proofing.redaction.values import Order

DOTS = 150 / 72  # for a point
MOST_DOTS = 9_000_000  # of one page: A3 at 150 dots an inch
MOST_PAGES = 500
MARGIN = 2  # points around a sign: italics reach out of their box
KEPT = {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit"}
NOTHING = DictionaryObject()
Box = tuple[float, float, float, float]


def rewritten(data: bytes, order: Order) -> bytes:
    """Return the file without what is to be hidden. Raises Fault."""
    try:
        document = pypdfium2.PdfDocument(data)
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Fault("encrypted")
        result = _rebuilt(document, reader, order)
    except (Fault, MemoryError):
        raise
    except Exception as error:  # whatever a damaged file makes a reader do
        raise Fault("encrypted" if b"/Encrypt" in data else "broken") from error
    _prove(result, order)
    return result


def pictured(data: bytes, order: Order) -> bytes:
    """Return the one page of a file as a PNG without what is to be hidden. Raises Fault.

    The page is a picture below which its recognised letters stand; nothing but its dots is taken over.
    """
    try:
        page = pypdfium2.PdfDocument(data)[0]
        boxes = [_grown(each) for each in _boxes(page, order)]
        sizes = [each.get_px_size() for each in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    except Exception as error:  # whatever a damaged file makes a reader do
        raise Fault("broken") from error
    if not boxes:
        raise Fault("unplaced")
    width, height = page.get_size()
    dots = max((size[0] for size in sizes), default=width * DOTS)
    return _png(_seen(page, boxes, min(dots / width, (MOST_DOTS / (width * height)) ** 0.5)))


def _grown(box: Box) -> Box:
    """Return a wider box: where letters were seen is known by the word, not by the letter."""
    left, bottom, right, top = box
    return left - (top - bottom) / 2, bottom, right + (top - bottom) / 2, top


def _rebuilt(document: Any, reader: PdfReader, order: Order) -> bytes:
    if len(document) > MOST_PAGES:
        raise Fault("crowded")
    boxes = [list(_boxes(page, order)) for page in document]
    pictured = {number for number, found in enumerate(boxes) if found}
    for number, page in enumerate(reader.pages):
        if number not in pictured and order.is_in(page.extract_text()):
            raise Fault("unplaced")
    shared = set().union(*(_forms(reader.pages[number]) for number in pictured))
    writer = PdfWriter()
    for number, page in enumerate(reader.pages):
        if number in pictured or (shared and shared & _forms(page)):
            _draw(writer, document[number], boxes[number])
        else:
            for key in [key for key in page if key not in KEPT and key != "/Parent"]:
                del page[key]
            writer.add_page(page)
    writer.metadata = None
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _boxes(page: Any, order: Order) -> Iterator[Box]:
    """Yield where on a page the signs stand that are to be hidden."""
    words = page.get_textpage()
    count = words.count_chars()
    text = "".join(chr(pypdfium2.raw.FPDFText_GetUnicode(words.raw, place)) for place in range(count))
    for each in order.within(text):
        for found in each.pattern.finditer(text):
            yield from (words.get_charbox(place, loose=True) for place in range(*found.span()))


def _forms(page: Any) -> set[Any]:
    """Return the forms that a page may draw: one that is shared may say what another page must not."""
    resources = page.get("/Resources", NOTHING).get_object()
    forms = resources.get("/XObject", NOTHING).get_object()
    return {str(forms.raw_get(name)) for name in forms if forms[name].get_object().get("/Subtype") == "/Form"}


def _draw(writer: PdfWriter, page: Any, boxes: list[Box]) -> None:
    """Add a page that is a picture of another, with the boxes blackened."""
    width, height = page.get_size()
    scale = min(DOTS, (MOST_DOTS / max(width * height, 1)) ** 0.5)
    bitmap = _seen(page, boxes, scale)
    picture = StreamObject()
    picture.set_data(_rows(bitmap))
    picture.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(bitmap.width),
            NameObject("/Height"): NumberObject(bitmap.height),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/Filter"): NameObject("/FlateDecode"),
        }
    )
    content = StreamObject()
    content.set_data(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q".encode())
    drawn = writer.add_blank_page(width, height)
    forms = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    drawn[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms})
    drawn[NameObject("/Contents")] = writer._add_object(content)


def _seen(page: Any, boxes: list[Box], scale: float) -> Any:
    """Return a page as it is seen, with the boxes blackened."""
    for left, bottom, right, top in boxes:
        if right > left and top > bottom:
            _blacken(page, (left - MARGIN, bottom - MARGIN, right + MARGIN, top + MARGIN))
    return page.render(scale=scale, rev_byteorder=True, may_draw_forms=True, prefer_bgrx=False)


def _blacken(page: Any, box: Box) -> None:
    """Draw a black rectangle on a page; its picture is taken afterwards."""
    raw = pypdfium2.raw
    left, bottom, right, top = box
    shape = raw.FPDFPageObj_CreateNewRect(left, bottom, right - left, top - bottom)
    raw.FPDFPageObj_SetFillColor(shape, 0, 0, 0, 255)
    raw.FPDFPath_SetDrawMode(shape, raw.FPDF_FILLMODE_ALTERNATE, False)
    raw.FPDFPage_InsertObject(page.raw, shape)


def _rows(bitmap: Any, before: bytes = b"") -> bytes:
    """Return the picture's rows, three bytes a dot, packed; ``before`` stands at the head of each."""
    packer = zlib.compressobj(6)
    data, length = memoryview(bitmap.buffer), bitmap.width * 3
    rows = (
        before + bytes(data[y * bitmap.stride : y * bitmap.stride + length]) for y in range(bitmap.height)
    )
    return b"".join([*(packer.compress(row) for row in rows), packer.flush()])


def _png(bitmap: Any) -> bytes:
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", _rows(bitmap, b"\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in parts
    )


def _prove(result: bytes, order: Order) -> None:
    """Read the new file with two readers, and every string and stream in it. Raises Fault."""
    drawn = pypdfium2.PdfDocument(result)
    for page in drawn:
        if order.is_in(page.get_textpage().get_text_range()):
            raise Fault("unproven")
    reader = PdfReader(io.BytesIO(result))
    if any(order.is_in(page.extract_text()) for page in reader.pages):
        raise Fault("unproven")
    for number in range(1, len(reader.xref[0]) + 1 if reader.xref else 1):
        _prove_object(reader, number, order)


def _prove_object(reader: PdfReader, number: int, order: Order) -> None:
    value = reader.get_object(number)
    if value is None:
        return
    if isinstance(value, StreamObject) and value.get("/Subtype") != "/Image":
        said = value.get_data()
        if any(
            order.is_in(said.decode(encoding, "ignore")) for encoding in ("utf-8", "utf-16-be", "gb18030")
        ):
            raise Fault("unproven")
    if order.is_in(str(dict(value) if isinstance(value, DictionaryObject) else value)):
        raise Fault("unproven")
