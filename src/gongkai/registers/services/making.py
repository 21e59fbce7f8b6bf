"""make_up: a table of made-up rows for a register, for demonstrations and for measuring."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from gongkai.orgs.models import Organisation
from gongkai.registers.fields import Value
from gongkai.registers.fields.days import Date
from gongkai.registers.made_up import MadeUp
from gongkai.registers.models import Register
from gongkai.registers.schema import Definition, Values
from gongkai.registers.services.cells import known_to
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.receiving import located
from gongkai.registers.sheets.columns import propose
from gongkai.registers.sheets.files import opened
from gongkai.registers.sheets.rows import Checker
from gongkai.registers.sheets.table import SEARCHED, Line, Row, lines

NOTICE = "（演示数据，由程序生成，不是真实的政府信息）"


def make_up(  # noqa: PLR0913 - what is made up from what, all by name
    *,
    register: Register,
    organisation: Organisation,
    count: int,
    samples: Path,
    file: TextIO,
    until: date | None = None,
) -> int:
    """Write ``count`` made-up rows as a table that ``organisation`` can import; return how many were written.

    ``samples`` is a table of sample rows; the examples of the declaration serve where it is not there. Days
    end ``until``, by itself on the last day that the samples name. Raises Refused, NotCountable.
    """
    said = register.definition.said
    found = _sampled(said, samples, organisation) if samples.exists() else list(said.samples)
    if not found:
        raise Refused(f"“{register.title}”没有示例行，不能生成演示数据")
    fields = said.current
    bodies = dict(Organisation.objects.values_list("key", "short_name"))
    writer = csv.writer(file)
    writer.writerow([register.title + NOTICE])
    writer.writerow([field.heading for field in fields])
    written = 0
    for row in MadeUp(said, found, until or _last_day(said, found)).rows(count):
        writer.writerow([_cell(field.type.word, row.get(field.key), bodies) for field in fields])
        written += 1
    return written


def _cell(word: str, value: Value, bodies: dict[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return bodies.get(str(value), str(value)) if word == "organisation" else str(value)


def _last_day(said: Definition, rows: list[Values]) -> date:
    days = [key for key, field in said.fields.items() if isinstance(field.type, Date)]
    found = [date.fromisoformat(str(row[key])) for row in rows for key in days if row.get(key)]
    return max(found, default=date(2017, 6, 30))


def _sampled(said: Definition, path: Path, organisation: Organisation) -> list[Values]:
    """Return the faultless rows of a table of samples."""
    sheet = opened(path, path.name)
    rows: Iterator[Row] = iter(sheet.rows)
    top = list(islice(rows, SEARCHED))
    table = located(top, sheet, said)
    body = lines(chain(top[table.first :], rows), table, start=table.first + 1)
    checker = Checker(propose(table, said), said, known_to(organisation))
    checked = checker.check(line for line in body if isinstance(line, Line))
    return [row.values for row in checked if not row.faults]
