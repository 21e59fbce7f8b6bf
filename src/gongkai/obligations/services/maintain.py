"""Change single rows of the catalogue at the desk: add, change, retire, restore. Each act is logged."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.obligations.models import Obligation
from gongkai.obligations.rules import Change, Declared, Stored, compare
from gongkai.obligations.services import store
from gongkai.obligations.services.periodic import call_off
from gongkai.obligations.services.reading import row_of
from gongkai.obligations.services.rights import demand
from gongkai.orgs.models import Person
from gongkai.orgs.services import record

DESK = "desk"


class DuplicateKey(Exception):
    """Another obligation, perhaps a retired one, has this key."""


class ChangedMeanwhile(Exception):
    """What is to be changed is no longer what was looked at."""


class AlreadyRetired(Exception):
    """A retired obligation cannot be changed or retired again."""


class NotRetired(Exception):
    """Only a retired obligation can be restored."""


@transaction.atomic
def add(*, row: Declared, by: Person, at: datetime) -> Obligation:
    """Store a new obligation. Raises DuplicateKey, NotAllowed."""
    demand(by, "add", at=at)
    if Obligation.objects.filter(key=row.key).exists():
        raise DuplicateKey(f"代号“{row.key}”已经用过（停用的事项也保留代号）")
    obligation = store.put(row, origin=DESK)
    _finish(row, "add", obligation, by=by, at=at, title=row.title)
    return obligation


@transaction.atomic
def change(*, obligation: Obligation, row: Declared, seen: str, by: Person, at: datetime) -> Obligation:
    """Make ``obligation`` say what ``row`` says; ``seen`` is the digest of what the editor looked at.

    Raises ChangedMeanwhile, AlreadyRetired, NotAllowed.
    """
    demand(by, "change", at=at)
    current = _locked(obligation)
    if current.digest != seen:
        raise ChangedMeanwhile("您打开之后，这个事项已被改动；请核对新内容后重新提交")
    if current.retired_on is not None:
        raise AlreadyRetired("事项已停用，请先恢复")
    stored = {current.key: Stored(row_of(current), current.file_digest, False)}
    row = replace(row, key=current.key)
    difference = compare(stored, [row], whole=False)
    for each in difference.changed:
        store.put(row, origin=DESK)
        log_change(each, by=by, at=at)
        store.derive()
        store.renew_pages([stored[current.key].row, row])
    return Obligation.objects.get(pk=current.pk)


@transaction.atomic
def retire(*, obligation: Obligation, reason: str, by: Person, at: datetime) -> Obligation:
    """Take an obligation out of force; it stays, with all that was published under it.

    Raises AlreadyRetired, NotAllowed.
    """
    demand(by, "retire", at=at)
    current = _locked(obligation)
    if current.retired_on is not None:
        raise AlreadyRetired("事项已经停用")
    current.retired_on = localdate(at)
    current.save(update_fields=["retired_on"])
    call_off(current, at=at)
    _finish(row_of(current), "retire", current, by=by, at=at, reason=reason)
    return current


@transaction.atomic
def restore(*, obligation: Obligation, reason: str, by: Person, at: datetime) -> Obligation:
    """Put a retired obligation back in force. Raises NotRetired, NotAllowed."""
    demand(by, "restore", at=at)
    current = _locked(obligation)
    if current.retired_on is None:
        raise NotRetired("事项没有停用")
    current.retired_on = None
    current.save(update_fields=["retired_on"])
    _finish(row_of(current), "restore", current, by=by, at=at, reason=reason)
    return current


def log_change(change: Change, *, by: Person | None, at: datetime) -> None:
    """Log what a changed row said before and says now."""
    columns = {label: [before, after] for label, before, after in change.columns}
    thing = f"obligation:{change.row.key}"
    record(verb="change", thing=thing, by=by, at=at, columns=columns, restored=change.is_restored)


def _locked(obligation: Obligation) -> Obligation:
    return Obligation.objects.select_for_update(of=("self",)).select_related("area").get(pk=obligation.pk)


def _finish(
    row: Declared, verb: str, obligation: Obligation, *, by: Person, at: datetime, **detail: str
) -> None:
    record(verb=verb, thing=obligation.address, by=by, at=at, **detail)
    store.derive()
    store.renew_pages([row])
