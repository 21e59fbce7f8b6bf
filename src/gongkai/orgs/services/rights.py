"""May this person do this? The one place where the app decides."""

from datetime import date, datetime

from django.utils.timezone import localdate

from gongkai.orgs import rules
from gongkai.orgs.models import Organisation, Person, Post, PostQuerySet, Role

Thing = Organisation | Person | Post | None


class NotAllowed(rules.Refusal):
    """The person holds no post that gives this right."""


class LastAdministrator(rules.Refusal):
    """Without this person nobody could administer the system."""


def can(person: Person, verb: str, thing: Thing = None, *, at: datetime) -> bool:
    """Return whether ``person`` may do ``verb`` (a key of ``rules.RIGHTS``) to ``thing`` at ``at``.

    ``thing`` is an organisation, a person, a post (unsaved for ``appoint``), or None where the verb
    needs none (``found``, ``hire``, ``see-people``, ``read-log``).
    """
    roles = {role for _, role in Post.objects.held_by(person, on=localdate(at))}
    return rules.allows(roles, verb, to_oneself=_subject(thing) == person, about_role=_role(thing, at=at))


def demand(person: Person | None, verb: str, thing: Thing = None, *, at: datetime) -> None:
    """Raise NotAllowed unless ``person`` may; None is the system itself, which may."""
    if person is not None and not can(person, verb, thing, at=at):
        raise NotAllowed("您的岗位没有这项权限")


def keep_one_administrator(others: PostQuerySet, *, on: date) -> None:
    """Raise LastAdministrator unless somebody holds one of ``others`` as administrator for good."""
    if not others.administrators(on=on).exists():
        raise LastAdministrator("这是最后一位系统管理员，请先任命另一位")


def _subject(thing: Thing) -> Person | None:
    return thing.person if isinstance(thing, Post) else thing if isinstance(thing, Person) else None


def _role(thing: Thing, *, at: datetime) -> str:
    """Return the role an act is about: that of a post, or the highest of a person."""
    if isinstance(thing, Post):
        return thing.role
    if isinstance(thing, Person):
        roles = Post.objects.of(thing, on=localdate(at)).roles()
        return Role.ADMIN.value if Role.ADMIN.value in roles else ""
    return ""
