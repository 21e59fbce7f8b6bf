"""undo: put back what a release changed, as a batch of its own that a second person decides."""

from datetime import datetime

from django.db import transaction

from gongkai.orgs.models import Person
from gongkai.registers.models import Batch, Register, Release, Source, Stage
from gongkai.registers.models.batch import UNDECIDED
from gongkai.registers.services.errors import IllegalMove, Refused
from gongkai.registers.services.rights import demand
from gongkai.registers.services.submitting import log


@transaction.atomic
def undo(*, release: Release, reason: str, by: Person, at: datetime) -> Batch:
    """Open a batch that puts the entries of a release back to what they were; nothing is deleted.

    What others have changed since stays. Raises Refused, IllegalMove, NotAllowed.
    """
    register = Register.objects.select_for_update().get(pk=release.register_id)
    demand(by, "undo", release.organisation, at=at)
    if not reason.strip():
        raise Refused("请写明撤销的理由")
    begun = register.batches.filter(source=Source.UNDO.value, stage__in=UNDECIDED)
    if begun.filter(layout__release=release.number).exists():
        raise IllegalMove("撤销这一批已经在办理，请在批次中查看")
    batch = Batch.objects.create(
        register=register,
        organisation=release.organisation,
        definition=register.definition,
        source=Source.UNDO.value,
        stage=Stage.CHECKING.value,
        layout={"columns": [], "across": None, "release": release.number},
        reason=reason.strip(),
        by=by,
        at=at,
    )
    log(batch, "undo", by, at)
    return batch
