"""What a PDF file holds: whether it may be taken, and its words; read in a process apart, within limits."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

APART = Path(__file__).with_name("apart.py")
PATIENCE = 45  # seconds for a process that gets little of the machine; its own time is limited in it
TURNS = BoundedSemaphore(2)
"""So many files are read at once in one process of the server: each may take more than half a gigabyte."""

SENTENCES = {
    "active": "PDF 中含有脚本、启动动作或者嵌入文件，请去除后再上传",
    "encrypted": "PDF 设有密码或者使用限制，请去除后再上传",
    "broken": "PDF 已损坏，无法读取，请重新生成后再上传",
    "crowded": "PDF 的结构过于复杂，无法检查，请用“打印为 PDF”重新生成后再上传",
}


def fault(data: bytes) -> str:
    """Return the sentence that says why a file cannot be taken, or nothing."""
    found = _read("check", data)
    return "" if found == [None] else SENTENCES[found[0] if found else "crowded"]


def words(data: bytes) -> tuple[str, bool]:
    """Return the words of all pages, comments and filled-in fields, and whether there are no more."""
    found = _read("words", data)
    pages = [each for each in found if each is not None]
    is_whole = None in found and bool(pages) and all(whole for _, whole in pages)
    return "\n".join(text for text, _ in pages), is_whole


def _read(task: str, data: bytes) -> list[Any]:
    """Return the lines that the process wrote before it ended or was ended."""
    command = [sys.executable, "-I", str(APART), task]
    with TURNS:
        try:
            done = subprocess.run(  # noqa: S603 - our own script
                command,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
            said = done.stdout
        except subprocess.TimeoutExpired as late:
            said = late.stdout or b""
    return [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith(b"\n")]
