"""Check one document against the log, step by step, with nothing but the files in hand.

Evidence is what an item's page offers as ``evidence.json``:
``{"content": …, "salt": hex, "index": n, "leaf": {…}}``.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from gongkai.ledger.rules import Malformed, digest, leaf_bytes
from gongkai.ledger.rules.checkpoint import Checkpoint
from gongkai.ledger.rules.note import Verifier, WrongNote
from gongkai.ledger.rules.receipt import Receipt
from gongkai.ledger.rules.tree import WrongProof, leaf_hash, root_from_inclusion


class WrongEvidence(ValueError):
    """The file is not the evidence of a document."""


@dataclass(frozen=True)
class Evidence:
    content: object
    salt: str
    index: int
    leaf: dict[str, object]

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read ``evidence.json``. Raises WrongEvidence."""
        try:
            value = json.loads(data)
            evidence = cls(value["content"], value["salt"], value["index"], value["leaf"])
            digest(evidence.content, evidence.salt)
            leaf_bytes(evidence.leaf)
        except (KeyError, TypeError, AttributeError, RecursionError, ValueError, Malformed) as error:
            raise WrongEvidence("这不是本系统的核验数据（evidence.json）") from error
        if type(evidence.index) is not int:
            raise WrongEvidence("核验数据中的序号不是整数")
        return evidence

    def mentions(self, sha256: str) -> bool:
        """Return whether the content names a file of this SHA-256: one of its attachments."""
        return sha256 in _strings(self.content)


@dataclass(frozen=True)
class Step:
    """One thing that was checked. ``sentence`` says what was found, in plain Chinese."""

    title: str
    is_good: bool
    sentence: str


def check(evidence: Evidence, receipt: Receipt, verifiers: Iterable[Verifier]) -> list[Step]:
    """Return what each check found; the document is proven if every step is good."""
    return [
        check_content(evidence),
        *check_receipt(leaf_bytes(evidence.leaf), evidence.index, receipt, verifiers),
    ]


def check_content(evidence: Evidence) -> Step:
    computed = digest(evidence.content, evidence.salt)
    if computed == evidence.leaf["content"]:
        return Step("内容摘要", True, f"文件内容的摘要值与日志条目所载一致（{computed[:16]}…）")
    return Step("内容摘要", False, "文件内容与日志条目所载的摘要值不一致：内容已被改动")


def check_receipt(leaf: bytes, index: int, receipt: Receipt, verifiers: Iterable[Verifier]) -> list[Step]:
    """Return the checks of the leaf's place in the log and of the signature over it."""
    return [_place(leaf, index, receipt), _signature(receipt, verifiers)]


def check_file(evidence: Evidence, sha256: str) -> Step:
    if evidence.mentions(sha256):
        return Step("附件", True, f"文件的 SHA-256（{sha256[:16]}…）列于所公开的内容之中")
    return Step("附件", False, f"所公开的内容中没有 SHA-256 为 {sha256} 的文件")


def _place(leaf: bytes, index: int, receipt: Receipt) -> Step:
    title = "日志位置"
    if index != receipt.index:
        return Step(title, False, f"证明文件针对第 {receipt.index} 条，而不是第 {index} 条")
    try:
        checkpoint = _unsigned(receipt)
        root = root_from_inclusion(leaf_hash(leaf), index, checkpoint.size, receipt.path)
    except (WrongNote, WrongProof) as error:
        return Step(title, False, str(error))
    if root != checkpoint.root:
        return Step(title, False, "由条目算不出检查点的根散列值：条目不在日志之中，或已被改动")
    return Step(title, True, f"日志共 {checkpoint.size} 条，本文件是其中第 {index} 条（从 0 起）")


def _signature(receipt: Receipt, verifiers: Iterable[Verifier]) -> Step:
    try:
        checkpoint = Checkpoint.opened(receipt.note, verifiers)
    except WrongNote as error:
        return Step("检查点签名", False, str(error))
    root = base64.b64encode(checkpoint.root).decode()
    return Step("检查点签名", True, f"“{checkpoint.origin}”已对根散列值 {root} 签名")


def _unsigned(receipt: Receipt) -> Checkpoint:
    """Read the checkpoint before its signature is judged in a step of its own."""
    return Checkpoint.parse(receipt.note.rpartition("\n\n")[0] + "\n")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
