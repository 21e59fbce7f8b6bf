"""Who may do what with work points, plans and progress."""

from datetime import datetime

from django.utils.timezone import localdate

from gongkai.items.models import Item
from gongkai.orgs.models import Organisation, Person
from gongkai.planning.models import DOERS, Assignment, Filing, Task, WorkPoints, regions_decided

OFFICE_VERBS = frozenset({"adopt", "assign", "unassign", "accept", "return", "set-due"})
DEPARTMENT_VERBS = frozenset({"plan", "file", "report"})

Thing = WorkPoints | Task | Filing | Assignment | Organisation | Item


class NotAllowed(Exception):
    """A person without the right tried an act."""


def can(person: Person | None, verb: str, thing: Thing, *, at: datetime) -> bool:
    """Whether ``person`` may do ``verb`` with ``thing`` on the day of ``at``.

    The openness office of the region adopts, assigns, accepts and returns; clerks, reviewers and signers
    of a department plan, file and report for their own department and for those that it has succeeded.
    """
    if person is None or not person.is_authenticated:
        return False
    if verb in OFFICE_VERBS:
        return regions_decided(person, at=at).filter(pk=_region(thing)).exists()
    if verb in DEPARTMENT_VERBS:
        own = Organisation.objects.kept_by(person, *DOERS, on=localdate(at))
        return own.filter(pk=_organisation(thing)).exists()
    raise ValueError(f"unknown verb {verb}")


def demand(person: Person, verb: str, thing: Thing, *, at: datetime) -> None:
    """Raise NotAllowed unless ``person`` may."""
    if not can(person, verb, thing, at=at):
        raise NotAllowed("您没有办理这项工作的权限")


def _region(thing: Thing) -> str:
    match thing:
        case WorkPoints():
            return thing.region_id
        case Task():
            return thing.work_points.region_id
        case Filing():
            return thing.work_points.region_id
        case Assignment():
            return thing.task.work_points.region_id
        case Item():
            return thing.publisher.region_id
    return thing.region_id


def _organisation(thing: Thing) -> int:
    match thing:
        case Filing() | Assignment():
            return thing.organisation_id
        case Organisation():
            return thing.pk
    raise ValueError(f"{thing!r} belongs to no department")
