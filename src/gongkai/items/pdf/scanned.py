"""The pictures of a scanned PDF file, as files that a program which reads letters can open."""

import struct
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

MOST_PAGES = 20
LARGEST = 30 * 1024 * 1024  # bytes of one picture
COLOURS = {"/DeviceGray": (0, 1), "/CalGray": (0, 1), "/DeviceRGB": (2, 3), "/CalRGB": (2, 3)}


def pages(reader: PdfReader) -> Iterator[tuple[str, bytes]]:
    """Yield the largest picture of each page with its suffix, where it is of a known coding."""
    for page in list(reader.pages)[:MOST_PAGES]:
        pictures = sorted(_pictures(page), key=_area, reverse=True)
        for each in pictures[:1]:
            if found := _file(each):
                yield found


def _pictures(page: Any) -> list[Any]:
    held = page.get("/Resources", {}).get("/XObject", {})
    found = [held[name].get_object() for name in held]
    return [each for each in found if each.get("/Subtype") == "/Image" and 0 < _area(each) < 200_000_000]


def _area(picture: Any) -> int:
    return int(picture.get("/Width", 0)) * int(picture.get("/Height", 0))


def _file(picture: Any) -> tuple[str, bytes] | None:
    """Return a picture as a JPEG, TIFF or PNG file, None for a coding that none of them has."""
    names = picture.get("/Filter", [])
    last = names if isinstance(names, str) else (names[-1] if len(names) == 1 else "")
    raw: bytes = picture._data
    if len(raw) > LARGEST:
        return None
    if last == "/DCTDecode":
        return ".jpg", raw
    if last == "/CCITTFaxDecode":
        return ".tif", _tiff(picture, raw)
    if last in {"/FlateDecode", ""} and (png := _png(picture, picture.get_data())):
        return ".png", png
    return None


def _png(picture: Any, samples: bytes) -> bytes:
    """Return samples as a PNG file, nothing for colours that are not plain."""
    colour, channels = COLOURS.get(str(picture.get("/ColorSpace")), (0, 0))
    bits, width, height = (
        int(picture.get("/BitsPerComponent", 8)),
        int(picture["/Width"]),
        int(picture["/Height"]),
    )
    row = (width * channels * bits + 7) // 8
    if not channels or len(samples) < row * height or row * height > 8 * LARGEST:
        return b""
    lines = b"".join(b"\0" + samples[start : start + row] for start in range(0, row * height, row))
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def _tiff(picture: Any, data: bytes) -> bytes:
    """Return fax-coded data as a TIFF file of one strip (TIFF 6.0 §§8, 10, 11)."""
    parameters = picture.get("/DecodeParms", {})
    parameters = parameters[0] if isinstance(parameters, list) else parameters
    coding = 4 if int(parameters.get("/K", 0)) < 0 else 3
    is_black_one = bool(parameters.get("/BlackIs1", False))
    entries = [
        (256, 4, int(picture["/Width"])),
        (257, 4, int(picture["/Height"])),
        (258, 3, 1),
        (259, 3, coding),
        (262, 3, 1 if is_black_one else 0),
        (273, 4, 8 + 2 + 8 * 12 + 4),
        (278, 4, int(picture["/Height"])),
        (279, 4, len(data)),
    ]
    # Little-endian, so a short value fills the first half of its four bytes.
    table = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + struct.pack("<I", 0) + data
