"""The tree as files: c2sp.org/tlog-tiles. A full tile is 256 hashes, a full bundle 256 entries."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai.ledger.rules.tree import complete

WIDTH = 256
HEIGHT = 8  # 2 ** 8 = 256
HASH = 32
ENTRIES = -1  # the "level" of entry bundles
PATH = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")


@dataclass(frozen=True, order=True)
class Tile:
    """``width`` hashes (or entries) beginning at ``index * 256`` of ``level``."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return the relative address, for example ``tile/0/x001/x234/067.p/5``."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{_number(self.index)}{partial}"

    @property
    def full(self) -> "Tile":
        return replace(self, width=WIDTH)


Read = Callable[[Tile], bytes]
"""Gives the bytes of a tile, cut to its width. Raises what its store raises when there is none."""


def tile_at(path: str) -> Tile:
    """Return the tile with this relative address. Raises ``ValueError`` for any other spelling."""
    match = PATH.fullmatch(path)
    if match is None:
        raise ValueError(f"不是数据块的地址：{path}")
    level, number, width = match.groups()
    index = int(number.replace("x", "").replace("/", ""))
    tile = Tile(ENTRIES if level == "entries" else int(level), index, int(width or WIDTH))
    if tile.path != path or tile.level > 63:
        raise ValueError(f"不是数据块的地址：{path}")
    return tile


def width_at(level: int, index: int, size: int) -> int:
    """Return how wide tile ``index`` of ``level`` is in a tree of ``size`` leaves (0: it does not exist)."""
    return max(0, min(WIDTH, (size >> HEIGHT * max(level, 0)) - index * WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield the hash tiles of a tree of ``size`` leaves, lowest level first."""
    level = 0
    while count := size >> HEIGHT * level:
        yield from spans(level, 0, count)
        level += 1


def spans(level: int, low: int, high: int) -> Iterator[Tile]:
    """Yield the tiles of one level that hold positions low to high-1; the last one may be partial."""
    for index in range(low // WIDTH, -(-high // WIDTH)):
        yield Tile(level, index, min(WIDTH, high - index * WIDTH))


def grow(size: int, hashes: Sequence[bytes], read: Read) -> Iterator[tuple[Tile, bytes]]:
    """Yield the hash tiles that change when ``hashes`` are added to a tree of ``size`` leaves.

    Reads at most one stored tile a level, so that the cost does not depend on the size of the tree.
    """
    level = 0
    while hashes:
        count = size >> HEIGHT * level
        start = count - count % WIDTH
        known = read(Tile(level, count // WIDTH, count % WIDTH)) if count % WIDTH else b""
        row = [*_cut(known), *hashes]
        whole: list[bytes] = []
        for tile in spans(level, start, start + len(row)):
            begin = tile.index * WIDTH - start
            part = row[begin : begin + tile.width]
            yield tile, b"".join(part)
            whole += [complete(part)] if tile.width == WIDTH else []
        hashes = whole
        level += 1


class TileNode:
    """Hashes of complete subtrees, out of the tiles of a tree of ``size`` leaves (a ``tree.Node``)."""

    def __init__(self, read: Read, size: int) -> None:
        self.read, self.size = read, size
        self.known: dict[Tile, list[bytes]] = {}

    def __call__(self, height: int, index: int) -> bytes:
        level, rest = divmod(height, HEIGHT)
        first = index << rest
        number, offset = divmod(first, WIDTH)
        hashes = self._tile(Tile(level, number, width_at(level, number, self.size)))
        return complete(hashes[offset : offset + (1 << rest)])

    def _tile(self, tile: Tile) -> list[bytes]:
        if tile not in self.known:
            self.known[tile] = _cut(self.read(tile))
        return self.known[tile]


def bundle(entries: Sequence[bytes]) -> bytes:
    """Return an entry bundle: each entry preceded by its length as two bytes, big-endian."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def entries_of(data: bytes) -> list[bytes]:
    """Return the entries of a bundle. Raises ``ValueError`` if it ends too early."""
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data) or at + 2 > len(data):
            raise ValueError("条目包不完整")
        entries.append(data[at + 2 : end])
        at = end
    return entries


def _number(index: int) -> str:
    """Return 1234067 as ``x001/x234/067``."""
    parts = [f"{index % 1000:03}"]
    while index := index // 1000:
        parts.append(f"x{index % 1000:03}")
    return "/".join(reversed(parts))


def _cut(data: bytes) -> list[bytes]:
    return [data[i : i + HASH] for i in range(0, len(data), HASH)]
