"""Who may do what with an annual report (条例第四十九条、第四条).

A body writes its own; the openness office writes that of the government, decides about all, and may publish.
It alone has one that is public corrected, or takes it back.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.timezone import localdate

from gongkai.orgs.models import Kind, Organisation, Person, Post, Role
from gongkai.orgs.rules import Refusal
from gongkai.requests.models import HANDLERS, AnnualReport

OFFICE = Role.OPENNESS.value
RIGHTS: Mapping[str, frozenset[str]] = {
    "see": frozenset(HANDLERS),
    "write": frozenset(HANDLERS),
    "decide": frozenset(),
    "publish": frozenset({Role.SIGNER.value}),
    "reopen": frozenset(),
    "withdraw": frozenset(),
}
"""The roles that may within the organisation of a report."""


class NotAllowed(Refusal):
    """A person without the right tried an act."""


def can(person: Person | None, verb: str, thing: AnnualReport | Organisation, *, at: datetime) -> bool:
    """Whether ``person`` may do ``verb`` with a report, or with the reports of an organisation."""
    if person is None or not person.is_authenticated:
        return False
    on, body = localdate(at), thing.organisation if isinstance(thing, AnnualReport) else thing
    posts = Post.objects.exercised(person, on=on)
    if any(role == OFFICE for _, role, _ in posts):
        return verb != "write" or body.kind == Kind.GOVERNMENT.value or _keeps(posts, body, {OFFICE}, at)
    return _keeps(posts, body, RIGHTS[verb], at)


def _keeps(
    posts: list[tuple[int, str, int]], body: Organisation, roles: frozenset[str] | set[str], at: datetime
) -> bool:
    keepers = body.keepers(on=localdate(at))
    return any(place in keepers and role in roles for place, role, _ in posts)


def demand(person: Person | None, verb: str, thing: AnnualReport | Organisation, *, at: datetime) -> None:
    """Raise NotAllowed unless ``person`` may."""
    if not can(person, verb, thing, at=at):
        raise NotAllowed("您没有办理这份年度报告的权限")
