"""Open an uploaded table: what sheets it has and the rows of one. Hostile workbooks are read apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gongkai.proofing import apart
from gongkai.registers.fields import Cell
from gongkai.registers.sheets import csv
from gongkai.registers.sheets.table import Merge, Row

CHILD = "gongkai.registers.sheets.child"
SIGNATURES = {".xlsx": b"PK\x03\x04", ".xls": b"\xd0\xcf\x11\xe0"}
TEXTS = (".csv", ".txt", ".tsv")
SUFFIXES = (*SIGNATURES, *TEXTS)
LONGEST_SIGNATURE = 4


class Unreadable(ValueError):
    """A file that cannot be read as a table; the message is a sentence."""


@dataclass
class Sheet:
    """One sheet of a file. ``rows`` may be gone through once."""

    rows: Iterable[Row]
    names: list[str] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def opened(path: Path, name: str, sheet: str = "") -> Sheet:
    """Return a sheet of the file at ``path``, called ``name`` by who sent it. Raises Unreadable."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Unreadable(f"请上传 {'、'.join(SUFFIXES)} 格式的表格")
    head = path.open("rb").read(LONGEST_SIGNATURE)
    if not head:
        raise Unreadable("文件是空的")
    kind = next((each for each, mark in SIGNATURES.items() if head == mark), "")
    if (suffix in TEXTS) == bool(kind):
        raise Unreadable("文件的内容与它的扩展名不符，请用原来的软件另存后上传")
    return _book(path, sheet) if kind else Sheet(_texts(path))


def _texts(path: Path) -> Iterator[Row]:
    try:
        yield from csv.rows(path)
    except csv.NotText as error:
        raise Unreadable(str(error)) from None


def _book(path: Path, sheet: str) -> Sheet:
    said = apart.ask(CHILD, "rows", path.read_bytes(), sheet)
    if said and isinstance(said[0], dict) and "refused" in said[0]:
        raise Unreadable(said[0]["refused"])
    if not said or said[-1] is not None:
        raise Unreadable("文件太大或者结构异常，没有读完；请另存为 CSV 后上传")
    head, *pieces = said[:-1]
    merges = [((top, left), (bottom, right)) for (top, left), (bottom, right) in head["merges"]]
    return Sheet([[_cell(cell) for cell in row] for piece in pieces for row in piece], head["names"], merges)


def _cell(said: Any) -> Cell:
    if isinstance(said, list):
        kind, text = said
        return date.fromisoformat(text) if kind == "day" else datetime.fromisoformat(text)
    return said  # type: ignore[no-any-return]
