"""retime: when a declaration changes how long entries are shown, those already public follow it."""

from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from gongkai.orgs.services import record
from gongkai.registers.models import Definition, Entry, Register
from gongkai.registers.models.entry import ENDING
from gongkai.registers.schema import Definition as Said
from gongkai.registers.services.retaining import shown_until

PIECE = 2000


def newest_declaration() -> Subquery:
    """Return, for a query of registers, the number of the declaration in force."""
    own = Definition.objects.filter(register=OuterRef("pk")).order_by().values("register")
    return Subquery(own.annotate(newest=Max("number")).values("newest"))


def retime(*, register: Register, at: datetime) -> int:
    """Say anew until when each entry is shown, shorter or longer; return of how many that changed.

    Done in portions, each for good: one that is cut off is begun again and finds less to do.
    """
    definition = register.definition
    said, before = definition.said, register.definitions.filter(number=register.timed_by).first()
    changed = 0
    if before is None or before.said.retention != said.retention:
        last = 0
        while piece := list(_after(register, last)):
            changed += _retimed(piece, said)
            last = piece[-1].pk
        record(verb="retime", thing=register.uri, by=None, at=at, entries=changed)
    Register.objects.filter(pk=register.pk).update(timed_by=definition.number)
    return changed


def _after(register: Register, last: int) -> list[Entry]:
    newest = Entry.objects.newest().filter(register=register, pk__gt=last).exclude(change__in=ENDING)
    return list(newest.only("pk", "values", "shown_until").order_by("pk")[:PIECE])


def _retimed(piece: list[Entry], said: Said) -> int:
    changed = []
    for entry in piece:
        until = shown_until(said, entry.values)
        if until != entry.shown_until:
            entry.shown_until = until
            changed.append(entry)
    Entry.objects.bulk_update(changed, ["shown_until"])
    return len(changed)
