"""May this person keep the lists? The openness office may; everyone with a post may read them."""

from datetime import datetime

from django.utils.timezone import localdate

from gongkai.orgs.models import Person, Post, Role
from gongkai.orgs.services import NotAllowed

READ = "read"
KEEP = frozenset({"add", "change", "retire", "restore", "upload"})


def can(person: Person, verb: str, *, at: datetime) -> bool:
    """Return whether ``person`` may do ``verb``: read, add, change, retire, restore or upload."""
    roles = Post.objects.of(person, on=localdate(at)).roles()
    if verb == READ:
        return bool(roles)
    return verb in KEEP and Role.OPENNESS.value in roles


def demand(person: Person | None, verb: str, *, at: datetime) -> None:
    """Raise NotAllowed unless ``person`` may; None is the system itself, which may."""
    if person is not None and not can(person, verb, at=at):
        raise NotAllowed("只有政务公开科可以维护校对词表")
