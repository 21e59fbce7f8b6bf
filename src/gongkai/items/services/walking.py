"""Proof everything public: begin a walk, go on with it, piece by piece."""

from datetime import datetime

from gongkai.items.models import Item, Version
from gongkai.items.services import proofing
from gongkai.proofing import services
from gongkai.proofing.models import Checked, Ignored, Run
from gongkai.proofing.rules import Finding
from gongkai.proofing.services import Lists

PIECE = 100
"""Items that are taken up at once: some seconds of work, far within the lease."""
PORTION = 20
"""The worker takes up fewer: its other jobs, such as sending mail, wait for them."""


def begin_walk(*, at: datetime) -> Run:
    """Return the walk that is under way, or begin one through every public item."""
    rows = Item.objects.public().order_by("pk").values_list("pk", "publisher")
    return services.begin(subjects=[(f"item:{pk}", publisher) for pk, publisher in rows.iterator()], at=at)


def walk_at_night(*, hour: int, at: datetime) -> int:
    """Go on with the walk that is under way by one portion; begin one a day, past ``hour`` o'clock.

    Returns how many items were taken up. Called again and again by the worker: a walk that was broken off,
    whoever began it, comes to its end.
    """
    run = services.under_way()
    if run is None and services.is_due(hour=hour, at=at):
        run = begin_walk(at=at)
    if run is None:
        return 0
    done = walk_on(run=run, size=PORTION, at=at)
    services.finish(run=run, at=at)
    return done


def check_again(*, item: Item, at: datetime) -> None:
    """Proof one public item again and write it down where its findings are shown."""
    rows = services.rows_about(item.uri)
    if rows and item.is_public:
        fresh = _fetched([item.pk])[item.pk]
        found = _found(fresh, set(services.ignored(item.uri)), services.lists(), at)
        services.write_down(results=[(row, found) for row in rows], at=at)


def walk_on(*, run: Run, size: int = PIECE, at: datetime) -> int:
    """Take up some items of a walk that nobody has, proof them, write down what was found.

    Returns how many; 0 when there are none to take. Several processes may walk at once.
    """
    rows = services.claim(run=run, size=size, at=at)
    items = _fetched([key_of(row) for row in rows])
    kept: dict[str, set[str]] = {}
    for subject, mark in Ignored.objects.filter(subject__in=[row.subject for row in rows]).values_list(
        "subject", "fingerprint"
    ):
        kept.setdefault(subject, set()).add(mark)
    lists = services.lists()
    results = [
        (
            row,
            _found(items[key_of(row)], kept.get(row.subject, set()), lists, at)
            if key_of(row) in items
            else [],
        )
        for row in rows
    ]
    services.write_down(results=results, at=at)
    return len(rows)


def key_of(row: Checked) -> int:
    """Return the primary key of the item that a row of a walk is about."""
    return int(row.subject.partition(":")[2])


def _fetched(keys: list[int]) -> dict[int, Item]:
    """Return the items that are public still, with all that their checks ask for."""
    found = Item.objects.public().select_related("publisher", "obligation", "current__obligation")
    return found.prefetch_related("relations", "current__attachments").in_bulk(keys)


def _found(item: Item, kept: set[str], lists: Lists, at: datetime) -> list[Finding]:
    version: Version | None = item.current
    if version is None:
        return []
    version.item = item  # what was fetched with this row is not asked for again
    found = proofing.spots_in(version, lists=lists, at=at)
    return [spot.finding for spot in found if spot.fingerprint not in kept]
