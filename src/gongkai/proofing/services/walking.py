"""Walk through everything public: rows are claimed, checked, recorded; a killed walk goes on where it was."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from gongkai.proofing.models import Checked, Run
from gongkai.proofing.rules import Finding, Weight

LEASE = timedelta(seconds=60)
"""How long a row that was taken up is left to whoever took it: longer than any of them needs."""
KEPT = 5  # walks whose results are kept
MOST_FINDINGS = 200  # of one thing
PIECE = 1000


def begin(*, subjects: Iterable[tuple[str, int | None]], at: datetime) -> Run:
    """Return the walk that is under way, or a new one through ``subjects``; old results are let go.

    Each subject comes with the organisation whose it is. Of two workers that begin at once, one begins.
    """
    running = under_way()
    if running is not None:
        return running
    try:
        return _begun(subjects, at)
    except IntegrityError:
        return Run.objects.get(is_running=True)


@transaction.atomic
def _begun(subjects: Iterable[tuple[str, int | None]], at: datetime) -> Run:
    run = Run.objects.create(begun_at=at)
    rows = [Checked(run=run, subject=subject, organisation_id=owner) for subject, owner in subjects]
    Checked.objects.bulk_create(rows, batch_size=PIECE)
    run.total = len(rows)
    run.save(update_fields=["total"])
    old = Run.objects.values_list("pk", flat=True)[KEPT:]
    Run.objects.filter(pk__in=list(old)).delete()
    return run


def claim(*, run: Run, size: int, at: datetime) -> list[Checked]:
    """Take up rows that nobody has; each is another's no more. Empty when there are none to take."""
    free = Checked.objects.filter(run=run).waiting(claimed_before=at - LEASE)
    wanted = list(free.order_by("pk").values_list("pk", flat=True)[:size])
    with transaction.atomic():
        rows = list(free.select_for_update().filter(pk__in=wanted))
        Checked.objects.filter(pk__in=[row.pk for row in rows]).update(claimed_at=at)
    return rows


@transaction.atomic
def write_down(*, results: Sequence[tuple[Checked, Sequence[Finding]]], at: datetime) -> None:
    """Record what was found of each row."""
    for row, found in results:
        row.checked_at = at
        row.blocks, row.asks, row.tells = (
            sum(each.weight is weight for each in found)
            for weight in (Weight.BLOCKS, Weight.ASKS, Weight.TELLS)
        )
        row.findings = [_told(each) for each in found[:MOST_FINDINGS]]
        row.save(update_fields=["checked_at", "blocks", "asks", "tells", "findings"])


def _told(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "weight": finding.weight.value,
        "place": finding.place,
        "sentence": finding.sentence,
        "remedy": finding.remedy,
    }


def under_way() -> Run | None:
    """Return the walk that has not come to its end, whoever began it."""
    return Run.objects.filter(is_running=True).first()


def is_due(*, hour: int, at: datetime) -> bool:
    """Whether a walk is to begin: it is past ``hour`` o'clock and none began since then today."""
    now = localtime(at)
    since = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return now >= since and not Run.objects.filter(begun_at__gte=since).exists()


def rows_about(subject: str) -> list[Checked]:
    """Return where ``subject`` stands in the walk whose findings count, if it was checked there."""
    run = Run.objects.shown()
    return list(Checked.objects.filter(run=run, subject=subject).exclude(checked_at=None)) if run else []


def finish(*, run: Run, at: datetime) -> bool:
    """Close a walk of which nothing is left; return whether that is so."""
    if Checked.objects.filter(run=run).unchecked().exists():
        return False
    Run.objects.filter(pk=run.pk, is_running=True).update(finished_at=at, is_running=False)
    return True
