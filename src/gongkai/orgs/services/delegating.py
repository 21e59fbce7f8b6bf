"""delegate, revoke: lending one's post to a colleague while one is away."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from gongkai.orgs import rules
from gongkai.orgs.models import Delegation, Person, Post
from gongkai.orgs.services.acts import record
from gongkai.orgs.services.people import InactivePerson, WrongDates
from gongkai.orgs.services.rights import NotAllowed


class NotDelegable(rules.Refusal):
    """The post cannot be lent, or not to this person, or not without a reason."""


@transaction.atomic
def delegate(  # noqa: PLR0913 - which post, to whom, for how long and why
    *, post: Post, deputy: Person, since: date, until: date, reason: str, by: Person, at: datetime
) -> Delegation:
    """Let ``deputy`` act in one's own ``post`` from ``since`` to ``until``, both days included.

    Raises NotAllowed for another's post, NotDelegable, InactivePerson, WrongDates.
    """
    if post.person_id != by.pk:
        raise NotAllowed("只能委托自己的岗位")
    _check(post, deputy, since, until, reason, at)
    made = Delegation.objects.create(
        post=post,
        giver=by,
        deputy=deputy,
        valid_from=since,
        valid_to=until,
        reason=reason.strip(),
        made_at=at,
    )
    _record("delegate", made, by, at)
    return made


def _check(post: Post, deputy: Person, since: date, until: date, reason: str, at: datetime) -> None:  # noqa: PLR0913
    today = localdate(at)
    if post.role not in rules.DELEGABLE:
        raise NotDelegable(f"{post.get_role_display()}岗位不能委托，请另行任命")
    if not Post.objects.current(on=max(since, today)).filter(pk=post.pk).exists():
        raise NotDelegable("该岗位届时已经离任")
    if not reason.strip():
        raise NotDelegable("请说明委托事由，例如：外出培训")
    if until < since or until < today:
        raise WrongDates("委托的最后一日不能早于开始之日或者今天")
    if not deputy.is_active:
        raise InactivePerson(f"{deputy.name}的账号已停用")
    if not colleagues(post, at=at).filter(pk=deputy.pk).exists():
        raise NotDelegable("只能委托同一机构有岗位的同事")


def colleagues(post: Post, *, at: datetime) -> QuerySet[Person]:
    """Return whom a post can be lent to: those who hold a post in the same organisation, oneself aside."""
    held = Post.objects.current(on=localdate(at)).filter(organisation=post.organisation_id)
    return Person.objects.filter(is_active=True, pk__in=held.values("person_id")).exclude(pk=post.person_id)


@transaction.atomic
def revoke(*, delegation: Delegation, by: Person, at: datetime) -> Delegation:
    """Take a delegation back at once; what was done under it stands. Raises NotAllowed."""
    row = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if row.giver_id != by.pk:
        raise NotAllowed("只有委托人可以撤销委托")
    if row.revoked_at is None:
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        _record("revoke-delegation", row, by, at)
    return row


def _record(verb: str, row: Delegation, by: Person, at: datetime) -> None:
    record(
        verb=verb,
        thing=row.giver.uri,
        by=by,
        at=at,
        organisation_key=row.post.organisation.key,
        role=row.post.role,
        deputy=row.deputy.account,
        since=row.valid_from.isoformat(),
        on=row.valid_to.isoformat(),
    )
