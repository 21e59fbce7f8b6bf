"""Which way up a picture is shown: the one thing that is kept of what a camera writes (Exif). Pure."""

import struct

ORIENTATION = 0x0112
UPRIGHT = 1
MOST_ENTRIES = 512
"""Of the first directory; cameras write some twenty."""


def orientation(block: bytes) -> int:
    """Return which way up the picture is, 1 to 8, from an Exif block (TIFF); 1 where it says nothing."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(block[:4])
    if order is None:
        return UPRIGHT
    try:
        (start,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, start)
        for number in range(min(count, MOST_ENTRIES)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", block, start + 2 + 12 * number)
            if tag == ORIENTATION and kind == 3:
                return value if 1 <= value <= 8 else UPRIGHT
    except struct.error:
        pass  # a damaged block says nothing, and it is not kept
    return UPRIGHT


def block(way: int) -> bytes:
    """Return the Exif block that says which way up a picture is, and nothing else."""
    return b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, way, 0, 0)


def seen(width: int, height: int, way: int) -> tuple[int, int]:
    """Return the size of a picture as it is shown."""
    return (height, width) if way > 4 else (width, height)
