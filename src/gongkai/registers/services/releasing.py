"""put: what a register says changes in public: entries get their next versions, the waist announces it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import orjson
from django.utils.timezone import localdate

from gongkai.orgs.models import Written, insert
from gongkai.publication import services as waist
from gongkai.publication.models import Event
from gongkai.registers.fields import Value
from gongkai.registers.models import Change, Entry, Register, Release
from gongkai.registers.models.entry import ENDING
from gongkai.registers.services.judging import Judge, judge
from gongkai.registers.services.papers import Row
from gongkai.registers.services.retaining import Displays
from gongkai.registers.services.submitting import REASONED
from gongkai.ui.sharing import prefetched

PIECE = 2000
TOLD = (*REASONED, Change.LAPSED.value)
"""Of these the entry itself tells the reason."""


Before = tuple[int, int, int, bool]
"""The row of the version until now, its serial, its number, whether it was shown."""


def put(*, release: Release, rows: Iterable[Row]) -> Release:
    """Write a release with its entries and take it through the waist; in the caller's transaction, which
    holds the register. A thread takes the ``rows``, which ask no database.
    """
    register = release.register
    release.number = register.release + 1
    release.save(force_insert=True)
    judged = judge(release)
    counts, release.root = _entered(release, rows, judged)
    release.in_time, release.late, release.latest = judged.in_time, judged.late, judged.latest
    release.chain = hashlib.sha256(f"{register.chain}:{release.root}".encode()).hexdigest()
    release.added = counts[Change.RECORDED.value] + counts[Change.RESTORED.value]
    release.changed = counts[Change.AMENDED.value] + counts[Change.CORRECTED.value]
    release.ended = sum(counts[change] for change in ENDING)
    release.save()
    _announce(release)
    return release


@dataclass(frozen=True)
class _Piece:
    """New versions column by column, as far as they follow from their rows alone.

    ``days`` are those of the events of what is new.
    """

    key: list[str]
    change: list[str]
    values: Written
    digest: list[str]
    shown_until: list[date | None]
    days: list[Value]


def _pieces(rows: Iterable[Row], displays: Displays, event: str) -> Iterator[_Piece]:
    rest = iter(rows)
    while piece := list(islice(rest, PIECE)):
        texts = [canonical(values) for *_, values in piece]
        yield _Piece(
            key=[key for _, _, key, _ in piece],
            change=[change for change, *_ in piece],
            values=Written([text.decode() for text in texts]),
            digest=[hashlib.sha256(text).hexdigest() for text in texts],
            shown_until=[
                None if change == Change.LAPSED else displays.until(values) for change, *_, values in piece
            ],
            days=[values.get(event) for change, *_, values in piece if event and change == Change.RECORDED],
        )


def _entered(release: Release, rows: Iterable[Row], judged: Judge) -> tuple[Counter[str], str]:
    """Write the entries of a release; return how many of each change, and the digest over all of them."""
    register, counts, digest = release.register, Counter[str](), hashlib.sha256()
    for piece in prefetched(_pieces(rows, Displays(release.definition.said), judged.event)):
        before = _before(release, piece.key)
        if before:
            Entry.objects.filter(pk__in=[pk for pk, *_ in before.values()]).update(is_newest=False)
        serials, versions = _numbered(register, piece.key, before)
        counts.update(piece.change)
        register.total += sum(change not in ENDING for change in piece.change)
        register.total -= sum(was_shown for *_, was_shown in before.values())
        for day in piece.days:
            judged.hear(day)
        told = zip(serials, versions, piece.change, piece.digest, strict=True)
        digest.update("".join([f"{a} {b} {c} {d}\n" for a, b, c, d in told]).encode())
        insert(
            Entry,
            len(piece.key),
            serial=serials,
            version=versions,
            key=piece.key,
            change=piece.change,
            values=piece.values,
            digest=piece.digest,
            shown_until=piece.shown_until,
            reason=[release.note if change in TOLD else "" for change in piece.change],
            register_id=register.pk,
            release_id=release.pk,
            organisation_id=release.organisation_id,
            at=release.at,
        )
    return counts, digest.hexdigest()


def _before(release: Release, keys: Sequence[str]) -> dict[str, Before]:
    """Return the newest version of each key that was ever public."""
    if release.number == 1:
        return {}
    newest = Entry.objects.named(release.register, keys)
    found = newest.values_list("key", "pk", "serial", "version", "change")
    return {key: (pk, serial, version, change not in ENDING) for key, pk, serial, version, change in found}


def _numbered(
    register: Register, keys: Iterable[str], before: Mapping[str, Before]
) -> tuple[list[int], list[int]]:
    """Return the serial and the version of each entry; what is new is counted on."""
    serials, versions = [], []
    for key in keys:
        if was := before.get(key):
            serials.append(was[1])
            versions.append(was[2] + 1)
        else:
            register.last_serial += 1
            serials.append(register.last_serial)
            versions.append(1)
    return serials, versions


def canonical(values: dict[str, Value]) -> bytes:
    """Return what an entry says as it is stored and hashed, however its fields are ordered."""
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)


def _announce(release: Release) -> None:
    """Take the release through the waist; the register's row says the same."""
    register, said = release.register, release.definition.said
    event = Event.AMENDED if release.added or release.changed else Event.CORRECTED  # which meets no duty
    event = event if register.is_public else Event.PUBLISHED
    register.release, register.chain, register.released_at = release.number, release.chain, release.at
    register.defined, register.is_public = release.definition.digest, True
    register.address = register.get_absolute_url()
    obligation = register.obligation
    told = waist.announce(
        notice=waist.Notice(
            event=event.value,
            address=register.address,
            number="",
            version=release.number,
            kind="register",
            title=register.title,
            publisher=release.organisation,
            content=register.content(),
            text="\n".join([said.description, *(field.label for field in said.current)]),
            published_on=localdate(release.at),
            area_key=obligation.area.key,
            area_title=obligation.area.title,
            obligation_key=obligation.key,
            topics=(f"register:{register.key}",),
            note=f"新增 {release.added} 条，变更 {release.changed} 条，撤下 {release.ended} 条",
        ),
        by=release.by,
        at=release.at,
    )
    register.announced = told.seq
    register.timed_by = register.timed_by or release.definition.number
    register.save()
