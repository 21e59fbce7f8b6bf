"""Organisations are founded, changed and closed; never deleted, so that what they published stays theirs."""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.orgs import rules
from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.orgs.services.acts import record
from gongkai.orgs.services.rights import NotAllowed, can, demand, keep_one_administrator

CHANGEABLE = (
    "name short_name kind parent credit_code org_code valid_from order functions divisions "
    "address hours phone fax online head index_template"
).split()


class ClosedOrganisation(rules.Refusal):
    """The organisation no longer exists on the day of the act."""


class SuccessionLoop(rules.Refusal):
    """An organisation would follow, or stand under, itself."""


class ChangedMeanwhile(rules.Refusal):
    """Somebody else has changed the organisation since it was looked at."""


def fingerprint(organisation: Organisation) -> str:
    """Return a short sign of everything that may change, to notice a second editor."""
    values = [str(getattr(organisation, f"{name}_id" if name == "parent" else name)) for name in CHANGEABLE]
    return sha256("\0".join(values).encode()).hexdigest()[:16]


@transaction.atomic
def found(*, organisation: Organisation, by: Person | None, at: datetime) -> Organisation:
    """Store a new organisation (an unsaved row). Raises ValidationError, NotAllowed."""
    demand(by, "found", organisation, at=at)
    organisation.full_clean()
    organisation.save(force_insert=True)
    _record("found", organisation, by=by, at=at, name=organisation.name)
    return organisation


@transaction.atomic
def change(
    *,
    organisation: Organisation,
    fields: Mapping[str, object],
    seen: str = "",
    by: Person | None,
    at: datetime,
) -> Organisation:
    """Change what may change about an organisation; the key, part of its address, may not.

    ``seen`` is the ``fingerprint`` of what was looked at. The log names the fields, not their values: a
    head's name is personal data. Raises ValidationError, NotAllowed, SuccessionLoop, ChangedMeanwhile.
    """
    demand(by, "change", organisation, at=at)
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if seen and seen != fingerprint(row):
        raise ChangedMeanwhile(
            "您打开之后，机构资料已被他人修改；请对照各栏的现存内容，再次保存以您填写的为准"
        )
    changed = [name for name in CHANGEABLE if name in fields and getattr(row, name) != fields[name]]
    for name in changed:
        setattr(row, name, fields[name])
    _refuse_loop(row, "parent")
    row.full_clean()
    if changed:
        row.save(update_fields=changed)
        _record("change", row, by=by, at=at, fields=changed)
    return row


@transaction.atomic
def close(
    *,
    organisation: Organisation,
    on: date,
    successor: Organisation | None = None,
    by: Person | None,
    at: datetime,
) -> Organisation:
    """End an organisation on its last day ``on`` and name who takes over its duties and its items.

    The posts in it end with it, by the rules of dismissing one by one. Raises ClosedOrganisation if it has
    ended, SuccessionLoop, NotAllowed (also for a post that ``by`` may not end), LastAdministrator, and
    ValidationError if ``on`` lies before its foundation.
    """
    demand(by, "close", organisation, at=at)
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if row.valid_to is not None:
        raise ClosedOrganisation(f"{row.name}已于 {row.valid_to} 撤销")
    row.valid_to, row.successor = on, successor
    _refuse_loop(row, "successor")
    row.full_clean()
    _end_posts(row, on=on, by=by, at=at)
    row.save(update_fields=["valid_to", "successor"])
    _record("close", row, by=by, at=at, on=on.isoformat(), successor=successor.key if successor else "")
    return row


def _end_posts(row: Organisation, *, on: date, by: Person | None, at: datetime) -> None:
    """End what goes on after ``on``: who may not dismiss somebody may not do so by closing the house."""
    ending = Post.objects.filter(organisation=row).after(on).select_related("person", "organisation")
    for post in ending.select_for_update(of=("self",)):
        if by is not None and not can(by, "dismiss", post, at=at):
            role = post.get_role_display()
            raise NotAllowed(f"{post.person.name}在该机构任{role}，须由其他有权限的人先登记离任")
        if post.role == Role.ADMIN.value:
            keep_one_administrator(Post.objects.exclude(organisation=row), on=localdate(at))
        post.valid_to = max(on, post.valid_from)
        post.save(update_fields=["valid_to"])


def _refuse_loop(organisation: Organisation, link: str) -> None:
    above = getattr(organisation, f"{link}_id")
    while above is not None:
        if above == organisation.pk:
            what = "上级机构" if link == "parent" else "承接机构"
            raise SuccessionLoop(f"{organisation.name}不能是自己的{what}")
        above = Organisation.objects.values_list(f"{link}_id", flat=True).get(pk=above)


def _record(
    verb: str, organisation: Organisation, *, by: Person | None, at: datetime, **detail: object
) -> None:
    thing = organisation.uri
    record(verb=verb, thing=thing, by=by, at=at, organisation_key=organisation.key, **detail)
