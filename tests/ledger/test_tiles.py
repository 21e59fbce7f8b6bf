"""Tiles: names and widths of c2sp.org/tlog-tiles, growth in steps, proofs out of files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.ledger.rules import tiles, tree
from gongkai.ledger.rules.tiles import ENTRIES, Tile

LEAVES = [tree.leaf_hash(f"leaf {n}".encode()) for n in range(700)]


class Shelf(dict[Tile, bytes]):
    """Tiles in memory, cut to width as the folder does."""

    def read(self, tile: Tile) -> bytes:
        return self[tile] if tile in self else self[tile.full][: tile.width * 32]

    def grow(self, old: int, new: int) -> None:
        self.update(dict(tiles.grow(old, LEAVES[old:new], self.read)))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 0, 5), "tile/0/000.p/5"),
        (Tile(1, 999), "tile/1/999"),
        (Tile(1, 1000), "tile/1/x001/000"),
        (Tile(ENTRIES, 1234067, 255), "tile/entries/x001/x234/067.p/255"),
        (Tile(63, 0, 1), "tile/63/000.p/1"),
    ],
)
def test_addresses(tile, path):
    assert tile.path == path
    assert tiles.tile_at(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0", "tile/0/0000", "tile/0/x000/001", "tile/00/000", "tile/64/000", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/000.p/05", "tile/-1/000", "tile/0/../000", "tile/0/001/002",
        "tile/entries/x01/000", "tile/0/000/", "checkpoint", "tile/0/٠٠٠",
    ],
)  # fmt: skip
def test_other_spellings_are_refused(path):
    with pytest.raises(ValueError, match="不是数据块的地址"):
        tiles.tile_at(path)


def test_widths_of_the_specification():
    """70,000 leaves: 273 full tiles and one of 112; one full and one of 17; one of 1."""
    all_of = list(tiles.tiles_of(70_000))
    assert len(all_of) == 274 + 2 + 1
    assert [t for t in all_of if t.width < 256] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(tiles.tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles.tiles_of(0)) == []


def test_root_and_proofs_out_of_tiles_for_every_size():
    shelf = Shelf()
    plain = tree.in_memory(LEAVES)
    for size in range(1, 601):
        shelf.grow(size - 1, size)
        node = tiles.TileNode(shelf.read, size)
        root = tree.root(node, size)
        assert root == tree.root(plain, size)
        index = size * 7 % size or size // 2
        path = tree.inclusion(node, index, size)
        assert tree.root_from_inclusion(LEAVES[index], index, size, path) == root


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6))
def test_growth_in_any_steps_gives_the_same_tiles(steps):
    shelf, size = Shelf(), 0
    for step in steps:
        new = min(size + step, len(LEAVES))
        shelf.grow(size, new)
        size = new
    at_once = Shelf()
    at_once.grow(0, size)
    for tile in tiles.tiles_of(size):
        assert shelf.read(tile) == at_once[tile]
    assert set(at_once) == set(tiles.tiles_of(size))


def test_growth_reads_one_tile_a_level():
    """Above 70,000 leaves one more leaf touches one stored tile, whatever lies to its left."""
    asked: list[Tile] = []

    def read(tile: Tile) -> bytes:
        asked.append(tile)
        return bytes(32 * tile.width)

    written = [tile for tile, _ in tiles.grow(70_000, LEAVES[:1], read)]
    assert asked == [Tile(0, 273, 112)]
    assert written == [Tile(0, 273, 113)]


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_round_trip(entries):
    assert tiles.entries_of(tiles.bundle(entries)) == entries


@pytest.mark.parametrize("cut", [1, 2, 5])
def test_cut_bundle_is_refused(cut):
    with pytest.raises(ValueError, match="不完整"):
        tiles.entries_of(tiles.bundle([b"abc"])[:-cut] or b"\x00")
