"""Change single entries of the lists at the desk: add, change, retire, restore. Each act is logged."""

from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.orgs.models import Person
from gongkai.orgs.services import record
from gongkai.proofing.models import Entry
from gongkai.proofing.phrases import Phrase
from gongkai.proofing.services.rights import demand

DESK = "工作台"


class Refused(Exception):
    """The base of what these verbs refuse."""


class DuplicatePhrase(Refused):
    """The phrase is in the lists already, perhaps retired."""


class ChangedMeanwhile(Refused):
    """What is to be changed is no longer what was looked at."""


class AlreadyRetired(Refused):
    """A retired entry cannot be changed or retired again."""


class NotRetired(Refused):
    """Only a retired entry can be restored."""


@transaction.atomic
def add(*, phrase: Phrase, by: Person, at: datetime) -> Entry:
    """Add a phrase to the lists. Raises DuplicatePhrase, NotAllowed."""
    demand(by, "add", at=at)
    if Entry.objects.filter(wrong=phrase.wrong).exists():
        raise DuplicatePhrase(f"“{phrase.wrong}”已在词表中（停用的也保留）")
    return _done(store(phrase, source=DESK, by=by, at=at), "add-phrase", by=by, at=at)


@transaction.atomic
def change(*, entry: Entry, phrase: Phrase, by: Person, at: datetime) -> Entry:
    """Make an entry say what ``phrase`` says; ``entry`` is the version that was looked at.

    Raises ChangedMeanwhile, AlreadyRetired, NotAllowed.
    """
    demand(by, "change", at=at)
    current = _current(entry)
    if current.is_retired:
        raise AlreadyRetired("词条已停用，请先恢复")
    if current.phrase == phrase:
        return current
    made = store(phrase, source=DESK, file_digest=current.file_digest, by=by, at=at)
    return _done(made, "change-phrase", by=by, at=at)


@transaction.atomic
def retire(*, entry: Entry, reason: str, by: Person, at: datetime) -> Entry:
    """Look for a phrase no more; it stays in the lists with all its versions.

    Raises ChangedMeanwhile, AlreadyRetired, NotAllowed.
    """
    demand(by, "retire", at=at)
    current = _current(entry)
    if current.is_retired:
        raise AlreadyRetired("词条已经停用")
    made = _again(current, is_retired=True, note=reason, by=by, at=at)
    return _done(made, "retire-phrase", by=by, at=at, reason=reason)


@transaction.atomic
def restore(*, entry: Entry, reason: str, by: Person, at: datetime) -> Entry:
    """Look for a retired phrase again. Raises ChangedMeanwhile, NotRetired, NotAllowed."""
    demand(by, "restore", at=at)
    current = _current(entry)
    if not current.is_retired:
        raise NotRetired("词条没有停用")
    made = _again(current, is_retired=False, note=reason, by=by, at=at)
    return _done(made, "restore-phrase", by=by, at=at, reason=reason)


def _current(entry: Entry) -> Entry:
    current = Entry.objects.select_for_update(of=("self",)).get(wrong=entry.wrong, is_newest=True)
    if current.pk != entry.pk:
        raise ChangedMeanwhile("您打开之后，这个词条已被改动；请核对新内容后重新提交")
    return current


def _again(entry: Entry, **values: Any) -> Entry:
    return store(entry.phrase, source=DESK, file_digest=entry.file_digest, **values)


def store(phrase: Phrase, **values: Any) -> Entry:
    """Write the next version of a phrase; ``values`` are the columns besides what it says."""
    last = Entry.objects.filter(wrong=phrase.wrong).order_by("-serial").first()
    Entry.objects.filter(wrong=phrase.wrong, is_newest=True).update(is_newest=False)
    made = first(phrase, **values)
    made.serial = last.serial + 1 if last else 1
    made.save()
    return made


def first(phrase: Phrase, **values: Any) -> Entry:
    """Return the first version of a phrase, not yet stored."""
    return Entry(wrong=phrase.wrong, serial=1, **phrase.columns() | {"since": phrase.since}, **values)


def _done(entry: Entry, verb: str, *, by: Person, at: datetime, **detail: str) -> Entry:
    record(verb=verb, thing=entry.address, by=by, at=at, version=entry.serial, **detail)
    return entry
