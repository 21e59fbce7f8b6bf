"""What stands beside a picture about people: where it was taken, by whom, with which device. Pure.

Read off the bytes whatever their format, since a document may hold pictures of any: Exif (a TIFF block), XMP
(words) and IPTC.
"""

import re
import struct
from collections.abc import Iterator
from itertools import islice

PLACE, OWNER, DEVICE = "拍摄地点", "作者姓名", "拍摄设备"
BLOCK = re.compile(rb"II\*\x00|MM\x00\*")
MOST_BLOCKS, MOST_ENTRIES, MOST_VALUE = 16, 512, 1024
PHOTOGRAPH, GPS = 0x8769, 0x8825
"""The entries that say where a block goes on: about the photograph, about the place."""
TAGS = {0x013B: OWNER, 0x9C9D: OWNER, 0xA430: OWNER, 0x010F: DEVICE, 0x0110: DEVICE, 0xA431: DEVICE}
PLACES = {0x0002: PLACE, 0x0004: PLACE}  # latitude, longitude
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
"""Bytes of one value by its kind."""
IN_WORDS = {
    PLACE: re.compile(rb"exif:GPSL(?:atitude|ongitude)|photoshop:City|Iptc4xmpCore:Location"),
    OWNER: re.compile(rb"dc:creator|aux:OwnerName|8BIM\x04\x04[\s\S]{0,400}?\x1c\x02\x50"),
    DEVICE: re.compile(rb"tiff:M(?:ake|odel)|aux:SerialNumber|exifEX:BodySerialNumber"),
}
Entry = tuple[int, bytes]


def said(data: bytes) -> tuple[str, ...]:
    """Return what is written beside a picture: its place, its author, its device, in this order."""
    kinds = {kind for kind, pattern in IN_WORDS.items() if pattern.search(data)}
    for found in islice(BLOCK.finditer(data), MOST_BLOCKS):
        kinds |= set(_in_block(memoryview(data)[found.start() :]))
    return tuple(kind for kind in (PLACE, OWNER, DEVICE) if kind in kinds)


def _in_block(block: memoryview) -> Iterator[str]:
    order = "<" if bytes(block[:2]) == b"II" else ">"
    for tag, value in _directory(block, order, block[4:8]):
        yield from _kind(TAGS, tag, value)
        if tag in (PHOTOGRAPH, GPS):
            for inner, words in _directory(block, order, value):
                yield from _kind(PLACES if tag == GPS else TAGS, inner, words)


def _kind(known: dict[int, str], tag: int, value: bytes) -> Iterator[str]:
    if tag in known and value.strip(b"\0 "):
        yield known[tag]


def _directory(block: memoryview, order: str, pointer: bytes | memoryview) -> Iterator[Entry]:
    """Yield the entries of the directory at ``pointer``; of a damaged one those before the damage."""
    try:
        (start,) = struct.unpack(f"{order}I", pointer)
        (count,) = struct.unpack_from(f"{order}H", block, start)
        for number in range(min(count, MOST_ENTRIES)):
            place = start + 2 + 12 * number
            tag, kind, length = struct.unpack_from(f"{order}HHI", block, place)
            size = min(SIZES.get(kind, 0) * length, MOST_VALUE)
            at = place + 8
            if size > 4:
                (at,) = struct.unpack_from(f"{order}I", block, at)
            yield tag, bytes(block[at : at + size])
    except struct.error:
        return
