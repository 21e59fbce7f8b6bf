"""reader, history: what the public may read of a register. Everything given out is masked already.

Rows, counts and downloads come from the snapshot alone, so that readers do not depend on who is writing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Protocol

import duckdb

from gongkai.orgs.models import Organisation, Region
from gongkai.registers import schema
from gongkai.registers.asking import Names, Question
from gongkai.registers.fields import Value
from gongkai.registers.models import Change, Definition, Entry, Register, Release
from gongkai.registers.models.entry import ENDING
from gongkai.registers.services.snapshots import made_from, newest
from gongkai.registers.snapshot import answering, turning, walking
from gongkai.registers.snapshot.building import connect

KEPT_OPEN = 8
"""So many snapshots stay open in a process: each keeps some of its columns in memory."""
TRIES = 5
LARGEST = 2**63 - 1
"""No entry has a greater number."""


class NoSuchRegister(LookupError):
    """Nothing is public of such a register, or what became public is still being prepared."""


@dataclass(frozen=True)
class Reader:
    """One register as the public may read it. ``names`` gives organisations and regions their names."""

    register: Register
    snapshot: answering.Snapshot
    place: Path

    @property
    def number(self) -> int:
        """The number of the release as of which the snapshot was made."""
        return made_from(self.place)[0]

    @property
    def release(self) -> Release:
        """The release as of which the snapshot was made."""
        return self.register.releases.select_related("organisation").get(number=self.number)

    @property
    def edition(self) -> tuple[int, int]:
        """The numbers of the release and of the definition from which the snapshot was made."""
        return made_from(self.place)

    @property
    def said(self) -> schema.Definition:
        return self.snapshot.said

    @cached_property
    def names(self) -> dict[str, Names]:
        return {
            "organisation": dict(Organisation.objects.values_list("key", "short_name")),
            "region": dict(Region.objects.values_list("code", "name")),
        }

    def answer(self, question: Question) -> answering.Answer:
        """Return the page that a question asks for, with the counts of its facets."""
        return answering.answer(self.snapshot, question)

    def entry(self, serial: int) -> answering.Shown | None:
        """Return one entry by its number, None if it is not shown."""
        return answering.entry(self.snapshot, serial) if serial <= LARGEST else None

    def newest(self, question: Question, *, limit: int) -> list[tuple[answering.Shown, date]]:
        """Return the entries that became public last, each with the day on which it did."""
        return answering.newest(self.snapshot, question, limit)

    def alike(self, key: str, value: str, *, limit: int) -> list[answering.Shown]:
        """Return the entries that have ``value`` in the field ``key``: those of one chain."""
        return answering.alike(self.snapshot, key, value, limit)

    def total(self, question: Question) -> int:
        """Return how many entries a question means."""
        return turning.total(self.snapshot, question)

    def portion(
        self, question: Question, *, size: int, after: int | None = None
    ) -> tuple[Sequence[answering.Shown], bool]:
        """Return entries behind the one numbered ``after``, and whether there are more; or LookupError."""
        return turning.portion(self.snapshot, question, size=size, after=after)

    def earlier(self, before: int, *, page: int = 1) -> tuple[list[int], int]:
        """Return the serials of a page of the entries numbered lower, in the usual order, and how many."""
        return turning.earlier(self.snapshot, before, page)

    def all_earlier(self, before: int) -> Iterator[list[int]]:
        """Yield the serials of all entries numbered lower, a portion at a time."""
        return turning.all_earlier(self.snapshot, before)

    def walk(self, question: Question) -> Iterator[answering.Shown]:
        """Yield all entries that a question means, in its order, whatever page it names."""
        return walking.walk(self.snapshot, question)


@dataclass(frozen=True)
class Version:
    """One version of an entry; ``values`` are empty where what it said is no longer to be read."""

    number: int
    change: str
    at: datetime
    organisation: str
    release: int
    reason: str
    values: Mapping[str, Value]

    @property
    def is_shown(self) -> bool:
        return self.change not in ENDING


def reader(*, key: str) -> Reader:
    """Return the register ``key`` as of its newest snapshot. Raises NoSuchRegister."""
    found = Register.objects.select_related("obligation__area").filter(key=key, is_public=True).first()
    if found is None:
        raise NoSuchRegister(key)
    for _ in range(TRIES):
        if (place := newest(found)) is None:
            break
        with suppress(duckdb.IOException):  # a newer one was put in its place just now
            return Reader(found, _opened(found, place), place)
    raise NoSuchRegister(key)


_turn = Lock()
_open: OrderedDict[str, tuple[Path, answering.Snapshot]] = OrderedDict()


def _opened(register: Register, place: Path) -> answering.Snapshot:
    """Return the snapshot at ``place``; the process keeps it open until a newer one is asked for."""
    with _turn:
        path, snapshot = _open.get(register.key, (None, None))
        if snapshot is None or path != place:
            snapshot = answering.opened(_definition(register, place).said, connect(place))
        _open[register.key] = (place, snapshot)
        _open.move_to_end(register.key)
        while len(_open) > KEPT_OPEN:
            _open.popitem(last=False)  # closed as soon as nobody reads from it
        return snapshot


def _definition(register: Register, place: Path) -> Definition:
    """Return the definition under which a snapshot was made: a newer one may name columns it lacks."""
    return register.definitions.get(number=made_from(place)[1])


def history(*, register: Register, serial: int) -> list[Version]:
    """Return the versions of an entry, the newest first; none where there never was such an entry.

    What stood before an ending or a correction is named, not told: it was taken back.
    """
    if serial > LARGEST:
        return []
    found = Entry.objects.filter(register=register, serial=serial).order_by("-version")
    versions = list(found.select_related("release", "organisation"))
    since = told_since(versions)
    said = register.definition.said  # what is masked today is masked in what was said before
    return [
        Version(
            number=each.version,
            change=each.change,
            at=each.at,
            organisation=each.organisation.key,
            release=each.release.number,
            reason=each.reason,
            values=schema.masked(said, each.values, newest=versions[0].values)
            if each.version >= since
            else {},
        )
        for each in versions
    ]


class Changed(Protocol):
    """What became of an entry with one version."""

    @property
    def version(self) -> int: ...

    @property
    def change(self) -> str: ...


def told_since(versions: Iterable[Changed]) -> int:
    """Return from which version on the public may read what an entry said; the newest comes first."""
    for each in versions:
        if each.change in ENDING:
            return each.version + 1
        if each.change == Change.CORRECTED:
            return each.version
    return 1
