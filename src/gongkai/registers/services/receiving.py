"""receive, settle, go_on: a table comes in; its columns are proposed, and said by the clerk or as before."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.services import record
from gongkai.publication import files
from gongkai.registers.models import Batch, Filling, Register, Source, Stage
from gongkai.registers.models.batch import OPEN
from gongkai.registers.schema import Definition
from gongkai.registers.services import papers
from gongkai.registers.services.errors import IllegalMove, Refused
from gongkai.registers.services.rights import demand
from gongkai.registers.sheets.columns import (
    REMEMBERED,
    Across,
    Column,
    across,
    doubts,
    headings_of,
    propose,
    remember,
    unfolded,
)
from gongkai.registers.sheets.files import Sheet, Unreadable, opened
from gongkai.registers.sheets.table import SEARCHED, Line, Row, Skipped, Table, lines, locate

LONGEST_NAME = 200
PEEKED = 60
"""So many rows below the headings are looked at before the clerk says what the columns mean."""


SHOWN = (Source.FILE.value, Source.PULL.value)
"""Where a clerk says what the columns mean."""


@dataclass(frozen=True)
class Look:
    """What is seen of a file before it is checked."""

    names: list[str]
    table: Table
    columns: tuple[Column, ...]
    across: Across | None
    doubts: list[str]
    first: list[Line | Skipped]


@dataclass(frozen=True)
class Layout:
    """What the clerk says of a file. ``is_whole``: it holds everything, what it does not name comes down."""

    columns: tuple[Column, ...]
    across: Across | None = None
    sheet: str = ""
    is_whole: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "columns": [asdict(each) for each in self.columns],
            "across": asdict(self.across) if self.across else None,
        }


def layout_of(batch: Batch) -> Layout:
    """Return what the clerk said of the file of a batch."""
    said, spread = batch.layout, batch.layout["across"]
    if spread is not None:
        lists = {"indexes": tuple(spread["indexes"]), "headings": tuple(spread["headings"])}
        spread = Across(**{**spread, **lists})
    columns = tuple(Column(**each) for each in said["columns"])
    return Layout(columns, spread, batch.sheet, batch.is_whole)


def receive(  # noqa: PLR0913 - what comes in, by whom, all by name
    *,
    register: Register,
    organisation: Organisation,
    name: str,
    source: files.Readable,
    by: Person,
    at: datetime,
) -> Batch:
    """Keep a table that an organisation sends for a register and open a batch for it.

    Raises Refused with a sentence for what is no readable table, NotAllowed.
    """
    demand_filling(register, organisation, by=by, at=at)
    try:
        digest = papers.put(source, most=settings.UPLOAD_LIMIT)
    except files.TooLarge as error:
        raise Refused(str(error)) from None
    batch = Batch(
        register=register,
        organisation=organisation,
        definition=register.definition,
        source=Source.FILE.value,
        file_name=name[-LONGEST_NAME:],
        file_digest=digest,
        by=by,
        at=at,
    )
    look(batch)
    return _opened(batch)


@transaction.atomic
def _opened(batch: Batch) -> Batch:
    """Write a batch down; the same file sent twice in a row, as by two presses of a button, is one."""
    Register.objects.select_for_update().get(pk=batch.register_id)
    same = {"organisation": batch.organisation, "by": batch.by, "stage": Stage.RECEIVED.value}
    twin = batch.register.batches.filter(file_digest=batch.file_digest, file_name=batch.file_name, **same)
    if before := twin.filter(counts={}).first():
        return before
    batch.save(force_insert=True)
    key, digest = batch.organisation.key, batch.file_digest
    record(verb="receive", thing=batch.uri, by=batch.by, at=batch.at, organisation_key=key, sha256=digest)
    return batch


def demand_filling(register: Register, organisation: Organisation, *, by: Person, at: datetime) -> None:
    """Raise NotAllowed, or Refused where an organisation has nothing to do with a register."""
    demand(by, "fill", organisation, at=at)
    if not Register.objects.current(localdate(at)).filled_by(organisation).filter(pk=register.pk).exists():
        raise Refused(f"{organisation.short_name}不填报“{register.title}”")


def look(batch: Batch, sheet: str = "") -> Look:
    """Return what the file of a batch holds and what its columns seem to mean. Raises Refused."""
    said = batch.definition.said
    try:
        found = opened(papers.path_of(batch.file_digest), batch.file_name, sheet or batch.sheet)
        rows = iter(found.rows)
        top = list(islice(rows, SEARCHED + PEEKED))
    except Unreadable as error:
        raise Refused(str(error)) from None
    table = located(top, found, said)
    columns = propose(table, said, _remembered(batch))
    spread = across(table, said, columns)
    first = list(lines(top[table.first :], table, start=table.first + 1))
    peek = [each for each in first if isinstance(each, Line)]
    settled = columns if spread is None else ()
    return Look(found.names, table, columns, spread, doubts(settled, said, peek) if settled else [], first)


def located(top: list[Row], sheet: Sheet, said: Definition) -> Table:
    """Return where the table lies in the first rows of a sheet. Raises Refused."""
    known = [heading for field in said.current for heading in headings_of(field)]
    table = locate(top, known, sheet.merges)
    if table is None:
        raise Refused("没有找到表头：表格的前几行里应有列名，例如“" + "、".join(known[:3]) + "”")
    return table


def _remembered(batch: Batch) -> Mapping[str, str]:
    filling = Filling.objects.filter(register=batch.register_id, organisation=batch.organisation_id).first()
    return filling.headings if filling else {}


def unclear(layout: Layout, definition: Definition, peek: Sequence[Line] = ()) -> list[str]:
    """Return what must still be said of a table before it can be read: sentences, none if all is plain."""
    columns = layout.columns
    if layout.across is not None:
        columns = unfolded(columns, layout.across, width=0)
    meant = Counter(column.field for column in columns if column.field)
    told = [
        f"有{count}列都对应“{definition.fields[key].label}”，请只留一列"
        for key, count in meant.items()
        if count > 1
    ]
    return told + doubts(columns, definition, peek)


@transaction.atomic
def settle(*, batch: Batch, layout: Layout, by: Person, at: datetime) -> Batch:
    """Say what the columns mean and have the rows checked; remembered for the organisation's next file.

    Raises Refused where something required has no column, IllegalMove, NotAllowed.
    """
    fresh = locked(batch)
    demand(by, "fill", fresh, at=at)
    if fresh.stage not in OPEN or fresh.source not in SHOWN:
        raise IllegalMove("这一批已经提交，不能再改")
    if told := unclear(layout, fresh.register.definition.said):
        raise Refused("；".join(told))
    fresh.sheet, fresh.is_whole, fresh.layout = layout.sheet, layout.is_whole, layout.to_json()
    fresh.definition = fresh.register.definition
    fresh.stage, fresh.counts, fresh.claimed_until = Stage.CHECKING.value, {}, None
    fresh.submitted_by = fresh.submitted_at = None
    fresh.save()
    Filling.objects.update_or_create(
        register=fresh.register,
        organisation=fresh.organisation,
        defaults={"headings": remember(layout.columns)},
    )
    return fresh


def go_on(*, batch: Batch, is_whole: bool, by: Person, at: datetime) -> bool:
    """Have a table checked whose columns all mean what they were said to mean before; tell whether it was so.

    ``is_whole`` is what was said of the table that it replaces. Raises Refused, IllegalMove, NotAllowed.
    """
    seen = look(batch)
    current = {"", *(field.key for field in batch.definition.said.current)}
    is_known = all(column.how == REMEMBERED and column.field in current for column in seen.columns)
    if not is_known or seen.across is not None or seen.doubts:
        return False
    settle(batch=batch, layout=Layout(seen.columns, is_whole=is_whole), by=by, at=at)
    return True


def locked(batch: Batch) -> Batch:
    """Return the batch as it is now, held until the transaction ends."""
    return (
        Batch.objects.select_for_update(of=("self",))
        .select_related("register", "organisation")
        .get(pk=batch.pk)
    )
