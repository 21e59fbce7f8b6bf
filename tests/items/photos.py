"""Small pictures as cameras and programs write them, with what they write beside them."""

import base64
import struct
import zlib

OWNER = "张三".encode()
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hn"
    "Pk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj"
    "Y2P/wAARCAADAAQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAA"
    "AAAAAAAAAAAABQb/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCKALXj/9k="
)
"""Four dots wide and three high, with nothing beside them."""
WEBP_DOTS = base64.b64decode("VlA4IBgAAAAwAQCdASoFAAcAAUAmJaQAA3AA/v02aAA=")


def exif(way=1):
    """Return what a camera writes: which way up, and whose it is."""
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, way, 0) + struct.pack(">HHII", 0x013B, 2, len(OWNER), 38)
    return b"MM\x00*" + struct.pack(">IH", 8, 2) + entries + struct.pack(">I", 0) + OWNER


def directory(start, *entries):
    """Return a directory of an Exif block that begins at ``start``: entries of (tag, kind, count, value)."""
    listed, values = b"", b""
    place = start + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in entries:
        listed += struct.pack(">HHI", tag, kind, count)
        listed += value.ljust(4, b"\0") if len(value) <= 4 else struct.pack(">I", place + len(values))
        values += value if len(value) > 4 else b""
    return struct.pack(">H", len(entries)) + listed + struct.pack(">I", 0) + values


def taken(*, at=True, device=b"HUAWEI\0"):
    """Return the Exif block of a photograph that says with which device and where it was taken."""
    degrees = struct.pack(">6I", 30, 1, 17, 1, 0, 1)
    place = directory(500, (2, 5, 3, degrees), (4, 5, 3, degrees)) if at else directory(500)
    camera = [(0x010F, 2, len(device), device)] if device else []
    first = directory(8, *camera, (0x8825, 4, 1, struct.pack(">I", 500)))
    return (b"MM\x00*" + struct.pack(">I", 8) + first).ljust(500, b"\0") + place


def photograph(block):
    """Return a JPEG with an Exif block beside it."""
    return JPEG[:20] + segment(0xE1, b"Exif\x00\x00" + block) + JPEG[20:]


def segment(marker, body):
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*, way=1, behind=b""):
    """Return a photograph with its owner's name in three places."""
    beside = segment(0xE1, b"Exif\x00\x00" + exif(way)) + segment(0xED, OWNER) + segment(0xFE, OWNER)
    return JPEG[:20] + beside + JPEG[20:] + behind


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width=2, height=3, *, beside=(), behind=b"", dots=None):
    """Return a picture in one grey."""
    dots = zlib.compress(b"\x00" * (width + 1) * height) if dots is None else dots
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + b"".join(chunk(kind, body) for kind, body in beside)
        + chunk(b"IDAT", dots)
        + chunk(b"IEND", b"")
        + behind
    )


def webp(*, way=1, behind=b""):
    """Return a picture of five by seven dots with its owner's name beside it."""
    block = exif(way)
    size = struct.pack("<I", 4)[:3] + struct.pack("<I", 6)[:3]
    header = b"VP8X" + struct.pack("<I", 10) + b"\x0c\x00\x00\x00" + size
    beside = b"EXIF" + struct.pack("<I", len(block)) + block + b"\x00" * (len(block) % 2)
    whole = b"WEBP" + header + WEBP_DOTS + beside + b"XMP " + struct.pack("<I", len(OWNER)) + OWNER
    return b"RIFF" + struct.pack("<I", len(whole)) + whole + behind
