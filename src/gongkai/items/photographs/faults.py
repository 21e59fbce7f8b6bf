"""What is refused of a picture, each with its sentence. Pure."""

import re

from gongkai.items.uploads import PROGRAM_STARTS, SCRIPT, Refused

MOST_DOTS = 100_000_000
"""More than any camera of an office takes; a page of A3 at 600 dots an inch has 70 million."""
ARCHIVE = re.compile(rb"PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|%PDF-")


def broken() -> Refused:
    return Refused("图片不完整或者已损坏，请重新导出后再上传")


def sized(width: int, height: int) -> None:
    """Raise Refused for a picture without a surface, or with one that no screen could hold."""
    if not width or not height:
        raise broken()
    if width * height > MOST_DOTS:
        raise Refused(f"图片过大（{width}×{height}），请缩小到{MOST_DOTS // 10_000}万像素以内再上传")


def hidden(rest: bytes) -> None:
    """Raise Refused for a file that hides behind a picture's end; what a camera leaves there is dropped."""
    if rest.startswith(PROGRAM_STARTS) or ARCHIVE.search(rest) or SCRIPT.search(rest):
        raise Refused("图片后面夹带了别的文件，不能上传")
