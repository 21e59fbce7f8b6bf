"""The Merkle tree of RFC 6962 section 2.1 (the same tree as RFC 9162): hashes, roots, proofs."""

import hashlib
from collections.abc import Callable, Sequence

EMPTY = hashlib.sha256(b"").digest()
Node = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree of 2**height leaves that is the index-th of its height."""


class WrongProof(ValueError):
    """The proof does not lead to the given root."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def complete(hashes: Sequence[bytes]) -> bytes:
    """Return the root over 2**n hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = [parent(level[i], level[i + 1]) for i in range(0, len(level), 2)]
    return level[0]


def in_memory(leaves: Sequence[bytes]) -> Node:
    """Return a Node over leaf hashes held in memory."""
    return lambda height, index: complete(leaves[index << height : (index + 1) << height])


def root(node: Node, size: int) -> bytes:
    """Return the root of the first ``size`` leaves."""
    return _range(node, 0, size) if size else EMPTY


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves, lowest hash first."""
    if not 0 <= index < size:
        raise ValueError(f"第 {index} 条不在 {size} 条之中")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range(node, middle, high))
            high = middle
        else:
            path.append(_range(node, low, middle))
            low = middle
    return path[::-1]


def consistency(node: Node, old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of ``new`` leaves extends the tree of ``old`` leaves."""
    if not 0 <= old <= new:
        raise ValueError(f"{old} 条不是 {new} 条的前段")
    return _subproof(node, old, 0, new, whole=True) if 0 < old < new else []


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root to which an audit path leads (RFC 9162 section 2.1.3.2). Raises WrongProof."""
    if not 0 <= index < size:
        raise WrongProof(f"第 {index} 条不在 {size} 条之中")
    value, first, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            raise WrongProof("包含证明过长")
        if first & 1 or first == last:
            value = parent(sibling, value)
            shift = _trailing_zeros(first)
            first, last = first >> shift, last >> shift
        else:
            value = parent(value, sibling)
        first, last = first >> 1, last >> 1
    if last:
        raise WrongProof("包含证明过短")
    return value


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that ``new_root`` extends ``old_root`` (RFC 9162 section 2.1.4.2). Raises WrongProof."""
    if old in {0, new}:
        _verify_trivial(old, old_root, new_root, proof)
        return
    if old > new or not proof:
        raise WrongProof("一致性证明不完整")
    hashes = list(proof) if old & (old - 1) else [old_root, *proof]
    shift = _trailing_ones(old - 1)
    first, last = (old - 1) >> shift, (new - 1) >> shift
    seen_old = seen_new = hashes[0]
    for each in hashes[1:]:
        if last == 0:
            raise WrongProof("一致性证明过长")
        if first & 1 or first == last:
            seen_old, seen_new = parent(each, seen_old), parent(each, seen_new)
            shift = _trailing_zeros(first)
            first, last = first >> shift, last >> shift
        else:
            seen_new = parent(seen_new, each)
        first, last = first >> 1, last >> 1
    if last or seen_old != old_root or seen_new != new_root:
        raise WrongProof("新日志不是旧日志的延续")


def _verify_trivial(old: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    expected = EMPTY if old == 0 else new_root
    if proof or old_root != expected:
        raise WrongProof("新日志不是旧日志的延续")


def _split(size: int) -> int:
    """Return the largest power of two smaller than ``size``."""
    return 1 << (size - 1).bit_length() - 1


def _range(node: Node, low: int, high: int) -> bytes:
    """Return the hash over leaves low to high-1, which begin a subtree of the whole tree."""
    size = high - low
    height = size.bit_length() - 1
    if size == 1 << height:
        return node(height, low >> height)
    middle = low + _split(size)
    return parent(_range(node, low, middle), _range(node, middle, high))


def _subproof(node: Node, old: int, low: int, high: int, *, whole: bool) -> list[bytes]:
    """Prove the first ``old`` leaves of [low, high); ``whole`` says that the verifier knows their root."""
    if old == high - low:
        return [] if whole else [_range(node, low, high)]
    step = _split(high - low)
    middle = low + step
    if old <= step:
        return [*_subproof(node, old, low, middle, whole=whole), _range(node, middle, high)]
    return [*_subproof(node, old - step, middle, high, whole=False), _range(node, low, middle)]


def _trailing_zeros(value: int) -> int:
    """Return how many low bits are unset; 0 for 0, where no shift is wanted."""
    return (value & -value).bit_length() - 1 if value else 0


def _trailing_ones(value: int) -> int:
    return _trailing_zeros(value + 1)
