"""Who may declare registers."""

from datetime import datetime

from django.utils.timezone import localdate

from gongkai.orgs.models import Person, Post, Role
from gongkai.orgs.services import NotAllowed

DECLARE = frozenset({"declare", "retire"})


def can(person: Person | None, verb: str, *, at: datetime) -> bool:
    """Return whether ``person`` may ``declare`` or ``retire`` registers: the openness office may."""
    if person is None or not person.is_authenticated or verb not in DECLARE:
        return False
    return Role.OPENNESS.value in Post.objects.of(person, on=localdate(at)).roles()


def demand(person: Person | None, verb: str, *, at: datetime) -> None:
    """Raise NotAllowed unless ``person`` may; None is the system itself, which may."""
    if person is not None and not can(person, verb, at=at):
        raise NotAllowed("只有政务公开科可以声明台账")
