"""Text tables in any encoding and with any separator that Chinese offices use, read row by row."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from gongkai.registers.fields import Cell

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = ",\t;|"
HEAD = 1024 * 1024
SAMPLE_LINES = 20
SAMPLE_SIGNS = 20_000
RARE = 0.3  # of the characters of a text that was read in the wrong encoding, many are rare ones


class NotText(ValueError):
    """A file that is no text table in any of the encodings known; the message is a sentence."""


def rows(path: Path) -> Iterator[list[Cell]]:
    """Yield the rows of a text table; a cell that is not there and an empty one are the same.

    Raises NotText, in the middle of the file too.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    encoding = encoding_of(head)
    with path.open(encoding=encoding, newline="") as lines:
        try:
            yield from _rows(lines, _decoded(head, encoding) or "")
        except UnicodeDecodeError:
            raise NotText(f"文件前面是 {encoding.upper()} 编码，后面不是；请另存为 UTF-8") from None
        except csv.Error as error:
            raise NotText(f"文件不是有效的文本表格：{error}") from None


def _rows(lines: Iterable[str], head: str) -> Iterator[list[Cell]]:
    lines = iter(lines)
    if head.startswith("sep=") and len(head) > len("sep=,"):
        separator = next(lines)[len("sep=")]
    else:
        separator = separator_of(head)
    for row in csv.reader(lines, delimiter=separator):
        yield [cell or None for cell in row]


def encoding_of(head: bytes) -> str:
    """Return the encoding of a text that begins so: UTF-8, UTF-16 with its mark, GB18030 or Big5."""
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding
    if _decoded(head, "utf-8") is not None:
        return "utf-8"
    text, other = _decoded(head, "gb18030"), _decoded(head, "big5")
    if text is None and other is None:
        raise NotText("文件的文字编码无法识别，请另存为 UTF-8 或 GB18030")
    if text is None or (other is not None and _rare(text) > max(RARE, _rare(other, "big5"))):
        return "big5"
    return "gb18030"


def _decoded(head: bytes, encoding: str) -> str | None:
    """Return the beginning of a text, which may end in the middle of a character; None if it is none."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return None


def _rare(text: str, common: str = "gb2312") -> float:
    """Return the share of the characters beyond ASCII that are not among the common ones."""
    beyond = [sign for sign in text[:SAMPLE_SIGNS] if sign > "\x7f"]
    return sum(not sign.encode(common, "ignore") for sign in beyond) / len(beyond) if beyond else 0.0


def separator_of(text: str) -> str:
    """Return the sign that parts the cells: the one that most lines hold equally often."""
    lines = [line for line in text[:SAMPLE_SIGNS].splitlines()[:SAMPLE_LINES] if line.strip()]

    def agreement(sign: str) -> tuple[int, int]:
        counts = Counter(found for line in lines if (found := line.count(sign)))
        often, agree = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return agree, often

    return max(SEPARATORS, key=agreement)
