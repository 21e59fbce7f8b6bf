"""Find the table in a sheet: its headings, its rows, and what stands around them. Pure.

Offices put a title, an annex number and a unit above the table, groups and sums between its rows, and notes
below it. Nothing of this is dropped in silence: each row that is no entry is listed with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from gongkai.registers.fields import Cell
from gongkai.registers.fields.base import NIL, is_nil, plain, typed
from gongkai.registers.fields.picks import bare

SIGNS = 10_000  # more than rows begin with
SEARCHED = 40
"""So many rows from the top the headings are looked for."""

FEWEST = 2
SHOWN = 100
GROUP, OUTSIDE, SUM = "分组行", "在表格之外", "合计行"
NOTE = re.compile(
    r"(?:备?注|说明|附注|资料来源|数据来源|来源|填表人|填报人|审核人|制表|联系人|单位负责人)\s*[:：\d一(（]?"
)
TOTAL = re.compile(
    r"[(（]?(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计)[)）]?(?:[:：]|$)|^(?:全区|全市|全国)(?:合计|总计)$"
)
UNIT = re.compile(r"单位\s*[:：]\s*([^\s，,；;)）]+)")
IN_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,12})[)）\]】]\s*$")

Row = Sequence[Cell]
Merge = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of a merged range, each as row and column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: where it stands, what heads it, and the unit that is told in the heading."""

    index: int
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no entry. ``number`` counts from 1, as the spreadsheet shows it.

    Of sums the ``cells`` are kept: they are compared with the rows of the table.
    """

    number: int
    text: str
    reason: str
    cells: Row = ()


class Line(NamedTuple):
    """A row of the table with the group it stands under.

    ``across`` is the column from which the last cell came where one row of the sheet holds several entries.
    """

    number: int
    cells: Row
    group: str = ""
    across: int = -1


@dataclass
class Table:
    """What was found in one sheet."""

    headings: list[Heading]
    first: int
    above: list[str] = field(default_factory=list)
    unit: str = ""


def locate(rows: Sequence[Row], known: Collection[str], merges: Iterable[Merge] = ()) -> Table | None:
    """Return the table whose headings are most like the ``known`` ones, None where nothing looks like one."""
    wanted = {bare(each) for each in known}
    top, spans = _spread(rows[:SEARCHED], merges)
    worths = [_worth(row, wanted) for row in top]
    best = max(worths, default=0)
    if not best:
        return None
    first = last = worths.index(best)
    if first and spans[first - 1] and _is_words(top[first - 1]):
        first -= 1
    elif spans[last] and last + 1 < len(top) and _is_words(top[last + 1]):
        last += 1
    above = [text for row in rows[:first] for cell in row if (text := typed(cell))]
    return Table(_headings(top[first : last + 1]), last + 1, above, _unit_of(above))


def _spread(rows: Sequence[Row], merges: Iterable[Merge]) -> tuple[list[list[Cell]], list[bool]]:
    """Return the rows with merged cells filled, and of each whether it heads groups of columns.

    What is merged over the whole width is a title or a group of rows and stays where it is.
    """
    width = max(map(len, rows), default=0)
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    heads = [False] * len(rows)
    for (top, left), (bottom, right) in merges:
        if bottom >= len(rows) or right - left + 1 >= width:
            continue
        heads[top] = heads[top] or right > left
        for row in filled[top : bottom + 1]:
            row[left : right + 1] = [filled[top][left]] * (right - left + 1)
    return filled, heads


def _worth(row: Row, wanted: Collection[str]) -> float:
    """Return how much a row looks like headings: those known count most, words more than numbers."""
    words = {each for cell in row if (each := typed(cell))}
    if len(words) < FEWEST:
        return 0
    hits = sum(bare(split_unit(word)[0]) in wanted or bare(word) in wanted for word in words)
    texts = sum(not _is_number(word) for word in words)
    if not hits and texts < len(words):
        return 0
    return hits * 10 + texts / len(words) + len(words) / 1000


def _is_words(row: Row) -> bool:
    said = [text for cell in row if (text := typed(cell))]
    return len(set(said)) >= FEWEST and not any(map(_is_number, said))


def _headings(block: Sequence[Row]) -> list[Heading]:
    """Return one heading for each column: what stands over it, from above to below, each word once."""
    found = []
    for index in range(len(block[0])):
        parts = dict.fromkeys(text for row in block if (text := " ".join(typed(at(row, index)).split())))
        if parts:
            found.append(Heading(index, *split_unit(" ".join(parts))))
    return found


def split_unit(text: str) -> tuple[str, str]:
    """Return a heading without the unit that stands in brackets behind it, and the unit."""
    flat = " ".join(text.split())
    if found := IN_BRACKETS.search(flat):
        return flat[: found.start()].strip(), plain(found[1])
    return flat, ""


def _unit_of(above: Iterable[str]) -> str:
    return next((plain(found[1]) for text in above if (found := UNIT.search(text))), "")


def lines(rows: Iterable[Row], table: Table, *, start: int) -> Iterator[Line | Skipped]:
    """Yield what follows the headings: rows of the table, and what is none with its reason.

    ``start`` is the number that the spreadsheet shows for the first of ``rows``.
    """
    columns = [heading.index for heading in table.headings]
    headed = [bare(heading.text) for heading in table.headings]
    group = ""
    for number, row in enumerate(rows, start):
        said = _words(row, columns, most=FEWEST)  # of most rows these two say enough
        if said:
            reason = _no_entry(row, said, columns, headed)
        else:  # nothing in the columns of the table
            said = [text for cell in row if not is_nil(text := typed(cell))]
            reason = OUTSIDE if said else ""
        if reason:
            group = said[0] if reason == GROUP else group
            text = " ".join(_words(row, columns) or said)[:SHOWN]
            yield Skipped(number, text, reason, row if reason == SUM else ())
        elif said:
            yield Line(number, row, group)


def _words(row: Row, columns: Iterable[int], *, most: int = 0) -> list[str]:
    """Return what a row says in the columns of the table, or the first so many words of it."""
    said, width = [], len(row)
    for index in columns:
        if index < width and (cell := row[index]) is not None and (text := typed(cell)) not in NIL:
            said.append(text)
            if len(said) == most:
                break
    return said


def _no_entry(row: Row, said: list[str], columns: Sequence[int], headed: Sequence[str]) -> str:
    """Return why a row is no entry, empty if it is one. ``said`` are its first words."""
    if any(map(_is_sum, said)):
        return SUM
    if len(said) == 1 and len(columns) > FEWEST:
        if NOTE.match(said[0]):
            return "表下注释"
        if not _is_number(said[0]) and _leads(row, columns):
            return GROUP
    if not all(map(_heads, said, headed)):
        return ""
    words = _words(row, columns)
    return "重复的表头" if len(words) <= len(headed) and all(map(_heads, words, headed)) else ""


def _is_sum(text: str) -> bool:
    return "计" in text and TOTAL.search(text) is not None


def _heads(text: str, head: str) -> bool:
    """Return whether a text is a heading. The first sign tells it of most that are none."""
    return head.startswith(_narrow(text[0])) and bare(split_unit(text)[0]) == head


_narrow = lru_cache(maxsize=SIGNS)(bare)


def _leads(row: Row, columns: Sequence[int]) -> bool:
    """Return whether the only words of a row stand at its beginning, as those of a merged row do."""
    return any(typed(at(row, index)) for index in columns[:FEWEST])


def at(row: Row, index: int) -> Cell:
    return row[index] if index < len(row) else None


def _is_number(text: str) -> bool:
    try:
        float(plain(text).replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True
