"""PNG: only the chunks that a decoder needs are kept, each sound, up to the end of the picture. Pure."""

import struct
import zlib
from collections.abc import Iterator

from gongkai.items.photographs import exif
from gongkai.items.photographs.faults import broken, sized

KEPT = set(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs cICP acTL fcTL fdAT".split())
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PORTION = 1024 * 1024


def bare(data: bytes) -> tuple[bytes, tuple[int, int], bytes]:
    """Return the picture alone, its size as it is seen, and what lay behind it. Raises Refused."""
    kept, way, place = [data[:8]], exif.UPRIGHT, 8
    chunks: list[tuple[bytes, bytes]] = []
    for kind, body in _chunks(data):
        place += 12 + len(body)
        chunks.append((kind, body))
        if kind == b"eXIf":
            way = exif.orientation(body)
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise broken()
    width, height = struct.unpack_from(">II", chunks[0][1])
    sized(width, height)
    _unpacks(chunks, width, height)
    kept += [_chunk(kind, body) for kind, body in chunks if kind in KEPT]
    if way != exif.UPRIGHT:
        kept.insert(2, _chunk(b"eXIf", exif.block(way)))
    return b"".join(kept), exif.seen(width, height, way), data[place:]


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while True:
        length = int.from_bytes(data[place : place + 4], "big")
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += 12 + length
        if place > len(data) or zlib.crc32(kind + body) != int.from_bytes(data[place - 4 : place], "big"):
            raise broken()
        yield kind, body
        if kind == b"IEND":
            return


def _unpacks(chunks: list[tuple[bytes, bytes]], width: int, height: int) -> None:
    """Raise Refused unless the dots unpack to their end, and to no more than the picture has."""
    depth, colour = chunks[0][1][8], chunks[0][1][9]
    row = width * CHANNELS.get(colour, 4) * depth // 8 + 2
    most = 2 * row * height + 8 * (width + height) + 1024  # interlaced ones have more rows, each with a byte
    unpacked, made = zlib.decompressobj(), 0
    for kind, body in chunks:
        packed = body if kind == b"IDAT" else b""
        while packed and not unpacked.eof:
            try:
                made += len(unpacked.decompress(packed, PORTION))
            except zlib.error as error:
                raise broken() from error
            packed = unpacked.unconsumed_tail
            if made > most:
                raise broken()
    if not unpacked.eof:
        raise broken()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
