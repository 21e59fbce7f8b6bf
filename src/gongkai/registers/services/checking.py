"""check: read a table with the columns said, and write down what it would change and what is wrong.

Nothing public is touched. What is written is one file for the changes and one for the faults, put in place
whole: a check that is cut off has done nothing.
"""

import time
from collections import Counter
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from gongkai.publication import files
from gongkai.registers.models import Batch, Source, Stage
from gongkai.registers.services import again, papers
from gongkai.registers.services.comparing import Comparing
from gongkai.registers.services.errors import IllegalMove, Refused
from gongkai.registers.services.papers import Written
from gongkai.registers.services.submitting import unfit
from gongkai.registers.sheets.files import Unreadable

LEASE = timedelta(minutes=2)
"""A worker that was not heard of for so long is dead: another takes the batch up from its beginning."""

MOST_TRIES = 3
SMALL = 256 * 1024
"""A file up to this size is checked within a second, before anything else that waits."""

PASSING = ("tried", "of")
"""What is counted while the rows are checked and means nothing afterwards."""


class _Lost(Exception):
    """The batch is no longer this worker's: it was changed, or taken for dead."""


def check_waiting(*, is_small: bool, at: datetime) -> int:
    """Check what waits for it, small files or large ones; return how many batches were taken up.

    Several workers may: each batch is claimed by a conditional update. What kills the worker three times
    goes back to its clerk.
    """
    count = 0
    for pk in list(Batch.objects.unchecked(at).order_by("pk").values_list("pk", flat=True)):
        batch = Batch.objects.select_related("register", "organisation", "definition").get(pk=pk)
        if _is_small(batch) == is_small and _claim(batch, at):
            check(batch=batch, at=at)
            count += 1
    return count


def _is_small(batch: Batch) -> bool:
    if batch.source in again.ROWS:
        return batch.source == Source.FORM
    try:
        return papers.path_of(batch.file_digest).stat().st_size <= SMALL
    except Refused:  # said when it is checked
        return True


def _claim(batch: Batch, at: datetime) -> bool:
    """Take a batch for this worker, as it was read; tell whether that went."""
    tried = batch.counts.get("tried", 0) + 1
    as_read = Batch.objects.unchecked(at).filter(pk=batch.pk, claimed_until=batch.claimed_until)
    if tried > MOST_TRIES:
        told = {"refused": "核对没有完成，请把表格另存为 CSV 或者拆小后重新上传"}
        as_read.update(stage=Stage.RECEIVED.value, counts=told, claimed_until=None)
        return False
    batch.counts = {**batch.counts, "tried": tried}
    claimed = as_read.update(claimed_until=at + LEASE, counts=batch.counts)
    batch.claimed_until = at + LEASE
    return bool(claimed)


def check(*, batch: Batch, at: datetime) -> Batch:
    """Check a batch whose columns are said, so that it can be looked at; ``counts`` tell how far it is.

    One that had been submitted is submitted again where nothing stands against that. A batch that was changed
    meanwhile stays as it is: its rows are checked anew.
    """
    mine = _Mine(batch, at)
    try:
        with files.incoming() as changes, files.incoming() as faults:
            comparing = Comparing(mine.tell, batch, Written(faults), on=localdate(at))
            batch.rows = Written(changes).all(comparing.changes())
            batch.faults = comparing.faults.kept()
        batch.counts = {key: count for key, count in comparing.counts.items() if key not in PASSING}
        batch.stage = Stage.CHECKED.value
        if batch.submitted_at and not unfit(batch):
            batch.stage = Stage.SUBMITTED.value
    except (Unreadable, Refused, IllegalMove) as error:
        batch.stage, batch.counts = Stage.RECEIVED.value, {"refused": str(error)}
    except _Lost:
        batch.refresh_from_db()
        return batch
    mine.end()
    batch.refresh_from_db()
    return batch


class _Mine:
    """A batch as long as it is this worker's: every sign of life lengthens the claim."""

    def __init__(self, batch: Batch, at: datetime) -> None:
        self.batch, self.at, self.began = batch, at, time.monotonic()

    def tell(self, counts: Counter[str]) -> None:
        """Write down how far it is. Raises _Lost."""
        until = self.at + timedelta(seconds=time.monotonic() - self.began) + LEASE
        claimed_until = until if self.batch.claimed_until else None
        if not self._rows().update(counts=dict(counts), claimed_until=claimed_until):
            raise _Lost
        self.batch.claimed_until = claimed_until

    def end(self) -> None:
        """Write down what came of it, unless the batch was changed meanwhile."""
        names = ("stage", "counts", "rows", "faults", "base")
        self._rows().update(claimed_until=None, **{name: getattr(self.batch, name) for name in names})

    def _rows(self) -> QuerySet[Batch]:
        return Batch.objects.filter(
            pk=self.batch.pk, stage=Stage.CHECKING.value, claimed_until=self.batch.claimed_until
        )
