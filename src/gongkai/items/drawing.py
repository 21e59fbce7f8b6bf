"""图解: a title and up to eight blocks drawn as SVG, and their words for those who do not see it. Pure."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape, unescape

SVG = "image/svg+xml"
MOST_BLOCKS = 8
WIDTH, EDGE, GAP, PADDING = 800, 24, 16, 18
COLUMN = (WIDTH - 2 * EDGE - GAP) // 2
DEEP, MAIN, SEAL, INK = "#07393d", "#0b5a5c", "#9a2a1e", "#1d2b2b"
PAPER, LINE = "#ffffff", "#c5d6d2"
SOURCE = re.compile(r"<metadata>(.*?)</metadata>", re.DOTALL)
CLOSING = "。，；：！？、）》”’.,;:!?)"
UNSEEN = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Block:
    """One fact: a heading, perhaps a number that stands out, a sentence."""

    heading: str
    number: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    size: int
    colour: str
    is_bold: bool = False

    @property
    def height(self) -> int:
        return round(self.size * 1.5)


def wrapped(text: str, *, width: float, size: int) -> list[str]:
    """Return text in lines that fit into ``width`` pixels: a Chinese character is as wide as it is high.

    No line begins with a mark that closes: it stands out into the margin instead (避头).
    """
    lines, line, used = [], "", 0.0
    for character in text:
        wide = size * (1 if unicodedata.east_asian_width(character) in "WF" else 0.6)
        if used + wide > width and line and character not in CLOSING:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + character, used + wide
    return [*lines, line] if line else lines


def words(title: str, blocks: Sequence[Block]) -> str:
    """Return what the picture says, a line for each piece."""
    parts = [part for each in blocks for part in (each.heading, each.number, each.text) if part]
    return "\n".join([title, *parts])


def svg(title: str, blocks: Sequence[Block]) -> str:
    """Return the picture as one SVG document that runs nothing and loads nothing."""
    title = _plain(title)
    blocks = [Block(_plain(each.heading), _plain(each.number), _plain(each.text)) for each in blocks]
    head = [Line(each, 34, PAPER, True) for each in wrapped(title, width=WIDTH - 4 * EDGE, size=34)]
    top = 2 * EDGE + sum(line.height for line in head)
    parts = [_box(0, 0, WIDTH, top, DEEP, 0), _text(head, WIDTH // 2, EDGE, "middle")]
    top += EDGE
    for start in range(0, len(blocks), 2):
        row = [_lines(each) for each in blocks[start : start + 2]]
        height = 2 * PADDING + max(sum(line.height for line in each) for each in row)
        for place, lines in enumerate(row):
            left = EDGE + place * (COLUMN + GAP)
            parts += [_box(left, top, COLUMN, height, PAPER, 10), _text(lines, left + PADDING, top + PADDING)]
        top += height + GAP
    said = escape(words(title, blocks).replace("\n", "；"))
    source = escape(json.dumps({"title": title, "blocks": [asdict(each) for each in blocks]}))
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 8}" width="{WIDTH}" '
        f'height="{top + 8}" role="img" font-family="sans-serif">'
    )
    ground = f'<rect width="{WIDTH}" height="{top + 8}" fill="#eef4f2"/>'
    about = f"<title>{escape(title)}</title><desc>{said}</desc><metadata>{source}</metadata>"
    return f"{opening}{about}{ground}{''.join(parts)}</svg>"


def _plain(text: str) -> str:
    return UNSEEN.sub("", text)


def _lines(block: Block) -> list[Line]:
    styles = (
        (block.heading, 22, MAIN, True),
        (block.number, 36, SEAL, True),
        (block.text, 18, INK, False),
    )
    return [
        Line(each, size, colour, is_bold)
        for text, size, colour, is_bold in styles
        for each in wrapped(text, width=COLUMN - 2 * PADDING, size=size)
    ]


def _box(left: int, top: int, width: int, height: int, fill: str, radius: int) -> str:
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="{radius}" fill="{fill}" '
        f'stroke="{LINE if radius else fill}"/>'
    )


def _text(lines: Sequence[Line], left: int, top: int, anchor: str = "start") -> str:
    drawn = []
    for line in lines:
        weight = ' font-weight="bold"' if line.is_bold else ""
        drawn.append(
            f'<text x="{left}" y="{top + line.size}" font-size="{line.size}" fill="{line.colour}" '
            f'text-anchor="{anchor}"{weight}>{escape(line.text)}</text>'
        )
        top += line.height
    return "".join(drawn)


def source_of(drawing: str) -> tuple[str, list[Block]]:
    """Return title and blocks from which ``svg`` drew this picture; nothing of what it did not draw."""
    found = SOURCE.search(drawing)
    if found is None:
        return "", []
    kept = json.loads(unescape(found[1]))
    return kept["title"], [Block(**each) for each in kept["blocks"]]
