"""give_back, drop, release: a batch is decided by a second person and becomes public whole."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.orgs.models import Person
from gongkai.publication import services as waist
from gongkai.publication.models import Event
from gongkai.registers import schema
from gongkai.registers.fields import Value
from gongkai.registers.models import Batch, Change, Entry, Register, Release, Stage
from gongkai.registers.models.batch import OPEN
from gongkai.registers.models.entry import ENDING
from gongkai.registers.services import papers
from gongkai.registers.services.errors import IllegalMove, Overtaken, Refused
from gongkai.registers.services.papers import PIECE, Row
from gongkai.registers.services.receiving import locked
from gongkai.registers.services.retaining import shown_until
from gongkai.registers.services.rights import demand
from gongkai.registers.services.submitting import REASONED, log


@transaction.atomic
def give_back(*, batch: Batch, answer: str, by: Person, at: datetime) -> Batch:
    """Return a batch to its clerk with a reason. Raises IllegalMove, Refused, NotAllowed."""
    fresh = _submitted(batch)
    demand(by, "return", fresh, at=at)
    if not answer.strip():
        raise Refused("请写明退回的理由")
    fresh.stage, fresh.answer = Stage.RETURNED.value, answer.strip()
    fresh.decided_by, fresh.decided_at = by, at
    fresh.save()
    log(fresh, "return", by, at)
    return fresh


@transaction.atomic
def drop(*, batch: Batch, by: Person, at: datetime) -> Batch:
    """Give a batch up. Raises IllegalMove, NotAllowed."""
    fresh = locked(batch)
    demand(by, "drop", fresh, at=at)
    if fresh.stage not in OPEN:
        raise IllegalMove("已经提交或者公开的批次不能放弃")
    fresh.stage = Stage.DROPPED.value
    fresh.save(update_fields=["stage"])
    log(fresh, "drop", by, at)
    return fresh


@transaction.atomic
def release(*, batch: Batch, by: Person, at: datetime) -> Release:
    """Make a batch public: all of it in one transaction, through the waist, or nothing.

    Raises Overtaken where something else became public since its rows were compared, IllegalMove, NotAllowed.
    """
    register = Register.objects.select_for_update().get(pk=batch.register_id)  # first: releases wait here
    fresh = _submitted(batch)
    demand(by, "release", fresh, at=at)
    if fresh.base != register.release:
        raise Overtaken("核对之后又有其他批次公开，请重新核对后再公开")
    fresh.stage, fresh.decided_by, fresh.decided_at = Stage.RELEASED.value, by, at
    fresh.save()
    made = _begun(register, fresh, by, at)
    counts, root = _entered(register, made, papers.rows_of(fresh), at)
    made.root = root
    made.chain = hashlib.sha256(f"{register.chain}:{root}".encode()).hexdigest()
    made.added = counts[Change.RECORDED.value]
    made.changed = counts[Change.AMENDED.value] + counts[Change.CORRECTED.value]
    made.ended = sum(counts[change] for change in ENDING)
    made.save(update_fields=["root", "chain", "added", "changed", "ended"])
    _announce(register, made, by, at)
    log(fresh, "release", by, at)
    return made


def _submitted(batch: Batch) -> Batch:
    fresh = locked(batch)
    if fresh.stage != Stage.SUBMITTED.value:
        raise IllegalMove("这一批不在待审核的状态")
    return fresh


def _begun(register: Register, batch: Batch, by: Person, at: datetime) -> Release:
    return Release.objects.create(
        register=register,
        number=register.release + 1,
        batch=batch,
        definition=batch.definition,
        organisation=batch.organisation,
        note=batch.reason,
        by=by,
        at=at,
    )


def _entered(
    register: Register, made: Release, rows: Iterator[Row], at: datetime
) -> tuple[Counter[str], str]:
    """Write the entries of a release; return how many of each change, and the digest over all of them."""
    counts: Counter[str] = Counter()
    digest = hashlib.sha256()
    said = made.definition.said
    while piece := list(islice(rows, PIECE)):
        before = _before(register, [key for _, _, key, _ in piece])
        Entry.objects.filter(pk__in=[each.pk for each in before.values()]).update(is_newest=False)
        entries = [_entry(register, made, said, row, before.get(row[2]), at) for row in piece]
        Entry.objects.bulk_create(entries)
        for each in entries:
            counts[each.change] += 1
            digest.update(f"{each.serial} {each.version} {each.change} {each.digest}\n".encode())
    return counts, digest.hexdigest()


def _before(register: Register, keys: list[str]) -> dict[str, Entry]:
    newest = Entry.objects.newest().filter(register=register, key__in=keys)
    return {each.key: each for each in newest.only("pk", "key", "serial", "version")}


def _entry(  # noqa: PLR0913 - what an entry is made of
    register: Register, made: Release, said: schema.Definition, row: Row, before: Entry | None, at: datetime
) -> Entry:
    change, _, key, values = row
    if before is None:
        register.last_serial += 1
    return Entry(
        register=register,
        serial=before.serial if before else register.last_serial,
        version=before.version + 1 if before else 1,
        key=key,
        change=change,
        values=values,
        digest=digest_of(values),
        release=made,
        organisation=made.organisation,
        shown_until=None if change in ENDING else shown_until(said, values),
        reason=made.note if change in REASONED else "",
        at=at,
    )


def digest_of(values: dict[str, Value]) -> str:
    """Return the digest of what an entry says, however its fields are ordered."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _announce(register: Register, made: Release, by: Person, at: datetime) -> None:
    """Take the release through the waist; the register's row says the same."""
    said = made.definition.said
    is_first = not register.is_public
    register.release, register.chain, register.released_at = made.number, made.chain, at
    register.defined, register.is_public = made.definition.digest, True
    register.address = register.get_absolute_url()
    obligation = register.obligation
    told = waist.announce(
        notice=waist.Notice(
            event=(Event.PUBLISHED if is_first else Event.AMENDED).value,
            address=register.address,
            number="",
            version=made.number,
            kind="register",
            title=register.title,
            publisher=made.organisation,
            content=register.content(),
            text="\n".join([said.description, *(field.label for field in said.current)]),
            published_on=localdate(at),
            area_key=obligation.area.key,
            area_title=obligation.area.title,
            obligation_key=obligation.key,
            topics=(f"register:{register.key}",),
            note=f"新增 {made.added} 条，变更 {made.changed} 条，撤下 {made.ended} 条",
        ),
        by=by,
        at=at,
    )
    register.announced = told.seq
    register.save()
