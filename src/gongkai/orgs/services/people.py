"""People are hired, appointed, dismissed and deactivated; never deleted, since what they signed remains."""

import secrets
from datetime import date, datetime

from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.orgs import rules
from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.orgs.services.acts import record
from gongkai.orgs.services.organisations import ClosedOrganisation
from gongkai.orgs.services.rights import demand, keep_one_administrator


class AlreadyAppointed(rules.Refusal):
    """The person holds this very post on that day."""


class InactivePerson(rules.Refusal):
    """The account is switched off."""


class WrongDates(rules.Refusal):
    """A post would end before it begins."""


def initial_password() -> str:
    """Return a random password of 80 bits that can be read out: 4 groups of 4 letters and digits."""
    letters = [secrets.choice(rules.INITIAL_ALPHABET) for _ in range(16)]
    return "-".join("".join(letters[place : place + 4]) for place in range(0, 16, 4))


@transaction.atomic
def hire(
    *, account: str, name: str, email: str = "", encoded: str = "", by: Person | None, at: datetime
) -> tuple[Person, str]:
    """Open an account; return it with its initial password, which must be changed at the first sign-in.

    With ``encoded``, a password already hashed (an account moved from elsewhere), that one is kept and no
    initial password is given. Raises ValidationError, NotAllowed.
    """
    demand(by, "hire", at=at)
    secret = "" if encoded else initial_password()
    person = Person(account=account, name=name, email=email, must_change_password=not encoded)
    person.password = encoded or make_password(secret)
    person.full_clean()
    person.save(force_insert=True)
    _record("hire", person, by=by, at=at)
    return person, secret


@transaction.atomic
def change_person(*, person: Person, name: str, email: str, by: Person | None, at: datetime) -> Person:
    """Correct a name or an e-mail address; the account, by which the log knows them, stays.

    Raises ValidationError, NotAllowed.
    """
    demand(by, "change-person", person, at=at)
    row = Person.objects.select_for_update().get(pk=person.pk)
    row.name, row.email = name, email
    row.full_clean()
    row.save(update_fields=["name", "email"])
    _record("change-person", row, by=by, at=at)
    return row


@transaction.atomic
def appoint(  # noqa: PLR0913 - a post is a person, a place, a role and a day
    *, person: Person, organisation: Organisation, role: str, since: date, by: Person | None, at: datetime
) -> Post:
    """Give ``person`` a role in an organisation from ``since`` on.

    Raises NotAllowed, InactivePerson, ClosedOrganisation, AlreadyAppointed, ValidationError.
    """
    post = Post(person=person, organisation=organisation, role=role, valid_from=since)
    demand(by, "appoint", post, at=at)
    if not person.is_active:
        raise InactivePerson(f"{person.name}的账号已停用")
    if organisation.valid_to is not None and organisation.valid_to < since:
        raise ClosedOrganisation(f"{organisation.name}已于 {organisation.valid_to} 撤销")
    held = Post.objects.filter(person=person, organisation=organisation, role=role)
    if held.filter(Q(valid_to=None) | Q(valid_to__gte=since)).exists():
        raise AlreadyAppointed(f"{person.name}已任{organisation.short_name}{post.get_role_display()}")
    post.full_clean()
    post.save(force_insert=True)
    _record_post("appoint", post, by=by, at=at, since=since)
    return post


@transaction.atomic
def dismiss(*, post: Post, on: date, by: Person | None, at: datetime) -> Post:
    """End a post; ``on`` is its last day. Raises NotAllowed, WrongDates, LastAdministrator."""
    demand(by, "dismiss", post, at=at)
    row = Post.objects.select_for_update().get(pk=post.pk)
    if on < row.valid_from:
        raise WrongDates(f"离任日期不能早于任职日期 {row.valid_from}")
    if row.valid_to is not None and row.valid_to < on:
        raise WrongDates(f"该岗位已于 {row.valid_to} 离任")
    if row.role == Role.ADMIN.value:
        keep_one_administrator(Post.objects.exclude(pk=row.pk), on=localdate(at))
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    _record_post("dismiss", row, by=by, at=at, on=on)
    return row


@transaction.atomic
def deactivate(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Switch an account off at once; open sessions end. Raises NotAllowed, LastAdministrator."""
    demand(by, "deactivate", person, at=at)
    keep_one_administrator(Post.objects.exclude(person=person), on=localdate(at))
    return _switch(person, active=False, verb="deactivate", by=by, at=at)


@transaction.atomic
def reactivate(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Switch an account on again; its posts are what they were. Raises NotAllowed."""
    demand(by, "reactivate", person, at=at)
    return _switch(person, active=True, verb="reactivate", by=by, at=at)


@transaction.atomic
def set_password(*, person: Person, password: str, by: Person, at: datetime) -> Person:
    """Change one's own password by the rules. Raises ValidationError, NotAllowed for another's."""
    if by != person:
        demand(by, "reset-password", person, at=at)
    validate_password(password, person)
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    _record("set-password", person, by=by, at=at)
    return person


@transaction.atomic
def reset_password(*, person: Person, by: Person | None, at: datetime) -> str:
    """Return a new initial password for someone who lost theirs; sessions and lockouts end.

    Raises NotAllowed.
    """
    demand(by, "reset-password", person, at=at)
    secret = initial_password()
    person.set_password(secret)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    AccessAttempt.objects.filter(username=person.account).delete()
    _record("reset-password", person, by=by, at=at)
    return secret


def _switch(person: Person, *, active: bool, verb: str, by: Person | None, at: datetime) -> Person:
    person.is_active = active
    person.save(update_fields=["is_active"])
    _record(verb, person, by=by, at=at)
    return person


def _record(verb: str, person: Person, *, by: Person | None, at: datetime) -> None:
    record(verb=verb, thing=person.uri, by=by, at=at)


def _record_post(verb: str, post: Post, *, by: Person | None, at: datetime, **days: date) -> None:
    detail = {"role": post.role, **{name: day.isoformat() for name, day in days.items()}}
    key = post.organisation.key
    record(verb=verb, thing=post.person.uri, by=by, at=at, organisation_key=key, **detail)
