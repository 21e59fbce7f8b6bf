"""Blocks of a Markdown file: headings, paragraphs joined from their lines, lists, tables."""

import re
from collections.abc import Iterator

from gongkai.items.reading.blocks import Block
from gongkai.items.uploads import decode

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
ITEM = re.compile(r"[-*+]\s+(.*)")
NUMBERED = re.compile(r"\d{1,3}[.)]\s")
RULE = re.compile(r"([-*_=])(?:\s*\1){2,}")
RULED = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1")
BLANK = " \t\u3000\u00a0\ufeff\u200b"
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
LONGEST_LINE = 20_000  # of which marks are taken away


def blocks(data: bytes) -> Iterator[Block]:
    """Yield what the lines make up. Raises Refused if the encoding cannot be told."""
    paragraph: list[str] = []
    rows: list[tuple[str, ...]] = []
    start = 1
    for number, line in enumerate([*decode(data).splitlines(), ""], start=1):
        plain = line.strip(BLANK)
        is_row = plain.startswith("|")
        if rows and not is_row:
            yield Block("", f"第{start}行表格", rows=tuple(rows))
            rows = []
        if paragraph and (not plain or is_row or _begins(plain)):
            yield Block(_joined(paragraph), f"第{start}行")
            paragraph = []
        if not paragraph and not rows:
            start = number
        if is_row:
            rows += [] if RULED.fullmatch(plain) else [_cells(plain)]
        elif found := HEADING.fullmatch(plain):
            yield Block(_words(found[2]), f"第{number}行", level=len(found[1]))
        elif plain and not RULE.fullmatch(plain):
            item = ITEM.fullmatch(plain)
            paragraph.append(_words(item[1] if item else plain))


def _begins(plain: str) -> bool:
    """Whether a line begins something new and does not go on with the paragraph."""
    return bool(HEADING.match(plain) or ITEM.match(plain) or NUMBERED.match(plain) or RULE.fullmatch(plain))


def _joined(lines: list[str]) -> str:
    """Join the lines of a paragraph, with a space only where words of Latin letters meet."""
    text = lines[0]
    for line in lines[1:]:
        is_chinese = CHINESE.match(text[-1:]) or CHINESE.match(line[:1])
        text += line if is_chinese else f" {line}"
    return text


def _words(text: str) -> str:
    if len(text) > LONGEST_LINE:
        return text
    plain = LINK.sub(r"\1", text.lstrip("> "))
    return MARKS.sub(r"\2", plain).strip(BLANK)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_words(cell) for cell in line.strip("|").split("|"))
