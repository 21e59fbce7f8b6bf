"""JPEG: only the segments that a decoder needs are kept, up to the end of the picture. Pure."""

import re
import struct

from gongkai.items.photographs import exif
from gongkai.items.photographs.faults import broken

SCAN, END, APP0, APP1, APP2, APP14, COMMENT = 0xDA, 0xD9, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The marker behind coded dots; in them, FF is followed by 00 or by a restart."""
EXIF = b"Exif\x00\x00"


def bare(data: bytes) -> tuple[bytes, tuple[int, int], bytes]:
    """Return the picture alone, its size as it is seen, and what lay behind it. Raises Refused."""
    segments, end = _segments(data)
    kept = [whole for marker, body, dots in segments if (whole := _kept(marker, body) + dots)]
    frame = next((body for marker, body, _ in segments if marker in FRAMES), b"")
    if len(frame) < 5 or not any(marker == SCAN for marker, _, _ in segments):
        raise broken()
    height, width = struct.unpack_from(">HH", frame, 1)
    blocks = [
        body.removeprefix(EXIF) for marker, body, _ in segments if marker == APP1 and body.startswith(EXIF)
    ]
    way = exif.orientation(blocks[0]) if blocks else exif.UPRIGHT
    if way != exif.UPRIGHT:
        kept.insert(1 if kept[0][1] == APP0 else 0, _segment(APP1, EXIF + exif.block(way)))
    return b"\xff\xd8" + b"".join(kept) + b"\xff\xd9", exif.seen(width, height, way), data[end:]


def _segments(data: bytes) -> tuple[list[tuple[int, bytes, bytes]], int]:
    """Return marker, body and the coded dots behind it of each segment, and where the picture ends."""
    found: list[tuple[int, bytes, bytes]] = []
    place = 2
    while True:
        marker, place = _marker(data, place)
        if marker == END:
            return found, place
        body, place = _body(data, place)
        dots, place = _dots(data, place) if marker == SCAN else (b"", place)
        found.append((marker, body, dots))


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """Return the marker at ``place`` and where its segment begins; before it FF may be repeated."""
    while data[place : place + 2] == b"\xff\xff":
        place += 1
    if len(data) < place + 2 or data[place] != 0xFF or data[place + 1] < 0xC0:
        raise broken()
    return data[place + 1], place + 2


def _body(data: bytes, place: int) -> tuple[bytes, int]:
    length = int.from_bytes(data[place : place + 2], "big")
    if length < 2 or place + length > len(data):
        raise broken()
    return data[place + 2 : place + length], place + length


def _dots(data: bytes, place: int) -> tuple[bytes, int]:
    found = NEXT.search(data, place)
    if found is None:
        raise broken()
    return data[place : found.start()], found.start()


def _kept(marker: int, body: bytes) -> bytes:
    """Return a segment as it is kept, nothing for what a decoder does not need."""
    if marker == APP0:  # of the first segment the small picture inside goes, it may show what was cut off
        return _segment(marker, body[:12] + b"\x00\x00") if body.startswith(b"JFIF\x00") else b""
    if marker == APP2:
        return _segment(marker, body) if body.startswith(b"ICC_PROFILE\x00") else b""
    if marker == COMMENT or (APP1 <= marker <= 0xEF and marker != APP14):
        return b""
    return _segment(marker, body)


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body
