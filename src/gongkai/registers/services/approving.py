"""approve, release_approved: a batch that is agreed to becomes public, a large one in the worker."""

from datetime import datetime

from django.db import transaction

from gongkai.orgs.models import Person
from gongkai.registers.models import Batch, Register, Stage
from gongkai.registers.services.deciding import decided, is_overtaken, made_public, release
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.looking import total
from gongkai.registers.services.receiving import locked
from gongkai.registers.services.submitting import again, log

AT_ONCE = 2000
"""So many changes become public within the blink of an eye; who approves more need not wait for them."""

LONGEST_ANSWER = 300
AGAIN = "核对之后又有其他批次公开或者声明变更，已重新核对，请再次审核"


def approve(*, batch: Batch, seen: str = "", by: Person, at: datetime) -> Batch:
    """Decide that a batch becomes public: a small one is so at once, a large one when the worker comes to it.

    Raises Overtaken, IllegalMove, NotAllowed as ``release`` does.
    """
    if total(batch) <= AT_ONCE:
        made = release(batch=batch, seen=seen, by=by, at=at)
        return Batch.objects.get(release=made)
    return _approved(batch, seen, by, at)


@transaction.atomic
def _approved(batch: Batch, seen: str, by: Person, at: datetime) -> Batch:
    fresh = decided(batch, Stage.APPROVED, seen, by, at)
    log(fresh, "approve", by, at)
    return fresh


def release_approved(*, at: datetime) -> int:
    """Make public what was approved, each batch in one transaction; return how many batches were taken up.

    What others overtook meanwhile is compared anew and decided again: nothing becomes public unseen.
    """
    waiting = Batch.objects.filter(stage=Stage.APPROVED.value).order_by("decided_at", "pk")
    return sum(_released(pk, at) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _released(pk: int, at: datetime) -> bool:
    register = Register.objects.select_for_update(of=("self",)).get(batches=pk)  # first: releases wait here
    fresh = locked(Batch.objects.get(pk=pk))
    if fresh.stage != Stage.APPROVED.value:  # another worker was quicker
        return False
    if is_overtaken(fresh):
        return _given_again(fresh)
    try:
        with transaction.atomic():
            made_public(fresh, register, at)
    except Refused:
        return _given_again(fresh)
    return True


def _given_again(batch: Batch) -> bool:
    """Have a batch checked and decided anew; where its columns no longer suffice it waits and says so."""
    batch.decided_by = batch.decided_at = None
    batch.answer = AGAIN
    try:
        again(batch)
    except Refused as error:
        batch.stage, batch.answer = Stage.SUBMITTED.value, str(error)[:LONGEST_ANSWER]
        batch.save(update_fields=["stage", "answer", "decided_by", "decided_at"])
    return True
