"""CSV as spreadsheets open it: UTF-8 with a mark, headings for people, nothing that runs as a formula. Pure.

A text that begins with a sign of a formula gets an apostrophe in front, as spreadsheets write it
themselves; one that begins with apostrophes before such a sign gets one more, so that taking one away always
gives the text back. Numbers are left as they are.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from gongkai.registers.export.columns import Column
from gongkai.registers.fields.days import Date, Month, Quarter, Year
from gongkai.registers.fields.picks import Boolean

BOM = "\ufeff"
FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
STARTS = frozenset("'=+-@\t\r＝＋－＠")
TRUTH = {"true": "是", "false": "否"}
SAFE = (Date, Month, Quarter, Year)

Row = Sequence[str | None]
Pieces = Iterable[Sequence[Row]]


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula; ``unguarded`` gives back what it was."""
    return "'" + text if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and FORMULA.match(text) else text


def written(columns: Sequence[Column], pieces: Pieces) -> Iterator[bytes]:
    """Yield the file, a piece at a time; a row holds the texts of the columns in their order."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow(column.heading for column in columns)
    words = [place for place, each in enumerate(columns) if _is_words(each)]
    truths = [place for place, each in enumerate(columns) if isinstance(each.kind, Boolean)]
    for piece in pieces:
        writer.writerows(_cells(row, words, truths) for row in piece)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    if rest := buffer.getvalue():
        yield rest.encode()


def _is_words(column: Column) -> bool:
    return not (column.kind.is_number or isinstance(column.kind, (Boolean, *SAFE)))


def _cells(row: Row, words: list[int], truths: list[int]) -> Row:
    made: list[str | None] | None = None
    for place in words:
        text = row[place]
        if text and text[0] in STARTS:
            made = made or list(row)
            made[place] = guarded(text)
    for place in truths:
        made = made or list(row)
        made[place] = TRUTH.get(row[place] or "", row[place])
    return made or row
