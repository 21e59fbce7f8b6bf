"""Checkpoints (c2sp.org/tlog-checkpoint): whose log it is, how many leaves, which root."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from gongkai.ledger.rules import note

NUMBER = re.compile(r"0|[1-9]\d{0,17}")


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the three lines; extension lines after them are allowed and passed over. Raises WrongNote."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise note.WrongNote("检查点应为三行：日志名称、条目数、根散列值")
        return cls(lines[0], number(lines[1]), hash_of(lines[2]))

    @classmethod
    def opened(cls, text: str, verifiers: Iterable[note.Verifier]) -> Self:
        """Read a signed checkpoint whose log is named like the key that signed it. Raises WrongNote."""
        known = list(verifiers)
        checkpoint = cls.parse(note.opened(text, known))
        if checkpoint.origin not in {verifier.name for verifier in known}:
            raise note.WrongNote(f"检查点属于另一日志：{checkpoint.origin}")
        return checkpoint


def number(text: str) -> int:
    """Read a decimal without leading zeros. Raises WrongNote."""
    if not NUMBER.fullmatch(text):
        raise note.WrongNote(f"不是规范的数字：{text[:40]}")
    return int(text)


def hash_of(text: str) -> bytes:
    """Read the base64 of one SHA-256 hash. Raises WrongNote."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise note.WrongNote("散列值的 Base64 编码不对") from error
    if len(value) != 32:
        raise note.WrongNote("散列值应为 32 字节")
    return value
