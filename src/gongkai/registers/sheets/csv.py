"""Text tables in any encoding and with any separator that Chinese offices use."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from gongkai.registers.fields import Cell

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SEPARATORS = ",\t;|"
SAMPLE_LINES = 20
SAMPLE_SIGNS = 20_000
RARE = 0.3  # of the characters of a text that was read in the wrong encoding, many are rare ones
LONGEST_CELL = 1024 * 1024


class NotText(ValueError):
    """Bytes that are no text in any of the encodings known; the message is a sentence."""


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, GB18030 or Big5; raises NotText."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = _tried(data, "gb18030")
    if text is None or _rare(text) > RARE:
        other = _tried(data, "big5")
        if other is not None and (text is None or _rare(other, "big5") < _rare(text)):
            return other
    if text is None:
        raise NotText("文件的文字编码无法识别，请另存为 UTF-8 或 GB18030")
    return text


def _strictly(data: bytes, encoding: str) -> str:
    text = _tried(data, encoding)
    if text is None:
        raise NotText(f"文件标明为 {encoding.upper()}，但内容不是；请另存为 UTF-8")
    return text


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _rare(text: str, common: str = "gb2312") -> float:
    """Return the share of the characters beyond ASCII that are not among the common ones."""
    beyond = [sign for sign in text[:SAMPLE_SIGNS] if sign > "\x7f"]
    return sum(not sign.encode(common, "ignore") for sign in beyond) / len(beyond) if beyond else 0.0


def rows(text: str) -> Iterator[list[Cell]]:
    """Yield the rows of a text table; a cell that is not there and an empty one are the same."""
    if text.startswith("sep=") and len(text) > len("sep=,"):
        separator, text = text[4], text.partition("\n")[2]
    else:
        separator = separator_of(text)
    csv.field_size_limit(LONGEST_CELL)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        yield [cell if cell else None for cell in row]


def separator_of(text: str) -> str:
    """Return the sign that parts the cells: the one that most lines hold equally often."""
    lines = [line for line in text[:SAMPLE_SIGNS].splitlines()[:SAMPLE_LINES] if line.strip()]

    def agreement(sign: str) -> tuple[int, int]:
        counts = Counter(found for line in lines if (found := line.count(sign)))
        often, agree = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return agree, often

    return max(SEPARATORS, key=agreement)
