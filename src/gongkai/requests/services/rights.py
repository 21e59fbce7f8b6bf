"""Who may do what with a case.

条例第四条: each organ answers for its own. Clerks and reviewers handle, signers sign; the openness office
(政府信息公开工作机构) may do both everywhere, but nobody signs what they wrote themselves.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.orgs.rules import Refusal
from gongkai.requests.models import HANDLERS, Request

OFFICE = Role.OPENNESS.value
RIGHTS: Mapping[str, frozenset[str]] = {
    "register": frozenset({Role.CLERK.value, OFFICE}),
    "handle": frozenset({Role.CLERK.value, Role.REVIEWER.value, OFFICE}),
    "sign": frozenset({Role.SIGNER.value, OFFICE}),
    "see": frozenset({*HANDLERS, OFFICE}),
    "oversee": frozenset({OFFICE}),
}
"""The roles that may: in the organisation of the case, the openness office in every one."""


class NotAllowed(Refusal):
    """A person without the right tried an act."""


def can(person: Person | None, verb: str, thing: Request | Organisation, *, at: datetime) -> bool:
    """Whether ``person`` may do ``verb`` with a case, or with the requests made to an organisation."""
    if person is None or not person.is_authenticated:
        return False
    on, organisation = localdate(at), thing.organisation if isinstance(thing, Request) else thing
    places = {
        (place, role) for place, role, _ in Post.objects.exercised(person, on=on) if role in RIGHTS[verb]
    }
    if any(role == OFFICE for _, role in places):
        return True
    return any(place in organisation.keepers(on=on) for place, _ in places)


def demand(person: Person | None, verb: str, thing: Request | Organisation, *, at: datetime) -> None:
    """Raise NotAllowed unless ``person`` may."""
    if not can(person, verb, thing, at=at):
        raise NotAllowed("您没有办理这件申请的权限")


def is_office(person: Person, *, at: datetime) -> bool:
    """Whether ``person`` works in the openness office, whose cases are those of all."""
    return any(role == OFFICE for _, role, _ in Post.objects.exercised(person, on=localdate(at)))
