"""archive, archived_entry: what came down, for those entitled to read it still; each look is logged.

个人信息保护法第五十一条: who looks into what is no longer public leaves a trace. What was looked for does
not: it may be a name, and the log is never erased.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from gongkai.law.chinese import plain_width
from gongkai.orgs.models import Person
from gongkai.orgs.services import record
from gongkai.registers import schema
from gongkai.registers.fields import Value
from gongkai.registers.models import Entry, Register
from gongkai.registers.models.entry import ERASED, EntryQuerySet
from gongkai.registers.services.looking import InWords
from gongkai.registers.services.reading import LARGEST
from gongkai.registers.services.retaining import rule_for, shown_until
from gongkai.registers.services.rights import demand

LONGEST = 100
ON_A_PAGE = 50


class NoSuchEntry(LookupError):
    """Nothing of that number is in the archive, or not for this person."""


@dataclass(frozen=True)
class Kept:
    """An entry that came down: why and when. Where it was erased, ``title`` and ``identity`` are empty."""

    entry: Entry
    title: str
    identity: str

    @property
    def is_erased(self) -> bool:
        return self.entry.key.startswith(ERASED)


@dataclass(frozen=True)
class Told:
    """One field of a version; ``is_dropped`` where a rule says that its value is not kept."""

    label: str
    text: str
    is_dropped: bool


@dataclass(frozen=True)
class File:
    """All that is kept of one entry: its versions, the newest first, each with what it said."""

    kept: Kept
    versions: list[tuple[Entry, list[Told]]]
    basis: str
    until: date | None
    is_to_be_erased: bool


def archive(
    *, register: Register, words: str = "", page: int = 1, by: Person, at: datetime
) -> tuple[list[Kept], int]:
    """Return a page of what came down, the latest first, and how many there are; log the look.

    ``words`` must all stand in what identifies an entry; a number may be its serial. Raises NotAllowed.
    """
    demand(by, "read-archive", register, at=at)
    found = _matching(_of(register, by, at), words)
    start, count = (page - 1) * ON_A_PAGE, found.count()
    rows = list(found.select_related("organisation", "release")[start : start + ON_A_PAGE])
    record(verb="read-archive", thing=register.uri, by=by, at=at, page=page, searched=bool(words.strip()))
    shown = InWords(register.definition.said)
    return [_kept(shown, each) for each in rows], count


def archived_entry(*, register: Register, serial: int, by: Person, at: datetime) -> File:
    """Return all that is kept of one entry that came down; log the look. Raises NoSuchEntry, NotAllowed."""
    demand(by, "read-archive", register, at=at)
    newest = _of(register, by, at).filter(serial=min(serial, LARGEST)).first()
    if newest is None:
        raise NoSuchEntry(serial)
    record(verb="read-archive", thing=f"{register.uri}/entry/{serial}", by=by, at=at)
    said, shown = register.definition.said, InWords(register.definition.said)
    found = Entry.objects.filter(register=register, serial=serial).order_by("-version")
    versions = [
        (each, list(_told(said, shown, each.values)) if each.values else [])
        for each in found.select_related("organisation", "release")
    ]
    rule = rule_for(said, newest.values)
    return File(
        kept=_kept(shown, newest),
        versions=versions,
        basis=rule.basis if rule else "",
        until=shown_until(said, newest.values),
        is_to_be_erased=bool(rule and rule.is_erased),
    )


def _of(register: Register, by: Person, at: datetime) -> EntryQuerySet:
    """Return what ``by`` may read; by the releases that took something down, so that no more is walked."""
    down = Entry.objects.archived(by, at=at).filter(release__register=register, release__ended__gt=0)
    return down.order_by("-release__number", "serial")


def _matching(found: EntryQuerySet, words: str) -> EntryQuerySet:
    for word in plain_width(words.replace("\0", ""))[:LONGEST].split():
        wanted = Q(key__icontains=word) & ~Q(key__startswith=ERASED)
        if word.isascii() and word.isdigit() and int(word) <= LARGEST:
            wanted |= Q(serial=int(word))
        found = found.filter(wanted)
    return found


def _kept(shown: InWords, entry: Entry) -> Kept:
    said = shown.said
    identity = (
        f"{said.fields[key].label}：{text}"
        for key in said.identity
        if key not in said.headline and (text := shown.show(key, entry.values.get(key)))
    )
    return Kept(entry, shown.title(entry.values), "；".join(identity))


def _told(said: schema.Definition, shown: InWords, values: dict[str, Value]) -> Iterator[Told]:
    dropped = _dropped(said, values)
    for key, field in said.fields.items():
        if (text := shown.show(key, values.get(key))) or key in dropped:
            yield Told(field.heading, text, key in dropped)


def _dropped(said: schema.Definition, values: dict[str, Value]) -> list[str]:
    return [each.field for each in said.masks if each.is_dropped and schema.holds(each.when, values)]
