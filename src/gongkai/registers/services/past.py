"""day_of, seen: what the public saw of a register at the end of a day, as far as it may still be read.

The past brings nothing back: only entries that are shown today are told of, only versions that ``history``
tells too, and with the masks of today. 个人信息保护法第四十七条.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.utils.timezone import localdate

from gongkai.law.deadlines import end_of
from gongkai.registers import schema
from gongkai.registers.fields import Value
from gongkai.registers.models import Entry, Register, Release
from gongkai.registers.models.entry import ENDING
from gongkai.registers.services.reading import LARGEST, told_since


class NotYet(ValueError):
    """Nothing was public of a register on that day, or the day has not come."""


@dataclass(frozen=True)
class Day:
    """The end of a day: ``release`` was the newest then, the entries numbered ``before`` were there."""

    on: date
    release: Release
    before: int


@dataclass(frozen=True)
class Seen:
    """An entry as it stood since ``on``; ``values`` are None where what it said may no longer be read."""

    serial: int
    version: int
    organisation: str
    on: date
    values: Mapping[str, Value] | None


class _Mark(NamedTuple):
    """A version without what it says."""

    pk: int
    serial: int
    version: int
    change: str
    shown_until: date | None
    at: datetime
    number: int
    organisation: str


MARK = ("pk", "serial", "version", "change", "shown_until", "at", "release__number", "organisation__key")


def first_day(*, register: Register) -> date:
    """Return the day on which the register first became public."""
    return localdate(register.releases.earliest("number").at)


def day_of(*, register: Register, on: date, at: datetime) -> Day:
    """Return how far a register was at the end of ``on``. Raises NotYet with the sentence for people."""
    if on > localdate(at):
        raise NotYet("日期不能晚于今天")
    release = register.releases.filter(at__lte=end_of(on)).order_by("-number").first()
    if release is None:
        raise NotYet(f"这个台账自 {first_day(register=register)} 起公开，请选择这一天或者以后的日期")
    later = Entry.objects.filter(release__register=register, release__number__gt=release.number, version=1)
    first = later.order_by("release__number", "serial").values_list("serial", flat=True).first()
    return Day(on, release, first or LARGEST)


def seen(*, register: Register, day: Day, serials: Sequence[int], at: datetime) -> list[Seen]:
    """Return the entries as they stood, in the order named; those no longer shown are left out."""
    said = register.definition.said  # what is masked today is masked in what was said before
    on = None if register.is_held else localdate(at)
    picked = list(_picked(register, day, serials, on))
    told = [pk for newest, was, is_told in picked if is_told for pk in (newest.pk, was.pk)]
    values = dict(Entry.objects.filter(pk__in=told).values_list("pk", "values"))
    made = {
        was.serial: Seen(
            serial=was.serial,
            version=was.version,
            organisation=was.organisation,
            on=localdate(was.at),
            values=schema.masked(said, values[was.pk], newest=values[newest.pk]) if is_told else None,
        )
        for newest, was, is_told in picked
    }
    return [made[serial] for serial in serials if serial in made]


def _picked(
    register: Register, day: Day, serials: Sequence[int], on: date | None
) -> Iterator[tuple[_Mark, _Mark, bool]]:
    """Yield of each entry shown today its newest version, the one of the day, whether that may be read."""
    rows = Entry.objects.filter(register=register, serial__in=serials).order_by("serial", "-version")
    marks = (_Mark(*each) for each in rows.values_list(*MARK).iterator())
    for _, group in groupby(marks, key=lambda each: each.serial):
        versions = list(group)
        newest = versions[0]
        was = next((each for each in versions if each.number <= day.release.number), None)
        if was is None or was.change in ENDING:  # it was not there yet, or taken down
            continue
        is_over = on is not None and newest.shown_until is not None and newest.shown_until < on
        if newest.change not in ENDING and not is_over:
            yield newest, was, was.version >= told_since(versions)
