"""WebP: only the chunks that a decoder needs are kept, up to the end of the picture. Pure."""

import struct
from collections.abc import Iterator

from gongkai.items.photographs import exif
from gongkai.items.photographs.faults import broken

KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
DOTS = {b"VP8 ", b"VP8L", b"ANMF"}
HAS_EXIF, HAS_XMP = 0x08, 0x04


def bare(data: bytes) -> tuple[bytes, tuple[int, int], bytes]:
    """Return the picture alone, its size as it is seen, and what lay behind it. Raises Refused."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if data[8:12] != b"WEBP" or end > len(data):
        raise broken()
    chunks = list(_chunks(data[12:end]))
    if not any(kind in DOTS for kind, _ in chunks):
        raise broken()
    way = next((exif.orientation(_tiff(body)) for kind, body in chunks if kind == b"EXIF"), exif.UPRIGHT)
    kept = [
        _chunk(kind, _flagged(body, way) if kind == b"VP8X" else body)
        for kind, body in chunks
        if kind in KEPT
    ]
    if way != exif.UPRIGHT and chunks[0][0] == b"VP8X":
        kept.append(_chunk(b"EXIF", exif.block(way)))
    whole = b"WEBP" + b"".join(kept)
    size = exif.seen(*_size(*chunks[0]), way)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole, size, data[end:]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place < len(data):
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        body = data[place + 8 : place + 8 + length]
        if len(body) != length or place + 8 > len(data):
            raise broken()
        yield data[place : place + 4], body
        place += 8 + length + length % 2


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def _flagged(body: bytes, way: int) -> bytes:
    """Return the header of the file without the marks for what was taken out."""
    flags = body[0] & ~(HAS_EXIF | HAS_XMP) if body else 0
    return bytes((flags | (HAS_EXIF if way != exif.UPRIGHT else 0),)) + body[1:]


def _tiff(body: bytes) -> bytes:
    return body.removeprefix(b"Exif\x00\x00")


def _size(kind: bytes, body: bytes) -> tuple[int, int]:
    if kind == b"VP8X" and len(body) >= 10:
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8 " and len(body) >= 10 and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and len(body) >= 5 and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise broken()
