"""The official tables as they are laid out: rows of cells with their spans. Pure.

One layout for the page, the workbook and the paper, so that they cannot differ; ``reading`` finds its way in
it. A cell with a ``place`` holds a figure of the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from gongkai.requests.reports.figures import Figure, Report
from gongkai.requests.reports.form import (
    ASKERS,
    DISCLOSURE,
    REMEDIES,
    REMEDY,
    REQUESTS,
    RESULTS,
    Block,
    Form,
    Row,
)
from gongkai.requests.reports.listing import Listing

Place = tuple[str, str, str]
"""Table, row and column of a figure."""

LABELS = 3
"""Columns before the figures of table three."""

WIDTH_TWO = 4
IDENTITY = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
NUMERALS = {"received": ("一、", "二、"), "carried": ("四、",)}
HANDLED = "三、本年度办理结果"
LIST = "list"
"""The table of the years before 2019."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table and how many rows and columns it takes."""

    text: str
    rows: int = 1
    columns: int = 1
    is_head: bool = False
    place: Place | None = None
    level: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, its width in columns, its rows; the first ``heads`` of them are headings."""

    key: str
    caption: str
    width: int
    heads: int
    rows: tuple[tuple[Cell, ...], ...]


def grids(form: Form, report: Report) -> tuple[Grid, Grid, Grid]:
    """Return tables two, three and four of a report."""
    return two(form, report), three(form, report), four(report)


def two(form: Form, report: Report) -> Grid:
    rows = tuple(row for block in form.blocks for row in _block(block, report.disclosure))
    return Grid(DISCLOSURE, "主动公开政府信息情况", WIDTH_TWO, 0, rows)


def _block(block: Block, figures: Mapping[tuple[str, str], Figure]) -> Iterator[tuple[Cell, ...]]:
    spans = _spans(len(block.columns), WIDTH_TWO - 1)
    unit = "（单位：万元）" if block.is_money else ""
    yield (Cell(block.item, columns=WIDTH_TWO, is_head=True),)
    heads = zip(block.columns, spans, strict=True)
    yield (_head("信息内容"), *(_head(name + unit, columns=span) for name, span in heads))
    for row in block.rows:
        cells = zip(block.columns, spans, strict=True)
        told = (_figure(figures, (DISCLOSURE, row, name), columns=span) for name, span in cells)
        yield (_head(row), *told)


def _spans(count: int, width: int) -> list[int]:
    """Return how many columns each of some cells takes so that together they fill the width."""
    each, rest = divmod(width, count)
    return [each + (place < rest) for place in range(count)]


def three(form: Form, report: Report) -> Grid:
    heads = (
        (_head(IDENTITY, rows=3, columns=LABELS), _head("申请人情况", columns=len(ASKERS))),
        (
            _head(ASKERS[0], rows=2),
            _head("法人或其他组织", columns=len(ASKERS) - 2),
            _head(ASKERS[-1], rows=2),
        ),
        tuple(_head(asker) for asker in ASKERS[1:-1]),
    )
    body = tuple((*label, *_askers(report, row)) for label, row in _labelled(form))
    return Grid(REQUESTS, "收到和处理政府信息公开申请情况", LABELS + len(ASKERS), len(heads), heads + body)


def _askers(report: Report, row: Row) -> Iterator[Cell]:
    return (_figure(report.requests, (REQUESTS, row.key, asker)) for asker in ASKERS)


def _labelled(form: Form) -> Iterator[tuple[tuple[Cell, ...], Row]]:
    """Yield each row of table three with the cells before its figures."""
    for numeral, row in zip(NUMERALS["received"], form.of("received"), strict=True):
        yield (_head(numeral + row.text, columns=LABELS),), row
    handled = list(form.of("answered", "total"))
    first: tuple[Cell, ...] = (_head(HANDLED, rows=len(handled)),)
    for label, rows in groupby(handled, key=lambda row: row.group):
        for cells, row in _grouped(label, list(rows), form.groups):
            yield (*first, *cells), row
            first = ()
    for numeral, row in zip(NUMERALS["carried"], form.of("carried"), strict=True):
        yield (_head(numeral + row.text, columns=LABELS),), row


def _grouped(
    label: str, rows: list[Row], groups: Mapping[str, str]
) -> Iterator[tuple[tuple[Cell, ...], Row]]:
    """Yield rows with their labels: under the heading of the group, or alone across both columns."""
    mark = label.removeprefix("三")
    if not rows[0].number:
        yield from (((_head(mark + row.text, columns=LABELS - 1),), row) for row in rows)
        return
    first: tuple[Cell, ...] = (_head(mark + groups.get(label, ""), rows=len(rows)),)
    for row in rows:
        yield (*first, _head(f"{row.number}.{row.text}")), row
        first = ()


def four(report: Report) -> Grid:
    wide = len(RESULTS)
    heads = (
        (_head(REMEDIES[0], rows=2, columns=wide), _head("行政诉讼", columns=wide * (len(REMEDIES) - 1))),
        tuple(_head(remedy, columns=wide) for remedy in REMEDIES[1:]),
        tuple(_head(result) for _ in REMEDIES for result in RESULTS),
    )
    told = (_figure(report.remedies, (REMEDY, each, result)) for each in REMEDIES for result in RESULTS)
    caption = "政府信息公开行政复议、行政诉讼情况"
    return Grid(REMEDY, caption, wide * len(REMEDIES), len(heads), (*heads, tuple(told)))


def listed(told: Listing, figures: Mapping[str, Figure]) -> Grid:
    """Return the list of the years before 2019 as one table."""
    rows: list[tuple[Cell, ...]] = [(_head("统计指标"), _head("单位"), _head("统计数"))]
    for part in told.parts:
        rows.append((_head(part.title, columns=3),))
        for line in part.lines:
            figure = figures.get(line.key)
            label = Cell(line.label, is_head=True, level=line.level)
            number = Cell(figure.text if figure else "", place=(LIST, line.key, ""))
            rows.append((label, Cell(line.unit), number))
    return Grid(LIST, "政府信息公开情况统计表", 3, 1, tuple(rows))


def _head(text: str, *, rows: int = 1, columns: int = 1) -> Cell:
    return Cell(text, rows, columns, is_head=True)


def _figure(figures: Mapping[tuple[str, str], Figure], place: Place, *, columns: int = 1) -> Cell:
    figure = figures.get((place[1], place[2]))
    return Cell(figure.text if figure else "", columns=columns, place=place)


def named(place: Place, form: Form) -> str:
    """Return how a sentence calls a cell: 表三“三（一）予以公开”·自然人."""
    table, row, column = place
    if table == REQUESTS:
        found = form.row(row)
        return f"表三“{found.label}{'' if found.number else ' '}{found.title}”·{column}"
    return f"{'表二' if table == DISCLOSURE else '表四'}“{row}”·{column}"
