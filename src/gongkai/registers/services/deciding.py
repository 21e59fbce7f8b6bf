"""give_back, drop, release: a batch is decided by a second person and becomes public whole."""

from datetime import datetime

from django.db import transaction

from gongkai.orgs.models import Person
from gongkai.registers.models import Batch, Register, Release, Stage
from gongkai.registers.models.batch import OPEN
from gongkai.registers.services import papers
from gongkai.registers.services.errors import IllegalMove, Overtaken, Refused
from gongkai.registers.services.receiving import locked
from gongkai.registers.services.releasing import put
from gongkai.registers.services.rights import demand
from gongkai.registers.services.submitting import log


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
def release(*, batch: Batch, seen: str = "", by: Person, at: datetime) -> Release:
    """Make a batch public: all of it in one transaction, through the waist, or nothing.

    ``seen`` are the rows that were looked at, as the batch names them. Raises Overtaken where they are others
    now, something else became public since they were compared, or the register is declared otherwise,
    IllegalMove, NotAllowed.
    """
    fresh = decided(batch, Stage.RELEASED, seen, by, at)
    return made_public(fresh, fresh.register, at)


def decided(batch: Batch, stage: Stage, seen: str, by: Person, at: datetime) -> Batch:
    """Note that a second person agrees; in the caller's transaction, which from here on holds the register.

    Raises as ``release``.
    """
    register = Register.objects.select_for_update().get(pk=batch.register_id)  # first: releases wait here
    fresh = _submitted(batch)
    demand(by, "release", fresh, at=at)
    if seen and fresh.rows != seen:
        raise Overtaken("您打开本页以后，这一批又核对过，内容已有变化，请再看一遍后决定")
    if fresh.base != register.release:
        raise Overtaken("核对之后又有其他批次公开，请重新核对后再公开")
    if fresh.definition_id != register.definition.pk:
        raise Overtaken("核对之后台账的声明已变更，请重新核对后再公开")
    fresh.register = register
    fresh.stage, fresh.decided_by, fresh.decided_at, fresh.answer = stage.value, by, at, ""
    fresh.save()
    return fresh


def made_public(batch: Batch, register: Register, at: datetime) -> Release:
    """Put in public what was decided; in a transaction that holds the register. Raises Missing."""
    batch.stage = Stage.RELEASED.value
    batch.save(update_fields=["stage"])
    release = Release(
        register=register,
        batch=batch,
        definition=batch.definition,
        organisation=batch.organisation,
        note=batch.reason,
        by=batch.decided_by,
        at=at,
    )
    made = put(release=release, rows=papers.rows_of(batch))
    log(batch, "release", batch.decided_by, at)
    return made


def _submitted(batch: Batch) -> Batch:
    fresh = locked(batch)
    if fresh.stage != Stage.SUBMITTED.value:
        raise IllegalMove("这一批不在待审核的状态")
    return fresh


def is_overtaken(batch: Batch) -> bool:
    """Return whether a batch must be compared anew before it can become public."""
    register = batch.register
    return batch.base != register.release or batch.definition_id != register.definition.pk
