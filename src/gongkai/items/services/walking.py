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


def begin_walk(*, at: datetime) -> Run:
    """Return the walk that is under way, or begin one through every public item."""
    keys = Item.objects.public().order_by("pk").values_list("pk", flat=True)
    return services.begin(subjects=[f"item:{pk}" for pk in keys.iterator()], at=at)


def walk_on(*, run: Run, at: datetime) -> int:
    """Take up some items of a walk that nobody has, proof them, write down what was found.

    Returns how many; 0 when there are none to take. Several processes may walk at once.
    """
    rows = services.claim(run=run, size=PIECE, at=at)
    items = _fetched([_key(row) for row in rows])
    kept: dict[str, set[str]] = {}
    for subject, mark in Ignored.objects.filter(subject__in=[row.subject for row in rows]).values_list(
        "subject", "fingerprint"
    ):
        kept.setdefault(subject, set()).add(mark)
    lists = services.lists()
    results = [
        (row, _found(items[_key(row)], kept.get(row.subject, set()), lists, at) if _key(row) in items else [])
        for row in rows
    ]
    services.write_down(results=results, at=at)
    return len(rows)


def _key(row: Checked) -> int:
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
