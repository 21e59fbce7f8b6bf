"""A workbook written as it is sent, however long: entries first, what they mean on a second sheet. Pure.

Texts stand in their cells and not in a list of their own, so that nothing has to be remembered; codes are
texts, days are days, and a number of more than fifteen digits is a text because spreadsheets would round it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape
from io import RawIOBase
from itertools import chain
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gongkai.registers.export import parts
from gongkai.registers.export.columns import Column
from gongkai.registers.export.csv import TRUTH, Pieces, Row
from gongkai.registers.export.saying import DICTIONARY, About, dictionary, facts
from gongkai.registers.fields.days import Date
from gongkai.registers.fields.picks import Boolean

MOST_ROWS = 1_048_576
MOST_TEXT = 1_000_000_000  # of one sheet: readers and the form of the archive itself stop at twice that
KEPT_DIGITS = 15
LEVEL = 3
PORTION = 1000
LOOKED_AT = 200
NARROWEST, DAY_WIDE, WIDEST = 6, 10, 50
EPOCH = date(1899, 12, 30).toordinal()
FIRST_DAY = date(1900, 3, 1).toordinal()  # spreadsheets know a 29 February 1900
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
Cell = Callable[[str, str], str]


class Sent(RawIOBase):
    """A file that can only be written to: what came is taken out again, a piece at a time."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]  # what zipfile hands over is bytes
        self.pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        made, self.pieces = b"".join(self.pieces), []
        return made


def written(columns: Sequence[Column], pieces: Pieces, about: About) -> Iterator[bytes]:
    """Yield the workbook, a piece at a time."""
    sent = Sent()
    with ZipFile(sent, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        book = _Book(archive, about.at)
        book.put("[Content_Types].xml", parts.CONTENT_TYPES)
        book.put("_rels/.rels", parts.RELATIONS)
        book.put("xl/styles.xml", parts.STYLES)
        for _ in book.entries(columns, pieces):
            yield sent.taken()
        book.explain(columns, about)
        book.bind()
    yield sent.taken()


class _Book:
    """The parts of one workbook, in the order in which they can be written."""

    def __init__(self, archive: ZipFile, at: datetime) -> None:
        self.archive, self.at = archive, at
        self.sheets = 0
        self.rows = 0

    def part(self, name: str) -> IO[bytes]:
        info = ZipInfo(name, self.at.timetuple()[:6])
        info.compress_type = ZIP_DEFLATED
        return self.archive.open(info, "w")

    def put(self, name: str, text: str) -> None:
        with self.part(name) as part:
            part.write(text.encode())

    def sheet(self) -> IO[bytes]:
        self.sheets += 1
        return self.part(f"xl/worksheets/sheet{self.sheets}.xml")

    def entries(self, columns: Sequence[Column], pieces: Pieces) -> Iterator[None]:
        """Write the entries; one sheet more begins where a spreadsheet could not hold what comes next."""
        rows = portions(pieces)
        left: Sequence[Row] | None = next(rows, ())
        while left is not None:
            with self.sheet() as part:
                sheet = _Sheet(part, columns, left)
                while left is not None and sheet.has_room(len(left)):
                    sheet.write(left)
                    self.rows += len(left)
                    left = next(rows, None)
                    yield
                sheet.end()

    def explain(self, columns: Sequence[Column], about: About) -> None:
        """Write the second sheet: what the entries are, and what each column means."""
        told = [*facts(about), ("行数", f"{self.rows:,}")]
        if self.sheets > 1:
            told.append(
                ("注意", f"一个工作表最多 {MOST_ROWS - 1:,} 行，条目依次分在 {self.sheets} 个工作表里")
            )
        lines: Iterable[Row] = chain(told, [()], [DICTIONARY], dictionary(about.said, tuple(columns)))
        cells = "".join(
            f'<row r="{number}">{"".join(_told(number, line))}</row>' for number, line in enumerate(lines, 1)
        )
        with self.sheet() as part:
            part.write(f"{parts.head([20, 60, 12, 8, 40, 8, 30, 12, 40])}{cells}{parts.TAIL}".encode())

    def bind(self) -> None:
        """Write what names the sheets: the explanation stands second, whenever it was written."""
        order = [1, self.sheets, *range(2, self.sheets)]
        names = ["条目", "说明", *(f"条目（续{number}）" for number in range(1, self.sheets - 1))]
        self.put("xl/workbook.xml", parts.workbook(names))
        self.put("xl/_rels/workbook.xml.rels", parts.workbook_relations(order))


def portions(pieces: Pieces) -> Iterator[Sequence[Row]]:
    for piece in pieces:
        for low in range(0, len(piece), PORTION):
            yield piece[low : low + PORTION]


class _Sheet:
    """One sheet of entries, headings first; columns are as wide as the ``first`` entries need."""

    def __init__(self, part: IO[bytes], columns: Sequence[Column], first: Sequence[Row]) -> None:
        self.part, self.size, self.number = part, 0, 1
        self.cells = [(letters(place), _cell(column)) for place, column in enumerate(columns)]
        told = first[:LOOKED_AT]
        widths = [_width(column, (row[place] for row in told)) for place, column in enumerate(columns)]
        self._put(parts.head(widths, is_frozen=True))
        headings = (
            text_cell(f"{letter}1", column.heading, parts.RIGHT if column.kind.is_number else parts.BOLD)
            for (letter, _), column in zip(self.cells, columns, strict=True)
        )
        self._put(f'<row r="1">{"".join(headings)}</row>')

    def has_room(self, count: int) -> bool:
        return self.number + count <= MOST_ROWS and self.size < MOST_TEXT

    def write(self, rows: Sequence[Row]) -> None:
        made: list[str] = []
        for row in rows:
            self.number += 1
            number = str(self.number)
            made.append(f'<row r="{number}">')
            made += [
                cell(letter + number, text)
                for (letter, cell), text in zip(self.cells, row, strict=True)
                if text is not None
            ]
            made.append("</row>")
        self._put("".join(made))

    def end(self) -> None:
        self._put(parts.TAIL)

    def _put(self, text: str) -> None:
        self.size += self.part.write(text.encode())


def _told(number: int, line: Row) -> Iterator[str]:
    is_bold = tuple(line) == DICTIONARY
    for place, text in enumerate(line):
        if text:
            yield text_cell(f"{letters(place)}{number}", text, parts.BOLD if is_bold else parts.WRAPPED)


def letters(place: int) -> str:
    """Return how a spreadsheet calls its columns: A, B, …, Z, AA."""
    made = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        made = chr(65 + rest) + made
    return made


def _width(column: Column, texts: Iterable[str | None]) -> int:
    """Return how wide a column is, in characters: as its heading or its words, neither narrow nor endless."""
    least = DAY_WIDE if isinstance(column.kind, Date) else NARROWEST
    widest = max((_signs(text) for text in texts if text), default=0)
    return min(WIDEST, max(least, _signs(column.heading), widest) + 2)


def _signs(text: str) -> int:
    """Return how wide a text is; a Chinese sign is as wide as two others."""
    return sum(2 if sign > "\u2e7f" else 1 for sign in text)


def _cell(column: Column) -> Cell:
    """Return how the cells of a column are written."""
    if column.kind.is_number:
        return number_cell
    if isinstance(column.kind, Date):
        return day_cell
    if isinstance(column.kind, Boolean):
        return lambda place, text: text_cell(place, TRUTH.get(text, text))
    return text_cell


def text_cell(place: str, text: str, style: int = parts.TEXT) -> str:
    """Return a cell that is a text whatever stands in it: never a formula, never a number."""
    if not text.isprintable():
        text = UNWRITABLE.sub("", text)
    if "_x" in text:
        text = ESCAPED.sub("_x005F_", text)
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(text, quote=False)}</t></is></c>"
    )


def number_cell(place: str, text: str) -> str:
    if len(text) > KEPT_DIGITS and sum(map(str.isdigit, text)) > KEPT_DIGITS:
        return text_cell(place, text)
    return f'<c r="{place}"><v>{text}</v></c>'


@lru_cache(maxsize=4096)
def _serial(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def day_cell(place: str, text: str) -> str:
    day = _serial(text)
    if day < FIRST_DAY:
        return text_cell(place, text)
    return f'<c r="{place}" s="{parts.DAY}"><v>{day - EPOCH}</v></c>'
