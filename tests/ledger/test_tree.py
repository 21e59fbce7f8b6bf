"""RFC 6962 hashing: published vectors, and every size from 0 to 600 against the definition itself."""

from functools import cache
from hashlib import sha256

import pytest

from gongkai.ledger.rules import tree

# Inputs and roots of transparency-dev/merkle, testonly/constants.go.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = """
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()
LEAVES = [tree.leaf_hash(f"leaf {n}".encode()) for n in range(600)]


@cache
def node(height: int, index: int) -> bytes:
    return tree.in_memory(LEAVES)(height, index)


def defined(leaves: list[bytes]) -> bytes:
    """The definition of MTH in RFC 6962 section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + defined(leaves[:split]) + defined(leaves[split:])).digest()


def some_of(size: int) -> set[int]:
    """All numbers below a small size; of a large one its edges and its tile edges."""
    edges = {0, 1, 2, size // 3, size // 2, size - 2, size - 1, 127, 128, 255, 256, 257, 511, 512}
    return set(range(size)) if size <= 70 else {n for n in edges if 0 <= n < size}


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size):
    leaves = [tree.leaf_hash(bytes.fromhex(each)) for each in INPUTS[:size]]
    assert tree.root(tree.in_memory(leaves), size).hex() == ROOTS[size]


def test_root_is_the_one_defined_for_every_size():
    for size in range(601):
        assert tree.root(node, size) == defined(LEAVES[:size])


def test_inclusion_holds_for_every_size():
    for size in range(1, 601):
        root = tree.root(node, size)
        for index in some_of(size):
            path = tree.inclusion(node, index, size)
            assert tree.root_from_inclusion(LEAVES[index], index, size, path) == root


def test_consistency_holds_for_every_size():
    for size in range(601):
        root = tree.root(node, size)
        for old in {*some_of(size), size}:
            proof = tree.consistency(node, old, size)
            tree.verify_consistency(old, size, tree.root(node, old), root, proof)


def leads_elsewhere(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    try:
        return tree.root_from_inclusion(leaf, index, size, path) != root
    except tree.WrongProof:
        return True


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 255, 256, 257, 600])
def test_tampered_inclusion_fails(size):
    root = tree.root(node, size)
    for index in some_of(size):
        path = tree.inclusion(node, index, size)
        leaf = LEAVES[index]
        assert leads_elsewhere(tree.leaf_hash(b"other"), index, size, path, root)
        assert leads_elsewhere(leaf, index, size, [*path, root], root)
        assert leads_elsewhere(leaf, size, size, path, root)
        assert leads_elsewhere(leaf, index, size * 4, path, root)
        for at in range(len(path)):
            flipped = bytes([path[at][0] ^ 1]) + path[at][1:]
            assert leads_elsewhere(leaf, index, size, [*path[:at], flipped, *path[at + 1 :]], root)
            assert leads_elsewhere(leaf, index, size, path[:at] + path[at + 1 :], root)


@pytest.mark.parametrize("size", [2, 3, 7, 8, 255, 256, 257, 600])
def test_tampered_consistency_fails(size):
    root = tree.root(node, size)
    for old in some_of(size) - {0}:
        proof = tree.consistency(node, old, size)
        before = tree.root(node, old)
        wrong = [
            (before, bytes(32), proof),
            (bytes(32), root, proof),
            (before, root, [*proof, root]),
            (before, root, proof[:-1]),
            (before, root, [bytes(32), *proof[1:]]),
        ]
        for old_root, new_root, hashes in wrong:
            with pytest.raises(tree.WrongProof):
                tree.verify_consistency(old, size, old_root, new_root, hashes)


def test_consistency_with_itself_and_with_nothing_needs_no_hashes():
    root = tree.root(node, 5)
    tree.verify_consistency(5, 5, root, root, [])
    tree.verify_consistency(0, 5, tree.EMPTY, root, [])
    for old, old_root in [(5, bytes(32)), (0, root)]:
        with pytest.raises(tree.WrongProof):
            tree.verify_consistency(old, 5, old_root, root, [])
    with pytest.raises(tree.WrongProof):
        tree.verify_consistency(6, 5, root, root, [root])


def test_asking_beyond_the_tree_is_refused():
    for index in (-1, 5):
        with pytest.raises(ValueError, match="不在 5 条之中"):
            tree.inclusion(node, index, 5)
    with pytest.raises(ValueError, match="前段"):
        tree.consistency(node, 6, 5)
