"""send: rows come from another system with a token, are checked as a table, and wait for a second person."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from gongkai.orgs.services import record
from gongkai.registers.fields import Cell, typed
from gongkai.registers.models import Batch, Register, Sending, Source, Stage, Token
from gongkai.registers.schema import Definition
from gongkai.registers.services import papers
from gongkai.registers.services.checking import check
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.receiving import Layout, demand_filling
from gongkai.registers.services.submitting import submit
from gongkai.registers.sheets.columns import Column

MOST_ROWS = 2000
LONGEST_KEY = 80
FILE_NAME = "接口报送.csv"
HEADED = 1
"""The headings stand in the first row of the table that is made of what was sent."""

SentRow = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one row: which, counted from 1, at which field (empty: the whole row), and why."""

    row: int
    field: str
    reason: str


class WrongRows(Refused):
    """Some rows are wrong; nothing of what was sent is kept."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__(f"有 {len(faults)} 处错误，全部没有收下")
        self.faults = faults


class KeyReused(Refused):
    """Something else was sent before under the same idempotency key."""


@dataclass(frozen=True)
class Sent:
    """What is sent: ``key`` is chosen by the sender and stays the same when the same is sent again."""

    rows: Sequence[SentRow]
    key: str
    is_whole: bool = False
    reason: str = ""

    @property
    def digest(self) -> str:
        said = [list(self.rows), self.is_whole, self.reason]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def send(*, register: Register, sent: Sent, token: Token, at: datetime) -> Batch:
    """Take rows for a register; return the batch, which waits for whoever decides.

    The same sent again gives the same batch. Raises WrongRows with every fault, Refused, KeyReused,
    NotAllowed.
    """
    demand_filling(register, token.organisation, by=token.person, at=at)
    mark = f"{register.key} {sent.digest}"
    digest = hashlib.sha256(mark.encode()).hexdigest()
    if known := _known(token, sent.key, digest):
        return known
    try:
        with transaction.atomic():
            batch = _received(register, sent, token, at)
            Sending.objects.create(token=token, key=sent.key, digest=digest, batch=batch)
    except IntegrityError:  # the same came twice at once; the other one was first
        if known := _known(token, sent.key, digest):
            return known
        raise
    return batch


def _known(token: Token, key: str, digest: str) -> Batch | None:
    """Return the batch of an earlier sending under this key."""
    sending = Sending.objects.select_related("batch__register").filter(token=token, key=key).first()
    if sending is not None and sending.digest != digest:
        raise KeyReused("这个幂等键已经用于别的内容，请换一个")
    return sending.batch if sending else None


def _received(register: Register, sent: Sent, token: Token, at: datetime) -> Batch:
    """Make a table of the rows, have it checked as any other, and hand it in."""
    definition = register.definition
    if faults := list(_unknown(sent.rows, definition.said)):
        raise WrongRows(faults)
    table = _table(sent.rows, definition.said)
    columns = tuple(
        Column(index, field.label, field.key, how="same")
        for index, field in enumerate(definition.said.current)
    )
    by, organisation = token.person, token.organisation
    batch = Batch.objects.create(
        register=register,
        organisation=organisation,
        definition=definition,
        source=Source.API.value,
        stage=Stage.CHECKING.value,
        file_name=FILE_NAME,
        file_digest=papers.put(io.BytesIO(table), most=settings.UPLOAD_LIMIT),
        layout=Layout(columns).to_json(),
        is_whole=sent.is_whole,
        by=by,
        at=at,
    )
    record(
        verb="receive", thing=batch.uri, by=by, at=at, organisation_key=organisation.key,
        sha256=batch.file_digest, token=token.hint,
    )  # fmt: skip
    batch = check(batch=batch, at=at)
    if told := batch.counts.get("refused"):
        raise Refused(str(told))
    if batch.counts.get("faulty") or batch.counts.get("skipped"):
        raise WrongRows(list(_faults(batch, definition.said)))
    return submit(batch=batch, reason=sent.reason, by=by, at=at)


def _unknown(rows: Sequence[SentRow], said: Definition) -> Iterator[RowFault]:
    """Yield what no check of a table would find: fields that the register does not have or takes no more."""
    current = {field.key for field in said.current}
    for number, row in enumerate(rows, 1):
        for key in row:
            if key not in current:
                reason = "这个字段已经停用" if key in said.fields else "没有这个字段"
                yield RowFault(number, key, reason)
        if all(typed(cell) == "" for cell in row.values()):
            yield RowFault(number, "", "整行没有内容")


def _table(rows: Sequence[SentRow], said: Definition) -> bytes:
    """Return the rows as a text table, headed by the names of the fields."""
    made = io.StringIO()
    made.write("sep=,\r\n")
    writer = csv.writer(made)
    writer.writerow([field.label for field in said.current])
    for row in rows:
        writer.writerow([typed(row.get(field.key)) for field in said.current])
    return made.getvalue().encode("utf-8-sig", "replace")


def _faults(batch: Batch, said: Definition) -> Iterator[RowFault]:
    """Yield what the check wrote down, by row and field; a row that no table would take is a fault here."""
    keys = [field.key for field in said.current]
    with papers.path_of(batch.faults).open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            if fault := told.get("fault"):
                index = fault["index"]
                key = keys[index] if 0 <= index < len(keys) else ""
                yield RowFault(fault["number"] - HEADED, key, fault["reason"])
            else:
                skipped = told["skipped"]
                yield RowFault(skipped["number"] - HEADED, "", f"不像一个条目：{skipped['reason']}")
