"""enter: one entry by form. It is read as a row of a table is, and decided as a batch like any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person
from gongkai.publication import files
from gongkai.registers.models import Batch, Change, Entry, Register, Source, Stage
from gongkai.registers.models.entry import ENDING
from gongkai.registers.services.cells import Faulty, cells_of, stored
from gongkai.registers.services.comparing import REPAIRED, owned_by
from gongkai.registers.services.deciding import drop
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.papers import Row, Written, rows_of
from gongkai.registers.services.receiving import demand_filling
from gongkai.registers.services.submitting import REASONED, log


@dataclass(frozen=True)
class Typed:
    """What somebody typed about one entry: of an earlier one ``serial`` says which, else it is a new one."""

    change: str
    cells: Mapping[str, str] = field(default_factory=dict)
    serial: int = 0
    reason: str = ""
    repaired_on: date | None = None


@transaction.atomic
def enter(  # noqa: PLR0913 - what is entered, for whom and instead of what, all by name
    *,
    register: Register,
    organisation: Organisation,
    typed: Typed,
    instead: Batch | None = None,
    by: Person,
    at: datetime,
) -> Batch:
    """Submit the change of one entry, in place of a batch that was returned if there was one.

    Raises Faulty with what is wrong in each field, Refused, IllegalMove, NotAllowed.
    """
    register = Register.objects.select_for_update().get(pk=register.pk)
    demand_filling(register, organisation, by=by, at=at)
    batch = Batch(
        register=register,
        organisation=organisation,
        definition=register.definition,
        source=Source.FORM.value,
        stage=Stage.SUBMITTED.value,
        layout={"columns": [], "across": None, "change": typed.change, "serial": typed.serial},
        base=register.release,
        reason=_reason(typed, at),
        by=by,
        at=at,
        submitted_by=by,
        submitted_at=at,
    )
    row = _row(batch, typed)
    batch.counts = {"rows": 1, row[0]: 1}
    with files.incoming() as changes, files.incoming() as faults:
        batch.rows, batch.faults = Written(changes).all([row]), Written(faults).kept()
    same = register.batches.filter(organisation=organisation, stage=Stage.SUBMITTED.value, rows=batch.rows)
    if twin := same.filter(submitted_by=by, reason=batch.reason).first():
        return twin  # the second press of a button
    batch.save(force_insert=True)
    log(batch, "submit", by, at)
    if instead is not None:
        drop(batch=instead, by=by, at=at)
    return batch


def newest_entry(register: Register, serial: int) -> Entry:
    """Return what an entry says now. Raises Refused where it is not shown."""
    found = Entry.objects.filter(register=register, serial=serial).shown().first()
    if found is None:
        raise Refused("没有这个条目，或者它已不再公开")
    return found


def reentered(batch: Batch) -> dict[str, str]:
    """Return what was typed in a batch, as it may be stored, to be mended. Raises Missing."""
    [(_, _, _, values)] = rows_of(batch)
    return cells_of(batch.register.definition.said, values)


def _reason(typed: Typed, at: datetime) -> str:
    reason = typed.reason.strip()
    if typed.change in REASONED and not reason:
        raise Faulty({"reason": "请写明理由"})
    if typed.change != Change.REPAIRED:
        return reason
    if typed.repaired_on is None or typed.repaired_on > localdate(at):
        raise Faulty({"repaired_on": "请填写作出信用修复决定的日期，不晚于今天"})
    return f"{typed.repaired_on} 作出信用修复决定：{reason}"


def _row(batch: Batch, typed: Typed) -> Row:
    if typed.change == Change.RECORDED:
        values = stored(batch, typed.cells, on=localdate(batch.at))
        key = batch.definition.said.identify(values)
        return _beginning(batch, key), 1, key, values
    before = newest_entry(batch.register, typed.serial)
    if before.organisation_id not in owned_by(batch):
        raise Refused(f"这个条目由{before.organisation.short_name}公开，本单位不能变更")
    if typed.change in ENDING:
        return typed.change, 1, before.key, before.values
    said = batch.definition.said
    own = {key: cell for key, cell in cells_of(said, before.values).items() if key in said.identity}
    retired = {key: value for key, value in before.values.items() if said.fields[key].until is not None}
    values = {**retired, **stored(batch, {**typed.cells, **own}, on=localdate(batch.at))}
    if values == before.values:
        raise Refused("没有改动任何内容")
    return typed.change, 1, before.key, values


def _beginning(batch: Batch, key: str) -> str:
    """Return how an entry begins to be shown: for the first time, or again, for a reason.

    Raises Faulty where one that is told apart by the same values is public, or its credit was repaired.
    """
    same = Entry.objects.newest().filter(register=batch.register, key=key).first()
    place = batch.definition.said.identity[-1]
    if same is None:
        return Change.RECORDED.value
    if same.change not in ENDING:
        raise Faulty({place: f"已有识别值相同的条目（第{same.serial}号），请在那里变更"})
    if same.organisation_id not in owned_by(batch):
        raise Faulty({place: f"识别值相同的条目曾由{same.organisation.short_name}公开，本单位不能恢复"})
    if same.change == Change.REPAIRED:
        raise Faulty({place: REPAIRED})
    if not batch.reason:
        raise Faulty({"reason": f"第{same.serial}号条目曾{same.get_change_display()}，恢复公开请写明理由"})
    return Change.RESTORED.value
