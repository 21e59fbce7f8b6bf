"""The statistical tables of the annual report as the State Council's office lays them down, by year. Pure.

国办公开办函〔2021〕30号 from the report of 2021 on, 国办公开办函〔2019〕60号 for 2019 and 2020.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gongkai.obligations.node import Node

NEEDED = ("formats", "disclosure", "requests")
WORDS = (*NEEDED, "groups", "counts", "lists")
TIMES = ("since", "until")
KNOWN = (*TIMES, "item", "columns", "rows", "is_money", "key", "part", "title", "label", "also", "text")
PARTS = ("received", "answered", "total", "carried")
ASKERS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
"""The columns of table three; the last is the sum of the others."""

REMEDIES = ("行政复议", "未经复议直接起诉", "复议后起诉")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
"""Table four: for each kind of remedy these; the last is the sum of the others."""


DISCLOSURE, REQUESTS, REMEDY = "disclosure", "requests", "remedies"
"""The three tables as ``figures.Report`` calls them."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of table two: rows that share their columns. Amounts (万元) may have decimals."""

    item: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of table three: its part in the identities, its wording, how it is called in a sentence.

    ``title`` is its wording without signs, by which it is found; ``text`` is what is printed.
    """

    key: str
    part: str
    title: str
    label: str
    also: tuple[str, ...] = ()
    text: str = ""

    @property
    def group(self) -> str:
        """Return the label under which it stands: 三（三） of 三（三）1, its own where it stands alone."""
        return self.label.rstrip("0123456789")

    @property
    def number(self) -> str:
        """Return its number within the group, empty where it stands alone."""
        return self.label[len(self.group) :]


@dataclass(frozen=True)
class Form:
    """The tables of the report on one year."""

    year: int
    basis: str
    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    groups: Mapping[str, str] = field(default_factory=dict)

    def of(self, *parts: str) -> Iterator[Row]:
        """Yield the rows that play one of these parts."""
        return (row for row in self.rows if row.part in parts)

    def row(self, key: str) -> Row:
        """Return a row of table three by its key. Raises KeyError."""
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, Row]:
        return {row.key: row for row in self.rows}

    @cached_property
    def places(self) -> tuple[tuple[str, str, str], ...]:
        """Every cell of the three tables as table, row and column."""
        return (
            *(
                (DISCLOSURE, row, name)
                for block in self.blocks
                for row in block.rows
                for name in block.columns
            ),
            *((REQUESTS, row.key, asker) for row in self.rows for asker in ASKERS),
            *((REMEDY, remedy, result) for remedy in REMEDIES for result in RESULTS),
        )


class NoForm(LookupError):
    """No form is known for a year."""


def form(node: Node, year: int) -> Form:
    """Return the form of the report on a year from ``catalogue/reports.yaml``. Raises NoForm, Wrong."""
    said = node.mapping(known=WORDS, needed=NEEDED)
    formats = [
        each.mapping(known=("since", "basis"), needed=("since", "basis")) for each in said["formats"].items()
    ]
    known = {each["since"].number(): each["basis"].text() for each in formats}
    if year < min(known):
        raise NoForm(f"没有 {year} 年度报告的格式，最早为 {min(known)} 年度")
    return Form(
        year,
        known[max(since for since in known if since <= year)],
        tuple(_block(each) for each in _of(said["disclosure"], year)),
        tuple(_row(each) for each in _of(said["requests"], year)),
        _groups(said["groups"]) if "groups" in said else {},
    )


def _groups(several: Node) -> dict[str, str]:
    words = ("label", "title")
    rows = [each.mapping(known=words, needed=words) for each in several.items()]
    return {row["label"].text(): row["title"].text() for row in rows}


def _of(several: Node, year: int) -> Iterator[dict[str, Node]]:
    """Yield what stands in the reports on a year."""
    for node in several.items():
        said = node.mapping(known=KNOWN)
        since, until = (said[word].number() if word in said else year for word in ("since", "until"))
        if since <= year <= until:
            yield said


def _block(said: dict[str, Node]) -> Block:
    is_money = "is_money" in said and said["is_money"].flag()
    return Block(said["item"].text(), said["columns"].texts(), said["rows"].texts(), is_money)


def _row(said: dict[str, Node]) -> Row:
    also = said["also"].texts() if "also" in said else ()
    title = said["title"].text()
    text = said["text"].text() if "text" in said else title
    return Row(said["key"].text(), said["part"].choice(PARTS), title, said["label"].text(), also, text)
