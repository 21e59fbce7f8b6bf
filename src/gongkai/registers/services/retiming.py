"""outdated, retime: when declaration or law change how long entries are shown, what is public follows."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from gongkai.clocks.loading import calendar, limits
from gongkai.law.deadlines import Unit
from gongkai.orgs.services import record
from gongkai.registers.models import Definition, Entry, Register
from gongkai.registers.models.entry import ENDING
from gongkai.registers.schema import Definition as Said
from gongkai.registers.services.retaining import Displays, length_of

PIECE = 2000


def outdated() -> Iterator[Register]:
    """Yield the public registers whose entries do not yet follow their declaration or the law."""
    found = Definition.objects.filter(register__is_public=True).order_by("register_id", "-number")
    for _, versions in groupby(found.select_related("register"), key=lambda each: each.register_id):
        each = next(versions)
        register = each.register
        if register.timed_by < each.number or register.timed_under != law_of(each.said):
            yield register


def law_of(said: Said) -> str:
    """Return a digest of the limits by which a register shows its entries, and of the working days where
    they count; empty where it names none, so that no law can change them.
    """
    told = [str([(row.valid_from, row.valid_to, row.length) for row in limits().history(rule.limit)])
            for rule in said.retention if rule.limit]  # fmt: skip
    lengths = filter(None, map(length_of, said.retention))
    if any(length.unit is Unit.WORKING_DAYS for length in lengths):
        told.append(str(calendar().notices))
    return hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""


def retime(*, register: Register, at: datetime) -> int:
    """Say anew until when each entry is shown, shorter or longer; return of how many that changed.

    Done in portions, each for good: one that is cut off is begun again and finds less to do.
    """
    definition = register.definition
    said, before = definition.said, register.definitions.filter(number=register.timed_by).first()
    law, changed = law_of(said), 0
    if before is None or before.said.retention != said.retention or law != register.timed_under:
        last, displays = 0, Displays(said)
        while piece := list(_after(register, last)):
            changed += _retimed(piece, displays)
            last = piece[-1].pk
    if changed:
        record(verb="retime", thing=register.uri, by=None, at=at, entries=changed)
    Register.objects.filter(pk=register.pk).update(timed_by=definition.number, timed_under=law)
    return changed


def _after(register: Register, last: int) -> list[Entry]:
    newest = Entry.objects.newest().filter(register=register, pk__gt=last).exclude(change__in=ENDING)
    return list(newest.only("pk", "values", "shown_until").order_by("pk")[:PIECE])


def _retimed(piece: list[Entry], displays: Displays) -> int:
    changed = []
    for entry in piece:
        until = displays.until(entry.values)
        if until != entry.shown_until:
            entry.shown_until = until
            changed.append(entry)
    Entry.objects.bulk_update(changed, ["shown_until"])
    return len(changed)
