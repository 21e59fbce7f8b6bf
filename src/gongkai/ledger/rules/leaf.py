"""What stands in the ledger about one public act, and the salted digest of its content."""

import hashlib
import json
import re

import rfc8785

MAX_BYTES = 65_535  # an entry bundle gives each leaf's length in two bytes
SHA256_HEX = re.compile(r"[0-9a-f]{64}")
SHAPE: dict[str, tuple[type, ...]] = {
    "type": (str,),
    "address": (str,),
    "number": (str,),
    "version": (int,),
    "previous": (int, type(None)),
    "content": (str,),
    "time": (str,),
    "publisher": (str,),
}


LARGEST = 2**53 - 1
_plainly = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Malformed(ValueError):
    """The leaf has not the fixed shape. What has once been logged can never be taken out again."""


def is_digest(text: str) -> bool:
    """Whether a text is a SHA-256 in lower hexadecimal, by which contents and files are known."""
    return SHA256_HEX.fullmatch(text) is not None


def canonical(content: object) -> bytes:
    """Return the canonical JSON of ``content`` (RFC 8785). Raises ``ValueError`` for what JSON cannot hold.

    Where there is nothing but words, whole numbers and names in ASCII, JSON as Python writes it is canonical
    once its names are sorted, and takes a quarter of the time. Fractions and other names are left to those
    who know the rules for them.
    """
    if _is_plain(content):
        return _plainly(content).encode()
    return rfc8785.dumps(content)  # type: ignore[arg-type]


def _is_plain(content: object) -> bool:
    kind = type(content)
    if kind is dict:
        return all(
            type(name) is str and name.isascii() and _is_plain(each)
            for name, each in content.items()  # type: ignore[attr-defined]
        )
    if kind is list:
        return all(map(_is_plain, content))  # type: ignore[call-overload]
    if kind is int:
        return -LARGEST <= content <= LARGEST  # type: ignore[operator]
    return kind is str or kind is bool or content is None


def digest(content: object, salt: str) -> str:
    """Return the SHA-256 (hex) of the salt's bytes followed by ``content`` in canonical JSON (RFC 8785).

    ``salt`` is hexadecimal. It is published with the content, and withdrawn with it, so that a short
    withdrawn text cannot be guessed from its digest. Raises ``ValueError`` for what JSON cannot hold.
    """
    return hashlib.sha256(bytes.fromhex(salt) + canonical(content)).hexdigest()


def leaf_bytes(leaf: dict[str, object]) -> bytes:
    """Return the canonical bytes of a leaf, at most 65,535 of them.

    A leaf holds these fields and no other, so that no text and no personal data can slip in: ``type``,
    ``address``, ``number``, ``version``, ``previous`` (index of the address's previous leaf, or null),
    ``content`` (digest), ``time`` (RFC 3339), ``publisher`` (key). Raises Malformed.
    """
    _check_shape(leaf)
    data = canonical(leaf)
    if len(data) > MAX_BYTES:
        raise Malformed(f"日志条目不得超过 {MAX_BYTES} 字节，现为 {len(data)} 字节")
    return data


def _check_shape(leaf: dict[str, object]) -> None:
    if wrong := set(leaf) ^ set(SHAPE):
        raise Malformed(f"日志条目的字段不符：{'、'.join(sorted(wrong))}")
    for name, kinds in SHAPE.items():
        if type(leaf[name]) not in kinds:
            raise Malformed(f"日志条目的字段 {name} 类型不符")
    if not is_digest(str(leaf["content"])):
        raise Malformed("日志条目的内容摘要值应为 64 位小写十六进制数")
