"""Totals in tables that do not add up (合计、总计、小计; percentages to a hundred).

A table does not say which of its numbers belong together. What is added up must be plain: flat rows, or a
structure that the other columns of the same table confirm. Everything else is left alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law.chinese import plain_width
from gongkai.proofing.rules import Finding, Weight

TOTAL = re.compile(r"^(?:合计|总计|共计|累计|总额|总数|全区合计|本页合计)(?:[（(:：].*)?$")
SUBTOTAL = re.compile(r"小计(?:[（(:：].*)?$")
WITHIN = re.compile(r"^(?:其中|＃|#|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])")
NO_SUM = re.compile(
    r"序号|编号|代码|编码|年份|年度|月份|日期|时间|排名|名次|位次|率|均|单价|增[长减幅]|同比|环比|[±]|指数|标准|比上年"
    r"|文号|电话|备注|户型|面积单|级|年龄|累计"
)
SHARE = re.compile(r"占比|比重|比例|构成|份额")
ROUNDED = re.compile(r"万|亿|千元|%|％")
NUMBER = re.compile(r"[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
NOTHING = {"", "-", "—", "——", "–", "/", "无", "\\"}
LONGEST = 40  # signs of a number that somebody counted
MOST_CELLS = 20_000
LEAST = 2  # addends


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table as a grid; ``place`` and ``unit`` are what is said of it (万元)."""

    field: str
    place: str
    rows: tuple[tuple[str, ...], ...]
    unit: str = ""

    def at(self, row: int, column: int) -> str:
        return f"{self.place}第{row + 1}行第{column + 1}列"


@dataclass(frozen=True, slots=True)
class _Sum:
    """One total, what stands beside it, and what that gives."""

    row: int
    column: int
    stated: Decimal
    added: Decimal
    slack: Decimal

    @property
    def is_right(self) -> bool:
        return abs(self.stated - self.added) <= self.slack


def check(tables: Iterable[Table]) -> Iterator[Finding]:
    """Yield the totals that are not the sum of their parts, roundings to the last digit allowed."""
    for table in tables:
        if len(table.rows) > 2 and sum(map(len, table.rows)) <= MOST_CELLS and _has_total(table):
            yield from _checked(table)


def _has_total(table: Table) -> bool:
    return any("计" in cell or "总" in cell for row in table.rows for cell in row)


def _checked(table: Table) -> Iterator[Finding]:
    grid = [[_value(cell) for cell in row] for row in table.rows]
    first = _first_row(table, grid)
    down = list(_down(table, grid, first))
    across = list(_across(table, grid, first))
    for sums in (down, across):
        right = sum(each.is_right for each in sums)
        if right * 2 >= len(sums) and right or (sums is down and _is_flat(table, first)):
            yield from (_finding(table, each) for each in sums if not each.is_right)


def _value(cell: str) -> Decimal | None:
    """Return the number in a cell; nothing stated is nothing, words are no number."""
    plain = re.sub(r"\s", "", plain_width(cell))
    if plain in NOTHING:
        return Decimal(0) if plain else None
    if len(plain) > LONGEST or not NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.rstrip("%").replace(",", "").replace("−", "-"))


def _first_row(table: Table, grid: Sequence[Sequence[Decimal | None]]) -> int:
    """Return the first row that holds numbers and is not a row of column numbers (1 2 3)."""
    for index, row in enumerate(grid):
        numbers = [value for value in row[1:] if value is not None]
        counted = [Decimal(n) for n in range(1, len(row) + 1)]
        if numbers and list(row) != counted and numbers != counted[1 : len(numbers) + 1]:
            return index
    return len(grid)


def _label(row: Sequence[str]) -> str:
    """Return what a row is about: the first cell that is words, spaces aside."""
    for cell in row[:3]:
        words = re.sub(r"\s", "", cell)
        if words and _value(words) is None:
            return words
    return ""


def _is_flat(table: Table, first: int) -> bool:
    labels = [_label(row) for row in table.rows[first:]]
    spaced = any(row and row[0][:1] in {" ", "\u3000", "\u00a0"} for row in table.rows[first:])
    totals = sum(bool(TOTAL.match(each) or SUBTOTAL.search(each)) for each in labels)
    return totals == 1 and not spaced and not any(WITHIN.match(each) for each in labels)


def _head(table: Table, column: int, first: int) -> str:
    return "".join(row[column] for row in table.rows[:first] if column < len(row))


def _down(table: Table, grid: Sequence[Sequence[Decimal | None]], first: int) -> Iterator[_Sum]:
    """Yield the totals of columns: a total at the end of its group, or at the head of the table."""
    for index, row in enumerate(table.rows):
        label = _label(row)
        if index < first or not (TOTAL.match(label) or SUBTOTAL.search(label)):
            continue
        group = _group(table, index, first)
        for column in range(1, len(row)):
            head = _head(table, column, first)
            if NO_SUM.search(head) and not SHARE.search(head):
                continue
            if found := _sum_of(table, grid, index, column, group, head):
                yield found


def _group(table: Table, index: int, first: int) -> list[int]:
    """Return the rows that a total is the sum of."""
    is_sub = bool(SUBTOTAL.search(_label(table.rows[index])))
    below = index == first
    rows = range(index + 1, len(table.rows)) if below else range(index - 1, first - 1, -1)
    found = []
    for each in rows:
        label = _label(table.rows[each])
        if TOTAL.match(label) or (is_sub and SUBTOTAL.search(label)):
            break
        if not SUBTOTAL.search(label) and not label.startswith(("其中", "注", "备注", "说明", "＃", "#")):
            found.append(each)
    return found


def _sum_of(
    table: Table,
    grid: Sequence[Sequence[Decimal | None]],
    index: int,
    column: int,
    group: Sequence[int],
    head: str,
) -> _Sum | None:
    stated = grid[index][column]
    values = [grid[each][column] for each in group if column < len(grid[each])]
    numbers = [value for value in values if value is not None]
    if stated is None or len(numbers) < LEAST or len(numbers) < len(values) / 2:
        return None
    is_share = bool(SHARE.search(head))
    if is_share and stated != 100:
        return None
    cells = [table.rows[each][column] for each in (*group, index) if column < len(table.rows[each])]
    return _Sum(index, column, stated, sum(numbers, Decimal(0)), _slack(table, cells, head, len(numbers)))


def _slack(table: Table, cells: Sequence[str], head: str, count: int) -> Decimal:
    """Return how far a sum of rounded numbers may be off: half a unit of the last digit for each."""
    digits = max((len(cell.strip().rstrip("%％").partition(".")[2]) for cell in cells), default=0)
    if not digits and not ROUNDED.search(f"{head}{table.unit}{''.join(cells)}"):
        return Decimal(0)
    unit = Decimal(1).scaleb(-digits)
    return max(unit, unit * count / 2)


def _across(table: Table, grid: Sequence[Sequence[Decimal | None]], first: int) -> Iterator[_Sum]:
    """Yield the totals of rows, where a column is headed as such."""
    heads = [_head(table, column, first) for column in range(max(map(len, table.rows)))]
    totals = [n for n, head in enumerate(heads) if TOTAL.match(re.sub(r"\s", "", head))]
    if len(totals) != 1:
        return
    total = totals[0]
    parts = [n for n, head in enumerate(heads) if n != total and n and not NO_SUM.search(head)]
    for index in range(first, len(grid)):
        row = grid[index]
        numbers = [value for n in parts if n < len(row) and (value := row[n]) is not None]
        if total < len(row) and (stated := row[total]) is not None and len(numbers) >= LEAST:
            slack = _slack(table, [*table.rows[index]], heads[total], len(numbers))
            yield _Sum(index, total, stated, sum(numbers, Decimal(0)), slack)


def _finding(table: Table, each: _Sum) -> Finding:
    excerpt = table.rows[each.row][each.column].strip()
    place = table.at(each.row, each.column)
    return Finding(
        field=table.field,
        sentence=f"合计{excerpt}与各项之和{each.added:f}不一致，相差{abs(each.stated - each.added):f}",
        code="sums.total",
        weight=Weight.ASKS,
        place=place,
        start=table.rows[each.row][each.column].find(excerpt),
        end=table.rows[each.row][each.column].find(excerpt) + len(excerpt),
        excerpt=excerpt,
        remedy=f"核对各项和合计；各项之和为{each.added:f}",
    )
