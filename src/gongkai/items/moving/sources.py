"""Where the documents of an old site come from: JSON lines, a table, a folder of pages.

A source goes through the export and yields for each document what reads it: reading costs, and is done by
the processes that wash.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from gongkai.items.moving.records import BadRecord, Record, Wrong, fields, record
from gongkai.items.reading import title_of
from gongkai.items.uploads import Refused, decode

Names = Mapping[str, str]
Unread = Callable[[], Record | Wrong]
LONGEST_LINE = 8 * 1024 * 1024
LARGEST_TABLE = 2 * 1024 * 1024 * 1024
PLAIN = {".txt", ".md"}
PAGES = {".html", ".htm", *PLAIN}


def from_jsonl(path: Path, names: Names) -> Iterator[Unread]:
    """Yield the document of each line, which is one JSON object."""
    known = fields(names)
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                yield partial(Wrong, number, "这一行超过8 MB")
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(LONGEST_LINE)
            elif raw.strip():
                yield partial(_parsed, number, raw, known, path.parent)


def _parsed(number: int, raw: bytes, names: Names, folder: Path) -> Record | Wrong:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Wrong(number, "不是 UTF-8 编码的 JSON")
    return _taken(number, row, names, folder) if isinstance(row, dict) else Wrong(number, "不是 JSON 对象")


def from_csv(path: Path, names: Names) -> Iterator[Unread]:
    """Yield the document of each row of a table whose first row names the columns."""
    try:
        text = decode(path.read_bytes())
    except Refused as error:
        yield partial(Wrong, 1, str(error))
        return
    known, rows = fields(names), csv.DictReader(io.StringIO(text, newline=""))
    usual = csv.field_size_limit(min(LONGEST_LINE, sys.maxsize))  # a page is longer than a cell of a table
    try:
        for row in rows:
            plain = {name: value for name, value in row.items() if isinstance(name, str)}
            yield partial(_taken, rows.line_num, plain, known, path.parent)
    except csv.Error as error:
        yield partial(Wrong, rows.line_num, f"表格无法继续读取：{error}")
    finally:
        csv.field_size_limit(usual)


def from_folder(path: Path, names: Names) -> Iterator[Unread]:
    """Yield the document of each page below a folder; a ``.json`` of the same name holds its header.

    Its address is its place in the folder and its title the line with which its text begins, or what the file
    is called, unless the header says another.
    """
    known = fields(names)
    pages = sorted(each for each in path.rglob("*") if each.suffix.lower() in PAGES and each.is_file())
    for number, page in enumerate(pages, start=1):
        yield partial(_page, number, page, page.relative_to(path).as_posix(), known)


def _page(number: int, page: Path, place: str, names: Names) -> Record | Wrong:
    try:
        header = page.with_suffix(".json")
        stated = json.loads(header.read_text("utf-8-sig")) if header.is_file() else {}
        data = page.read_bytes()
        title = (title_of(data, page.name) if page.suffix.lower() in PLAIN else "") or page.stem
        body = decode(data) if stated else without(decode(data), title)
        usual = {"body": body, "address": f"/{place}", "title": title}
        row = {**stated, **{name: text for name, text in usual.items() if name not in stated}}
    except (OSError, ValueError, TypeError, RecursionError) as error:
        return Wrong(number, f"{place}：{error}")
    return _taken(number, row, names, page.parent)


def without(text: str, title: str) -> str:
    """Return a text without the lines that are its title, if it begins with them."""
    lines = text.splitlines()
    said = ""
    for count, line in enumerate(lines, start=1):
        said += line.strip(" \t\u3000\ufeff#")
        if said == title:
            return "\n".join(lines[count:])
        if not title.startswith(said):
            break
    return text


def _taken(number: int, row: Mapping[str, object], names: Names, folder: Path) -> Record | Wrong:
    try:
        return record(number, row, names, folder)
    except BadRecord as error:
        return Wrong(number, str(error))


SOURCES: dict[str, Callable[[Path, Names], Iterator[Unread]]] = {
    "jsonl": from_jsonl,
    "csv": from_csv,
    "folder": from_folder,
}
