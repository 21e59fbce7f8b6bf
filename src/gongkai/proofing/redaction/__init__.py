"""Take words out of a file for good, in a process apart, within limits (as ``items/pdf`` reads).

What cannot be proven to be gone is refused: a file that only looks masked is worse than one that does not.
"""

import json
import subprocess
import sys
from threading import BoundedSemaphore

from gongkai.proofing.redaction.values import Hide, Order

__all__ = ["PICTURED", "SUFFIXES", "Hide", "Irredactable", "Order", "redact"]

SUFFIXES = frozenset({".docx", ".xlsx", ".pptx", ".pdf", ".ofd", ".txt", ".csv"})
PICTURED = "picture"
"""A PDF of one recognised picture, which is to become a picture again."""
PATIENCE = 90  # seconds for a process that gets little of the machine; its own time is limited in it
TURNS = BoundedSemaphore(1)
"""One file at a time in one process of the server: drawing pages takes most of a gigabyte."""

SENTENCES = {
    "broken": "文件已损坏，无法遮蔽，请修复或者另存后重新上传",
    "encrypted": "文件设有密码，无法遮蔽，请去除密码后重新上传",
    "crowded": "文件过大或者过于复杂，无法遮蔽，请拆分后重新上传",
    "embedded": "文件内嵌有其他程序的对象，无法证明其中没有要遮蔽的内容，请删去内嵌对象后重新上传",
    "cached": "工作簿含有数据透视表，其中存有原数据，请删去透视表后再遮蔽",
    "unplaced": "在页面上找不到要遮蔽的内容的位置，请在原文件中修改后重新上传",
    "unproven": "遮蔽后仍能找到要遮蔽的内容，没有采用，请在原文件中修改后重新上传",
    "format": "这种格式的文件不能自动遮蔽，请在原文件中修改后重新上传",
}


class Irredactable(Exception):
    """A file from which the words cannot be taken out, with a sentence that says why."""

    def __init__(self, fault: str) -> None:
        super().__init__(SENTENCES[fault])


def redact(data: bytes, suffix: str, order: Order) -> bytes:
    """Return the file without the words that are to be hidden, and without the names of its authors.

    Raises Irredactable, also for a file that takes too long or too much: its process ends, nothing else.
    """
    if suffix not in {*SUFFIXES, PICTURED}:
        raise Irredactable("format")
    told = {"hides": [[each.value, each.replacement] for each in order.hides], "columns": order.columns}
    command = [sys.executable, "-I", "-m", "gongkai.proofing.redaction.apart", suffix]
    with TURNS:
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                command,
                input=json.dumps(told).encode() + b"\n" + data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Irredactable("crowded") from None
    said, _, result = done.stdout.partition(b"\n")
    if done.returncode != 0 or said != b"done":
        fault = said.decode("ascii", "replace")
        raise Irredactable(fault if fault in SENTENCES else "crowded")
    return result
