"""The steps of a check, one fault at a time."""

import dataclasses

import pytest

from gongkai.ledger.rules import leaf_bytes, note, tree
from gongkai.ledger.rules.checkpoint import Checkpoint
from gongkai.ledger.rules.receipt import Receipt
from gongkai.ledger.verification import Evidence, check, check_file
from tests.ledger.conftest import ORIGIN, SALT, content, leaf

SIGNER = note.Signer.make(ORIGIN)
HASHES = [tree.leaf_hash(leaf_bytes(leaf(serial))) for serial in range(7)]
EVIDENCE = Evidence(content(3), SALT, 3, leaf(3))


def receipt(index: int = 3, size: int = 7) -> Receipt:
    node = tree.in_memory(HASHES)
    signed = note.sign(Checkpoint(ORIGIN, size, tree.root(node, size)).text, [SIGNER])
    return Receipt(index, tuple(tree.inclusion(node, index, size)), signed)


def resized(proof: Receipt) -> Receipt:
    """The path of leaf 3 is the same in a tree of 8, so that only the signature can tell."""
    return dataclasses.replace(proof, note=proof.note.replace("7\n", "8\n", 1))


def outcome(evidence: Evidence, proof: Receipt) -> list[bool]:
    return [step.is_good for step in check(evidence, proof, [SIGNER.verifier])]


def test_everything_in_order_is_proven():
    assert outcome(EVIDENCE, receipt()) == [True, True, True]


@pytest.mark.parametrize(
    ("evidence", "proof", "good"),
    [
        (dataclasses.replace(EVIDENCE, content=content(4)), receipt(), [False, True, True]),
        (dataclasses.replace(EVIDENCE, salt="00" * 16), receipt(), [False, True, True]),
        (dataclasses.replace(EVIDENCE, leaf=leaf(3, version=2)), receipt(), [True, False, True]),
        (EVIDENCE, receipt(index=4), [True, False, True]),
        (EVIDENCE, dataclasses.replace(receipt(), path=()), [True, False, True]),
        (EVIDENCE, dataclasses.replace(receipt(), note="nothing"), [True, False, False]),
        (EVIDENCE, resized(receipt()), [True, True, False]),
    ],
)  # fmt: skip
def test_one_fault_fails_its_own_step(evidence, proof, good):
    assert outcome(evidence, proof) == good


def test_file_is_looked_for_anywhere_in_the_content():
    nested = dataclasses.replace(EVIDENCE, content={"a": [1, None, {"sha256": "ab" * 32}]})
    assert check_file(nested, "ab" * 32).is_good
    assert not check_file(nested, "cd" * 32).is_good
