"""keep, kept, forget, purge: what somebody has typed but not saved, so that nothing typed is ever lost."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from gongkai.items.models import Autosave
from gongkai.orgs.models import Person

GIVEN_UP = timedelta(days=180)
"""How long words wait to be taken up again."""


def keep(*, person: Person, place: str, values: Mapping[str, object], at: datetime) -> Autosave:
    """Keep what ``person`` has typed at ``place`` (an address of the desk) in place of what was there."""
    return Autosave.objects.update_or_create(
        person=person, place=place[:120], defaults={"values": dict(values), "at": at}
    )[0]


def kept(person: Person, place: str) -> Autosave | None:
    """Return what was kept, None if nothing waits to be taken up again."""
    return Autosave.objects.filter(person=person, place=place[:120]).first()


def forget(person: Person, place: str) -> None:
    """Let go of what was kept: it has been saved, or is not wanted."""
    Autosave.objects.filter(person=person, place=place[:120]).delete()


def purge(*, at: datetime) -> int:
    """Let go of words that nobody has taken up for half a year; return of how many drafts."""
    return Autosave.objects.filter(at__lt=at - GIVEN_UP).delete()[0]
