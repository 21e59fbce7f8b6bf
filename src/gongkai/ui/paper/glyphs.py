"""Which characters a font can show, read from its table ``cmap``."""

import struct
from pathlib import Path


def known(font: Path) -> frozenset[int]:
    """Return the code points for which an OpenType font has glyphs.

    Raises ValueError for a font without a table of the whole of Unicode (format 12).
    """
    data = font.read_bytes()
    tables = struct.iter_unpack(">4sIII", data[12 : 12 + 16 * struct.unpack_from(">H", data, 4)[0]])
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    count = struct.unpack_from(">H", data, start + 2)[0]
    for _, _, offset in struct.iter_unpack(">HHI", data[start + 4 : start + 4 + 8 * count]):
        at = start + offset
        if struct.unpack_from(">H", data, at)[0] == 12:
            groups = data[at + 16 : at + 16 + 12 * struct.unpack_from(">I", data, at + 12)[0]]
            points: set[int] = set()
            for first, last, _ in struct.iter_unpack(">III", groups):
                points.update(range(first, last + 1))
            return frozenset(points)
    raise ValueError(f"{font.name} has no table of the whole of Unicode")
