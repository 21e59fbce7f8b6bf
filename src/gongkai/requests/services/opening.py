"""What was asked for becomes public, or stays as it is, with a reason (条例第四十四条).

The draft holds no applicant: whoever writes it is refused where the name, number or address of one stands in
it, and proofing looks on before it is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.html import escape

from gongkai.clocks import services as clocks
from gongkai.items import services as items
from gongkai.items.models import Item, Kind
from gongkai.law.deadlines import local_day
from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.rules import Refusal
from gongkai.orgs.services.acts import record
from gongkai.requests import vault
from gongkai.requests.declared import law
from gongkai.requests.models import Applicant, Group, Kinship, Record, Request, Verdict
from gongkai.requests.services.alike import DUTY
from gongkai.requests.services.course import happen, unmoved
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.offices import office_of
from gongkai.requests.services.rights import NotAllowed, demand

SHORTEST = 2
"""A name of one sign would be found in every text."""


class NotPublishable(Refusal):
    """What was not given to an applicant yet, or names one, cannot become public so."""


@transaction.atomic
def publish(*, group: Group, title: str, body: str, reason: str, by: Person, at: datetime) -> Item:
    """Draft an item from what was asked for by the requests of a group, and link both ways.

    ``body`` is plain text, a paragraph a line. Raises NotAllowed, NotPublishable, NamesSomebody, and what
    items refuse.
    """
    demand(by, "handle", group.organisation, at=at)
    members = list(Request.objects.filter(kinship__group=group).select_related("organisation"))
    if not any(each.counted_as in law().alike.opened for each in members):
        raise NotPublishable("这一信息还没有依申请公开过，请先答复申请人")
    _check_nobody_named(members, f"{title}\n{body}")
    for each in members:
        nameless(each, reason)
    publisher = publisher_of(group, by, at=at)
    if publisher is None:
        raise NotAllowed("您没有起草主动公开信息的权限")
    version = items.draft(
        kind=Kind.NOTICE.value,
        publisher=publisher,
        fields={
            "title": title.strip(),
            "body": "".join(f"<p>{escape(line.strip())}</p>" for line in body.splitlines() if line.strip()),
            "made_on": local_day(at),
            "disclosure": "proactive",
        },
        by=by,
        at=at,
    )
    _decide(group, Verdict.PUBLISH, reason, by, at, item=version.item)
    for each in members:
        facts = {"item": version.item_id, "group": group.pk}
        happen(request=each, kind=Record.PUBLISH, words=reason, facts=facts, by=by, at=at)
    return version.item


def publisher_of(about: Group | Request, by: Person, *, at: datetime) -> Organisation | None:
    """Return for which organisation ``by`` may draft what was asked for: the one that was asked, or, for the
    openness office, its own; None for whoever drafts nothing.
    """
    places = (about.organisation, office_of(by, at=at))
    return next((each for each in places if each and items.can(by, "draft", each, at=at)), None)


@transaction.atomic
def publish_one(*, request: Request, title: str, body: str, reason: str, by: Person, at: datetime) -> Item:
    """Draft an item from one answered request of public interest.

    Raises as ``publish``, and ChangedMeanwhile.
    """
    demand(by, "handle", request, at=at)
    unmoved(request)
    return publish(group=group_of(request, at=at), title=title, body=body, reason=reason, by=by, at=at)


def group_of(request: Request, *, at: datetime) -> Group:
    """Return the group of a request, of itself alone where nothing was like it."""
    kinship, _ = Kinship.objects.select_related("group").get_or_create(request=request)
    if kinship.group is None:
        day = local_day(request.registered_at)
        kinship.group = Group.objects.create(organisation=request.organisation, begun_at=at, last_on=day)
        kinship.save(update_fields=["group"])
    return kinship.group


@transaction.atomic
def decline(*, group: Group, reason: str, by: Person, at: datetime) -> None:
    """Decide that what was asked for does not become public.

    Raises NotAllowed, NotPublishable, NamesSomebody.
    """
    demand(by, "handle", group.organisation, at=at)
    for each in Request.objects.filter(kinship__group=group):
        nameless(each, reason)
    _decide(group, Verdict.NOT, reason, by, at, item=None)


def _decide(group: Group, verdict: Verdict, reason: str, by: Person, at: datetime, item: Item | None) -> None:
    """Write a decision down; one against can be changed, a draft that was given up may be made again."""
    if not reason.strip():
        raise NotPublishable("请写明理由")
    said = {"verdict": verdict.value, "reason": reason.strip(), "decided_at": at, "decided_by": by}
    if not Group.objects.filter(pk=group.pk, item=None).update(**said, item=item):
        raise NotPublishable("这组申请的信息已经转为主动公开")
    clocks.meet(subject=group.uri, duty=DUTY, by=by, at=at)
    record(verb="requests.decide-alike", thing=group.uri, by=by, at=at, verdict=verdict.value)


@transaction.atomic
def part(*, kinship: Kinship, by: Person, at: datetime) -> None:
    """Take a request out of a group: it asks for something else. It is compared no more.

    Raises NotAllowed, NotPublishable once the group was decided upon.
    """
    group = kinship.group
    demand(by, "handle", kinship.request, at=at)
    if group is None or group.verdict:
        raise NotPublishable("这件申请不在相似申请中，或者已经作出决定")
    Kinship.objects.filter(pk=kinship.pk).update(group=None, percent=0, is_settled=True)
    if group.members.count() < SHORTEST:
        group.members.update(group=None, percent=0)
        clocks.cancel(subject=group.uri, duty=DUTY, by=by, at=at)
        group.delete()


def _check_nobody_named(members: Iterable[Request], text: str) -> None:
    """Raise NotPublishable where a text tells who asked."""
    found = Applicant.objects.filter(request__in=[each.pk for each in members])
    plain = text.replace(" ", "")
    try:
        is_told = any(part in plain for applicant in found for part in _telling(applicant))
    except vault.Unreadable as error:
        raise NotPublishable(f"申请人信息{error}，不能核对草稿中有没有申请人的信息") from error
    if is_told:
        raise NotPublishable("标题或者正文中有申请人的姓名、名称、证件号码或者联系方式，请去掉后再办")


def _telling(applicant: Applicant) -> Iterator[str]:
    who = applicant.identity
    for each in (who.name, who.id_number, who.head, who.contact, who.phone, who.email, who.fax, who.address):
        if len(told := each.replace(" ", "")) >= SHORTEST:
            yield told
