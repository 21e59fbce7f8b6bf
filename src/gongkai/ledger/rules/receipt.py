"""Receipts (c2sp.org/tlog-proof@v1): a file that proves offline that a leaf stands in the log."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from gongkai.ledger.rules.checkpoint import Checkpoint, hash_of, number
from gongkai.ledger.rules.note import Verifier, WrongNote
from gongkai.ledger.rules.tree import WrongProof, leaf_hash, root_from_inclusion

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Receipt:
    """``extra`` carries the leaf itself, so that the receipt alone suffices. It is checked, not trusted."""

    index: int
    path: Sequence[bytes]
    note: str
    extra: bytes = b""

    @property
    def text(self) -> str:
        extra = [f"extra {base64.b64encode(self.extra).decode()}"] if self.extra else []
        hashes = [base64.b64encode(each).decode() for each in self.path]
        return "\n".join([HEADER, *extra, f"index {self.index}", *hashes, "", self.note])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a receipt. Raises WrongNote."""
        head, blank, note = text.partition("\n\n")
        lines = head.split("\n")
        if not blank or lines.pop(0) != HEADER:
            raise WrongNote("不是 c2sp.org/tlog-proof@v1 证明文件")
        extra = _extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else b""
        if not lines or not lines[0].startswith("index "):
            raise WrongNote("证明文件缺少 index 行")
        index = number(lines.pop(0).removeprefix("index "))
        return cls(index, tuple(map(hash_of, lines)), note, extra)

    def verify(self, leaf: bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
        """Return the signed checkpoint in which ``leaf`` stands. Raises WrongNote or WrongProof."""
        checkpoint = Checkpoint.opened(self.note, verifiers)
        if root_from_inclusion(leaf_hash(leaf), self.index, checkpoint.size, self.path) != checkpoint.root:
            raise WrongProof("包含证明得不出检查点的根散列值：条目不在日志之中，或已被改动")
        return checkpoint


def _extra(line: str) -> bytes:
    try:
        return base64.b64decode(line.removeprefix("extra "), validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongNote("证明文件的 extra 行编码不对") from error
