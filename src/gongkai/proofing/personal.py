"""Personal information in what is to be published (个人信息保护法第六、二十五、二十八、三十四条)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256

from gongkai.law import masking
from gongkai.law.masking.columns import Columns
from gongkai.law.masking.people import GROWN
from gongkai.proofing.rules import Finding, Piece, Weight

STRICT = frozenset({"id_card", "id_card_15", "bank_card"})
"""No duty to publish asks for these in full: they are masked, no reason overrules that."""
AUTHOR = "作者"
"""The heading of what a file says about who wrote it."""
BESIDE = "图片信息"
"""The heading of what is written beside the pictures of a file; where they were taken comes first in it."""
TAKEN_AT = "拍摄地点"
NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}(?<![局委办科室部处队所院校户者])")
NOTHING = Columns()
CELL = re.compile(r"(?:[A-Z]{1,3}\d{1,7}|第\d+行第\d+列)$")
EMPTY = re.compile(r"[\s/无—-]*|.*[*＊×xX]{3}.*")
"""What a cell says that says nothing, or has been masked before."""
IN_PLACE = "***"
"""What stands in a cell whose column is not to be published."""


def check(
    pieces: Iterable[Piece], *, columns: Columns = NOTHING, obligation: str = "", today: date | None = None
) -> Iterator[Finding]:
    """Yield the personal information in ``pieces``, masked, and the columns that may not be published.

    个人信息保护法第二十五条：公开须取得单独同意或者另有依据。Check-digit identifiers block, what a law may
    want public asks for a reason, what only looks like it tells. ``obligation`` is the key of the duty under
    which a list is published; with ``today`` an identity card of a child under fourteen is named as such.
    """
    for table in _tables(pieces):
        headings = list(dict.fromkeys(piece.heading for piece in table if piece.heading))
        forbidden = columns.forbidden(headings, obligation)
        yield from _columns(table, forbidden, columns, obligation)
        of_people = columns.of_people(headings)
        for piece in table:
            if piece.heading not in forbidden:  # else the column is found as a whole
                yield from _words(piece, of_people, today)


def _tables(pieces: Iterable[Piece]) -> Iterator[Sequence[Piece]]:
    """Yield the cells of each table together, and every other piece alone."""
    table: list[Piece] = []
    for piece in pieces:
        if table and not (piece.heading and table_of(piece) == table_of(table[0]) and table[0].heading):
            yield table
            table = []
        table.append(piece)
    if table:
        yield table


def table_of(piece: Piece) -> str:
    return CELL.sub("", piece.place)


def _words(piece: Piece, of_people: bool, today: date | None) -> Iterator[Finding]:
    if piece.heading == AUTHOR:
        yield from _author(piece)
        return
    if piece.heading == BESIDE:
        yield _beside(piece)
        return
    around = masking.Around(piece.heading, of_people)
    for found in masking.find(piece.text, around):
        hidden = masking.hidden(found)
        shown = _shown(piece.text, found, hidden)
        yield Finding(
            field=piece.field,
            sentence=f"{_where(piece)}疑似含有{found.label}（{shown}）{_child(found, today)}，请遮蔽",
            code=f"personal.{found.kind}",
            weight=_weight(found),
            place=piece.place,
            start=found.start,
            end=found.end,
            excerpt=shown,
            remedy="遮蔽",
            replacement=hidden,
        )


def _author(piece: Piece) -> Iterator[Finding]:
    """Yield a remark if the file names a person as its author; offices and programs are no person."""
    if NAME.fullmatch(piece.text.strip()):
        shown = piece.text.strip()[0] + "*"
        yield Finding(
            field=piece.field,
            sentence=f"{_where(piece)}写有作者姓名（{shown}），公开前可以清除",
            code="personal.author",
            weight=Weight.TELLS,
            place=piece.place,
            end=len(piece.text),
            excerpt=shown,
            remedy="清除文件属性",
            replacement="",
        )


def _beside(piece: Piece) -> Finding:
    """Return the finding for the pictures of a file; where a picture was taken may be somebody's home."""
    return Finding(
        field=piece.field,
        sentence=f"{piece.place}：{piece.text}，公开前请清除",
        code="personal.picture",
        weight=Weight.ASKS if TAKEN_AT in piece.text else Weight.TELLS,
        place=piece.place,
        end=len(piece.text),
        excerpt=piece.text,
        remedy="清除图片信息",
        replacement="",
    )


def _where(piece: Piece) -> str:
    return f"{piece.place}：" if piece.place else ""


def _shown(text: str, found: masking.Finding, hidden: str) -> str:
    """Return what was found as it may be shown; of an address with the few signs before it."""
    if hidden != masking.TRUNCATED:
        return hidden
    before = text[max(0, found.start - 8) : found.start].rsplit("\n", maxsplit=1)[-1].strip()
    return re.sub(r"\d", "*", before) + hidden


def _child(found: masking.Finding, today: date | None) -> str:
    if today is None or found.kind != "id_card" or not found.certain:
        return ""
    day = masking.born(found.value)
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return "，持证人未满十四周岁" if age < GROWN else ""


def _weight(found: masking.Finding) -> Weight:
    if not found.certain:
        return Weight.TELLS
    return Weight.BLOCKS if found.kind in STRICT else Weight.ASKS


def _columns(
    table: Sequence[Piece], forbidden: dict[str, str], columns: Columns, obligation: str
) -> Iterator[Finding]:
    """Yield one finding for each column that may not appear, at its first cell that says something."""
    filled: dict[str, list[Piece]] = defaultdict(list)
    for piece in table if forbidden else ():
        if piece.heading in forbidden and not EMPTY.fullmatch(piece.text):
            filled[piece.heading].append(piece)
    listing = columns.listing(obligation)
    for heading, cells in filled.items():
        rule = f"。{listing.title}一般只列{'、'.join(listing.allowed)}" if listing else ""
        title = columns.title(forbidden[heading])
        around = masking.Around(heading, of_people=True)
        is_strict = any(
            _weight(found) is Weight.BLOCKS for cell in cells for found in masking.find(cell.text, around)
        )
        yield Finding(
            field=cells[0].field,
            sentence=f"{_where(cells[0])}“{heading}”一列是{title}，共{len(cells)}格，不得公开{rule}",
            code=f"personal.column.{forbidden[heading]}",
            weight=Weight.BLOCKS if is_strict else Weight.ASKS,
            place=cells[0].place,
            end=len(cells[0].text),
            excerpt=heading,
            remedy="遮蔽整列",
            replacement=IN_PLACE,
            mark=_digest(cells),
        )


def _digest(cells: Sequence[Piece]) -> str:
    """Return what changes with whatever stands in a column, and tells nobody what does."""
    return sha256("\x1f".join(cell.text for cell in cells).encode()).hexdigest()
