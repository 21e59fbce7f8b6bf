"""The single sequencer: extend the folder by new leaves and sign, after checking what was signed before.

Order of writing: entry bundles, hash tiles, both made durable, then the checkpoint. Killed anywhere in
between, the old checkpoint still stands on files that were not touched, and the next run does it again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from gongkai.ledger.folder import Folder, NotSealed
from gongkai.ledger.rules import note
from gongkai.ledger.rules.checkpoint import Checkpoint
from gongkai.ledger.rules.tiles import (
    ENTRIES,
    HASH,
    HEIGHT,
    WIDTH,
    Read,
    Tile,
    TileNode,
    bundle,
    grow,
    tiles_of,
    width_at,
)
from gongkai.ledger.rules.tree import EMPTY, leaf_hash, root

Leaves = Callable[[int, int], Iterable[bytes]]
"""Gives the bytes of leaves low to high-1 in order, as the database holds them."""

Tell = Callable[[int], object]
"""Hears how many leaves are done."""


class Inconsistent(RuntimeError):
    """What is to be signed does not continue what was signed. Nothing is signed until a person looks."""


def last_signed(folder: Folder, origin: str) -> Checkpoint:
    """Return the stored checkpoint after checking signature and tiles; the empty tree if there is none."""
    try:
        checkpoint = folder.checkpoint()
    except NotSealed:
        return Checkpoint(origin, 0, EMPTY)
    except note.WrongNote as error:
        raise Inconsistent(f"已存检查点不可信：{error}") from error
    check_root(folder, checkpoint, checkpoint)
    return checkpoint


def extend(
    folder: Folder, last: Checkpoint, size: int, leaves: Leaves, *, promised: bytes | None = None
) -> str:
    """Add leaves ``last.size`` to ``size - 1`` and return the newly signed checkpoint, already in place.

    The last stored bundle and one older bundle are read again from ``leaves`` and compared with the
    signed tiles. ``promised`` is a root that was once signed for ``size``. Raises Inconsistent.
    """
    compare(folder, last, leaves)
    hashes, touched = _write_entries(folder, last.size, size, leaves)
    fresh = dict(grow(last.size, hashes, folder.read))
    touched += [folder.write(tile.path, data) for tile, data in fresh.items()]
    folder.settle(touched)
    checkpoint = Checkpoint(last.origin, size, _stored_root(folder, size, size))
    if promised is not None and promised != checkpoint.root:
        raise Inconsistent(f"数据库的前 {size} 条与曾经签署的检查点不符，拒绝签署")
    signed = note.sign(checkpoint.text, folder.signers())
    folder.settle([folder.write("checkpoint", signed.encode())])
    _drop_replaced(folder, last.size)
    return signed


def check_root(folder: Folder, last: Checkpoint, earlier: Checkpoint) -> None:
    """Check that the log continues ``earlier``, a checkpoint signed at some time. Raises Inconsistent."""
    if _stored_root(folder, last.size, earlier.size) != earlier.root:
        raise Inconsistent(f"日志文件与已签署的检查点（{earlier.size} 条）不符，拒绝签署")


def audit(
    folder: Folder,
    last: Checkpoint,
    signed: Sequence[Checkpoint],
    leaves: Leaves,
    tell: Callable[[int], object],
) -> int:
    """Hash every leaf again and compare with the files and with everything that was ever signed.

    ``last`` is the checkpoint of the folder, ``signed`` are those the database remembers; they may go
    further than the folder. Returns how many leaves were compared. Raises Inconsistent.
    """
    size = max([last.size, *(each.size for each in signed)])
    hashes: list[bytes] = []
    for number, entries in enumerate(_chunks(leaves(0, size))):
        width = width_at(ENTRIES, number, last.size)
        if width and _stored(folder, Tile(ENTRIES, number, width)) != bundle(entries[:width]):
            raise Inconsistent(f"条目包 {number} 与数据库不符")
        hashes += map(leaf_hash, entries)
        tell(len(hashes))
    if len(hashes) < size:
        raise Inconsistent(f"数据库缺少第 {len(hashes)} 条")
    read = _rebuilt(hashes)
    for tile in tiles_of(last.size):
        if _stored(folder, tile) != read(tile):
            raise Inconsistent(f"数据块 {tile.path} 与条目不符")
    node = TileNode(read, size)
    for each in [last, *signed]:
        if root(node, each.size) != each.root:
            raise Inconsistent(f"数据库的前 {each.size} 条与曾经签署的检查点不符")
    return size


def compare(folder: Folder, last: Checkpoint, leaves: Leaves) -> None:
    """Compare the newest signed bundle, and one older, with the database. Raises Inconsistent.

    The older one is chosen by the root, which nobody picks: in time every part of the log is read
    again. ``gongkai ledger-audit`` reads all of it.
    """
    if not last.size:
        return
    newest = (last.size - 1) // WIDTH
    for number in {newest, int.from_bytes(last.root[:8], "big") % (newest + 1)}:
        compare_tile(folder, number, last.size, leaves)


def compare_tile(folder: Folder, number: int, size: int, leaves: Leaves) -> None:
    """Compare one level-0 tile of the log of ``size`` leaves with the database. Raises Inconsistent."""
    width = width_at(0, number, size)
    low = number * WIDTH
    signed = _stored(folder, Tile(0, number, width))
    known = [leaf_hash(data) for data in leaves(low, low + width)]
    for offset in range(width):
        if known[offset : offset + 1] != [signed[offset * HASH : (offset + 1) * HASH]]:
            raise Inconsistent(f"数据库第 {low + offset} 条与已签署的日志不符，拒绝签署")


def _write_entries(folder: Folder, old: int, size: int, leaves: Leaves) -> tuple[list[bytes], list[Path]]:
    """Write the bundles of leaves ``old`` to ``size - 1``; return their leaf hashes and folders."""
    start = old - old % WIDTH
    hashes: list[bytes] = []
    touched: list[Path] = []
    for number, entries in enumerate(_chunks(leaves(start, size)), start // WIDTH):
        touched.append(folder.write(Tile(ENTRIES, number, len(entries)).path, bundle(entries)))
        hashes += map(leaf_hash, entries)
    if len(hashes) != size - start:
        raise Inconsistent(f"数据库缺少第 {start + len(hashes)} 条，拒绝签署")
    return hashes[old - start :], touched


def _chunks(leaves: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(leaves)
    return iter(lambda: list(islice(rest, WIDTH)), [])


def _rebuilt(hashes: Sequence[bytes]) -> Read:
    """Return a reader of the tiles of a tree built anew in memory."""
    tiles = {tile.full: data for tile, data in grow(0, hashes, lambda tile: b"")}
    return lambda tile: tiles[tile.full][: tile.width * HASH]


def _stored(folder: Folder, tile: Tile) -> bytes:
    try:
        return folder.read(tile)
    except (OSError, ValueError) as error:
        raise Inconsistent(f"日志文件残缺：{error}") from error


def _stored_root(folder: Folder, size: int, of: int) -> bytes:
    """Return the root of the first ``of`` leaves, out of the files of the log of ``size`` leaves."""
    try:
        return root(TileNode(folder.read, size), of)
    except (OSError, ValueError) as error:
        raise Inconsistent(f"日志文件残缺，拒绝签署：{error}") from error


def _drop_replaced(folder: Folder, old: int) -> None:
    """Remove the partial tiles at the edge of the old tree, where full ones are now there."""
    for level in [ENTRIES, *range(old.bit_length() // HEIGHT + 1)]:
        folder.drop_partials(Tile(level, (old >> HEIGHT * max(level, 0)) // WIDTH))
