"""Pieces of text on pages, put together again: lines, then paragraphs, headings and simple tables.

A page knows only where letters stand. What runs through the page margins (headers, footers, page numbers)
is left out; a line that begins indented, or after one that ended early, begins a paragraph.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import median

from gongkai.items.reading import grid
from gongkai.items.reading.blocks import Block
from gongkai.items.reading.body import GOES_ON, TITLE_END, is_office
from gongkai.items.reading.placed import Line, Piece
from gongkai.law import chinese

PAGE_NUMBER = re.compile(
    r"[-—–－\s]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?(?:\s*[/／共]\s*[0-9]{1,4}\s*页?)?[-—–－\s]*"
)
BEGINS = re.compile(
    r"(?:[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十]{1,4}[）)]|[0-9]{1,3}[.．、](?![0-9])"
    r"|第[一二三四五六七八九十百零〇]{1,7}[章节条]|附件[:：0-9])"
)
LATIN = re.compile(r"[A-Za-z0-9,.;]$")
INNER = re.compile(r"[，。；：！？,;:!?]")  # no title holds them
BRACKETED = re.compile(r"[（(].*[）)]")
NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
HEAD_LINES = 15
"""Of a document, in which its title stands."""
MARGIN_SHARE = 0.5  # of the pages on which a line in the margin must recur


def paragraphs(pages: Iterable[list[Piece]], *, margins: bool = False) -> Iterator[Block]:
    """Yield the blocks of a document from the pieces of its pages, on demand with its margins."""
    by_page = [_lines(number, pieces) for number, pieces in enumerate(pages, start=1)]
    lines = [line for page in (by_page if margins else _without_margins(by_page)) for line in page]
    if not lines:
        return
    column = _Column(lines)
    rest = lines
    while rest:
        rows, taken = grid.take(rest)
        if taken:
            yield Block("", f"第{rest[0].page}页表格", rows=rows)
        else:
            taken = column.paragraph(rest, is_head=len(lines) - len(rest) < HEAD_LINES)
            yield column.block(rest[:taken])
        rest = rest[taken:]


def _lines(number: int, pieces: list[Piece]) -> list[Line]:
    """Return the lines of a page from its top to its bottom, each from left to right."""
    found: list[Line] = []
    for piece in sorted(pieces, key=lambda each: (each.top, each.left)):
        if found and abs(piece.top - found[-1].top) < 0.45 * max(piece.size, 0.1):
            found[-1].pieces.append(piece)
        else:
            found.append(Line(number, [piece]))
    for line in found:
        line.pieces.sort(key=lambda each: each.left)
    return [line for line in found if line.text]


def _without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """Leave out page numbers, and what stands first or last on most pages."""
    edges = Counter(text for page in pages for text in {_edge(line) for line in [*page[:1], *page[-1:]]})
    often = {text for text, count in edges.items() if len(pages) > 2 and count > MARGIN_SHARE * len(pages)}
    return [_trimmed(page, often) for page in pages]


def _edge(line: Line) -> str:
    return re.sub(r"[0-9０-９]+", "#", line.text)


def _trimmed(page: list[Line], often: set[str]) -> list[Line]:
    first, last = 0, len(page)
    while first < last and (PAGE_NUMBER.fullmatch(page[first].text) or _edge(page[first]) in often):
        first += 1
    while last > first and (PAGE_NUMBER.fullmatch(page[last - 1].text) or _edge(page[last - 1]) in often):
        last -= 1
    return page[first:last]


class _Column:
    """The column of text: where most lines begin and end, and how large most letters are."""

    def __init__(self, lines: list[Line]) -> None:
        self.size = median(line.size for line in lines)
        usual = [line for line in lines if abs(line.size - self.size) < 0.15 * self.size] or lines
        self.right = sorted(line.right for line in usual)[int(0.9 * (len(usual) - 1))]
        self.left = sorted(line.left for line in usual)[int(0.1 * (len(usual) - 1))]

    def is_short(self, line: Line) -> bool:
        """Whether a line ends before the column does, as the last of a paragraph.

        A full one may end a letter early, before a mark that begins no line; another's mark may hang over.
        """
        return line.right < self.right - 2.1 * line.size

    def is_indented(self, line: Line) -> bool:
        return line.left > self.left + 1.2 * line.size

    def is_large(self, line: Line) -> bool:
        return line.size > 1.15 * self.size

    def is_centred(self, line: Line) -> bool:
        before, after = line.left - self.left, self.right - line.right
        return before > 2.2 * line.size and abs(before - after) < 2 * line.size + 0.15 * (before + after)

    def paragraph(self, lines: list[Line], *, is_head: bool = False) -> int:
        """Return how many lines make up the paragraph that begins with the first, or the title."""
        count, is_title = 1, self.is_large(lines[0])
        while count < len(lines) and self._goes_on(lines[count - 1], lines[count]):
            if is_head and not is_title and _ends_title(lines[:count], lines[count]):
                break
            count += 1
        return _without_subtitle(lines[:count]) if is_title else count

    def _goes_on(self, before: Line, line: Line) -> bool:
        if abs(line.size - before.size) > 0.1 * before.size or len(line.cells) > 1 or len(before.cells) > 1:
            return False
        if self.is_large(before):
            return line.page == before.page and line.top - before.top < 2.5 * line.size
        is_new = self.is_indented(line) or BEGINS.match(line.text) or self.is_short(before)
        return not is_new and not self.is_centred(before)

    def block(self, lines: list[Line]) -> Block:
        text = ""
        for line in lines:
            gap = " " if LATIN.search(text) and LATIN.match(line.text[:1]) else ""
            text += gap + line.text
        return Block(text, f"第{lines[0].page}页", apart=True)


def _ends_title(lines: list[Line], following: Line) -> bool:
    """Whether lines as large as the text are its title: full to the end, no gap would tell it."""
    said = "".join(line.text for line in lines)
    if not TITLE_END.search(said) or INNER.search(said) or TITLE_END.search(following.text):
        return False
    return not GOES_ON.match(following.text) and not BRACKETED.fullmatch(following.text)


def _without_subtitle(lines: list[Line]) -> int:
    """Return how many lines of large letters are the title: an office, a name or a day below it is none."""
    ends = [number for number, line in enumerate(lines, start=1) if TITLE_END.search(line.text)]
    last = ends[-1] if ends else len(lines)
    return last if all(_is_subtitle(line.text) for line in lines[last:]) else len(lines)


def _is_subtitle(text: str) -> bool:
    plain = text.strip("（）() ")
    is_day = bool(chinese.find_dates(plain)) and len(plain) < 40
    return is_day or (not BRACKETED.fullmatch(text) and bool(is_office(text) or NAME.fullmatch(plain)))
