"""submit, recall, recheck: what was checked goes to the second person, or comes back; what others overtook is
checked again.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from gongkai.orgs.models import Person
from gongkai.orgs.services import record
from gongkai.registers.models import Batch, Change, Source, Stage
from gongkai.registers.services.errors import IllegalMove, Refused
from gongkai.registers.services.receiving import layout_of, locked, unclear
from gongkai.registers.services.rights import demand

CHANGES = tuple(each.value for each in Change if each is not Change.LAPSED)
"""What a batch may do to entries; that their time is over comes by itself."""

REASONED = (
    Change.CORRECTED.value,
    Change.WITHDRAWN.value,
    Change.REPAIRED.value,
    Change.RESTORED.value,
)
TABLES = (Source.FILE.value, Source.API.value, Source.PULL.value)
FOLLOWING = (Stage.CHECKED.value, Stage.SUBMITTED.value)
AGAIN = (*FOLLOWING, Stage.RETURNED.value)


def unfit(batch: Batch, *, reason: str = "") -> str:
    """Return why a checked batch cannot be submitted with its reason or this, empty if it can."""
    counts = batch.counts
    if counts.get("faulty"):
        return f"还有 {counts['faulty']} 行有错，请改好后重新上传"
    if not any(counts.get(change) for change in CHANGES):
        return "这一批与已公开的内容完全相同，没有需要公开的变化"
    if not (reason or batch.reason) and is_to_be_reasoned(batch):
        return "这一批会撤下、更正已公开的条目或者恢复公开，请写明理由"
    return ""


def is_to_be_reasoned(batch: Batch) -> bool:
    """Return whether a batch does what nobody may do without a reason."""
    return batch.source == Source.UNDO or any(batch.counts.get(each) for each in REASONED)


@transaction.atomic
def submit(*, batch: Batch, reason: str, by: Person, at: datetime) -> Batch:
    """Hand a checked batch to the second person. Raises IllegalMove, Refused, NotAllowed."""
    fresh = locked(batch)
    demand(by, "submit", fresh, at=at)
    if fresh.stage not in (Stage.CHECKED.value, Stage.RETURNED.value) or not fresh.rows:
        raise IllegalMove("核对完成的批次才能提交")
    fresh.reason = reason.strip()
    if why := unfit(fresh):
        raise Refused(why)
    fresh.stage = Stage.SUBMITTED.value
    fresh.submitted_by, fresh.submitted_at, fresh.decided_by, fresh.answer = by, at, None, ""
    fresh.save()
    log(fresh, "submit", by, at)
    return fresh


@transaction.atomic
def recall(*, batch: Batch, by: Person, at: datetime) -> Batch:
    """Take back what was submitted and nobody has decided: it can be changed, given up or submitted again.

    Raises IllegalMove where it is decided or no longer waits, NotAllowed.
    """
    fresh = locked(batch)
    demand(by, "recall", fresh, at=at)
    if fresh.stage != Stage.SUBMITTED.value:
        raise IllegalMove("这一批不在待审核的状态，不能撤回")
    fresh.stage, fresh.submitted_by, fresh.submitted_at, fresh.answer = Stage.CHECKED.value, None, None, ""
    fresh.save()
    log(fresh, "recall", by, at)
    return fresh


@transaction.atomic
def recheck(*, batch: Batch, by: Person, at: datetime) -> Batch:
    """Compare a batch anew with what is public now, by the definition that holds now; what was submitted is
    so again afterwards. Raises IllegalMove, NotAllowed, Refused where its columns no longer suffice.
    """
    fresh = locked(batch)
    demand(by, "recheck", fresh, at=at)
    if fresh.stage not in AGAIN:
        raise IllegalMove("核对完成、还没有公开的批次才能重新核对")
    if fresh.stage != Stage.SUBMITTED:
        fresh.submitted_by = fresh.submitted_at = None
    again(fresh)
    log(fresh, "recheck", by, at)
    return fresh


def again(batch: Batch) -> None:
    """Have a batch checked anew by the definition that holds now; in the caller's transaction.

    Raises Refused where its columns no longer suffice.
    """
    batch.definition = batch.register.definition
    if batch.source in TABLES and (told := unclear(layout_of(batch), batch.definition.said)):
        raise Refused("；".join(told))
    batch.stage, batch.counts, batch.claimed_until = Stage.CHECKING.value, {}, None
    batch.save()


def recheck_overtaken(*, at: datetime) -> int:
    """Compare anew what waits and others have overtaken; return how many. Nobody has to ask for it."""
    behind = Batch.objects.filter(stage__in=FOLLOWING).exclude(base=F("register__release")).order_by("pk")
    return sum(_followed(pk, at) for pk in list(behind.values_list("pk", flat=True)))


@transaction.atomic
def _followed(pk: int, at: datetime) -> bool:
    fresh = locked(Batch.objects.get(pk=pk))
    if fresh.stage not in FOLLOWING:  # decided or taken up by somebody meanwhile
        return False
    try:
        again(fresh)
    except Refused:  # the page of the batch says so; its clerk must do something
        return False
    log(fresh, "recheck", None, at)
    return True


def log(batch: Batch, verb: str, by: Person | None, at: datetime) -> None:
    record(verb=verb, thing=batch.uri, by=by, at=at, organisation_key=batch.organisation.key)
