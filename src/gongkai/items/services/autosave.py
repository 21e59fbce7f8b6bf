"""keep, kept, forget: what somebody has typed but not saved, so that nothing typed is ever lost."""

from collections.abc import Mapping
from datetime import datetime

from gongkai.items.models import Autosave
from gongkai.orgs.models import Person


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
