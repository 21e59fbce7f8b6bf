"""Signed notes (c2sp.org/signed-note): a text, a blank line, and Ed25519 signature lines.

Keys are written as in Go's ``golang.org/x/mod/sumdb/note``: ``name+id+base64`` for checking and
``PRIVATE+KEY+name+id+base64`` for signing.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
PREFIX = "PRIVATE+KEY+"
DASH = "— "
MAX_BYTES = 1_000_000
MAX_SIGNATURES = 100


class WrongNote(ValueError):
    """The note or a key is not well formed, or no known key signed it."""


@dataclass(frozen=True)
class Verifier:
    """A public key under a name."""

    name: str
    key: Ed25519PublicKey

    def __post_init__(self) -> None:
        _check_name(self.name)

    @property
    def id(self) -> bytes:
        """Return the four bytes that say which key a signature line means."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.key.public_bytes_raw()).digest()[:4]

    @classmethod
    def load(cls, text: str) -> Self:
        """Read ``name+id+base64``. Raises WrongNote."""
        name, identity, key = _parts(text.strip())
        verifier = cls(name, Ed25519PublicKey.from_public_bytes(key))
        if verifier.id.hex() != identity:
            raise WrongNote("公钥的标识与内容不符")
        return verifier

    def dump(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_b64(ED25519 + self.key.public_bytes_raw())}"

    def signed(self, text: str, signature: bytes) -> bool:
        try:
            self.key.verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A private key under a name."""

    name: str
    key: Ed25519PrivateKey

    @classmethod
    def make(cls, name: str) -> Self:
        _check_name(name)
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, text: str) -> Self:
        """Read ``PRIVATE+KEY+name+id+base64``. Raises WrongNote, which never repeats the key."""
        text = text.strip()
        if not text.startswith(PREFIX):
            raise WrongNote("不是签名私钥")
        name, identity, seed = _parts(text.removeprefix(PREFIX))
        signer = cls(name, Ed25519PrivateKey.from_private_bytes(seed))
        if signer.verifier.id.hex() != identity:
            raise WrongNote("私钥的标识与内容不符")
        return signer

    def dump(self) -> str:
        return f"{PREFIX}{self.name}+{self.verifier.id.hex()}+{_b64(ED25519 + self.key.private_bytes_raw())}"

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.key.public_key())

    def line(self, text: str) -> str:
        signature = self.key.sign(text.encode())
        return f"{DASH}{self.name} {_b64(self.verifier.id + signature)}\n"


def sign(text: str, signers: Iterable[Signer]) -> str:
    """Return ``text``, which must end with a newline, with one signature line for each signer."""
    _check_text(text)
    if not text.endswith("\n"):
        raise WrongNote("待签名文本应以换行结束")
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def opened(note: str, verifiers: Iterable[Verifier]) -> str:
    """Return the text of a note that at least one of ``verifiers`` signed. Raises WrongNote.

    Lines of unknown keys (witnesses, new algorithms) are passed over; a known key whose signature is
    wrong spoils the note, as the specification demands.
    """
    text, lines = split(note)
    known = {(verifier.name, verifier.id): verifier for verifier in verifiers}
    good = 0
    for name, identity, signature in map(_signature, lines):
        verifier = known.get((name, identity))
        if verifier and not verifier.signed(text, signature):
            raise WrongNote(f"“{name}”的签名无效")
        good += verifier is not None
    if not good:
        raise WrongNote("没有受信任的密钥为此签名")
    return text


def split(note: str) -> tuple[str, list[str]]:
    """Return the text and the signature lines of a note, unchecked. Raises WrongNote."""
    _check_text(note)
    text, blank, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not blank or lines.pop() or not lines or len(lines) > MAX_SIGNATURES:
        raise WrongNote("签名文本的格式不对")
    return text + "\n", lines


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, space, rest = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space:
        raise WrongNote("签名行的格式不对")
    _check_name(name)
    raw = _unb64(rest)
    if len(raw) < 5:
        raise WrongNote("签名行过短")
    return name, raw[:4], raw[4:]


def _parts(text: str) -> tuple[str, str, bytes]:
    name, _, rest = text.partition("+")
    identity, _, encoded = rest.partition("+")
    raw = _unb64(encoded)
    if len(raw) != 33 or raw[:1] != ED25519:
        raise WrongNote("密钥不是 Ed25519 密钥")
    return name, identity, raw[1:]


def _check_name(name: str) -> None:
    if not name or "+" in name or any(character.isspace() for character in name):
        raise WrongNote("密钥名称不得为空，不得含有空格或加号")


def _check_text(text: str) -> None:
    if len(text.encode()) > MAX_BYTES or any(ord(c) < 32 and c != "\n" for c in text):
        raise WrongNote("签名文本过长或含有控制字符")


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongNote("Base64 编码不对") from error
