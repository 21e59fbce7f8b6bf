"""What came, by its first bytes: whatever the other side calls it, a table or a sentence why not. Pure."""

from gongkai.registers.sheets.files import SIGNATURES

LOOKED_AT = 1024
MARKS = {
    b"%PDF": "PDF 文件",
    b"\x1f\x8b": "压缩文件",
    b"Rar!": "压缩文件",
    b"7z\xbc\xaf": "压缩文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
}
TEXT = ".csv"
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
OTHER = {b"<": "网页（可能要先登录）", b"{": "JSON 数据", b"[": "JSON 数据"}


class NoTable(ValueError):
    """What came is no table; the message is a sentence."""


def suffix_of(head: bytes) -> str:
    """Return the ending of the name that a table with these first bytes should have. Raises NoTable."""
    if not head:
        raise NoTable("对方给的文件是空的")
    for suffix, mark in SIGNATURES.items():
        if head.startswith(mark):
            return suffix
    kind = next((title for mark, title in MARKS.items() if head.startswith(mark)), "") or _text(head)
    if kind:
        raise NoTable(f"对方给的不是表格，而是{kind}")
    return TEXT


def _text(head: bytes) -> str:
    """Return what a text is if it is not a table."""
    for mark in BOMS:
        head = head.removeprefix(mark)
    bare = head.replace(b"\0", b"").lstrip()
    return next((title for mark, title in OTHER.items() if bare.startswith(mark)), "")
