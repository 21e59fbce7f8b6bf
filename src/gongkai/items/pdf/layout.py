"""Where the words of a PDF file stand on its pages, to be put together to paragraphs."""

import time
from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width

from pypdf import PdfReader

from gongkai.items.reading.blocks import Block
from gongkai.items.reading.lines import paragraphs
from gongkai.items.reading.placed import Piece

MOST_PAGES = 300
LATIN = 0.55  # of a letter's height
SECONDS = 6  # of processor time; then no further page is begun
WIDE = "WFA"  # classes of letters as wide as they are high; “—” is one of them among Chinese


def blocks(reader: PdfReader) -> Iterator[Block]:
    """Yield headings, paragraphs and simple tables of all pages in order."""
    pages = []
    end = time.process_time() + SECONDS
    for page in list(reader.pages)[:MOST_PAGES]:
        if time.process_time() > end:
            break
        pages.append(_pieces(page))
    yield from paragraphs(pages)


def _pieces(page: Any) -> list[Piece]:
    """Return the texts of a page with their places, in points from the left and from the top."""
    found: list[Piece] = []

    def note(text: str, user: list[float], line: list[float], font: object, size: float) -> None:
        words = text.replace("\n", "").replace("\r", "")
        if not words.strip():
            return
        height = abs(size * (line[3] or line[1] or 1.0) * (user[3] or user[1] or 1.0)) or 10.0
        left = line[4] * user[0] + line[5] * user[2] + user[4]
        top = -(line[4] * user[1] + line[5] * user[3] + user[5])
        found.append(Piece(left, top, left + _width(words, height), height, words))

    try:
        page.extract_text(visitor_text=note)
    except MemoryError:
        raise
    except Exception:  # whatever a damaged page makes a reader do: the rest may be read
        return found
    return found


def _width(words: str, size: float) -> float:
    """Return about how wide words are: a Chinese letter is a square, others are about half of one."""
    return sum(size if east_asian_width(letter) in WIDE else size * LATIN for letter in words)
