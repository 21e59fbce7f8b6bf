"""sign and publish: a release becomes public, all of it or nothing."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.items.models import Change, Decision, Item, Presence, Stage, Verb, Version
from gongkai.items.services import duty, interpreting, reexamining
from gongkai.items.services.announcing import announce
from gongkai.items.services.approvals import decide
from gongkai.items.services.duty import obligation_of
from gongkai.items.services.errors import REFUSALS
from gongkai.items.services.moves import Hand, current, locked_all, move, note
from gongkai.items.services.numbers import allocate
from gongkai.items.services.release import May, check_interpreted, together
from gongkai.items.services.rights import can, require, step_of
from gongkai.items.services.validity import affected, begin, enforce
from gongkai.orgs.models import Person
from gongkai.publication.models import Event

logger = logging.getLogger(__name__)
EVENTS = {
    Change.FIRST.value: Event.PUBLISHED.value,
    Change.AMEND.value: Event.AMENDED.value,
    Change.CORRECT.value: Event.CORRECTED.value,
}


@transaction.atomic
def sign(*, version: Version, publish_at: datetime | None = None, by: Person, at: datetime) -> Version:
    """Sign a version and what goes with it; publish at once unless ``publish_at`` is still to come.

    What is not proactively disclosed is signed and stays at the desk. Raises NotAllowed, IllegalMove,
    MissingInterpretation, Unready (index number), and then nothing has changed.
    """
    fresh = current(version)
    hand = Hand(by, require(by, "sign", fresh, at=at))
    members = locked_all(together(fresh, stage=Stage.SIGNING.value, may=_may_join(fresh, by, at)))
    check_interpreted(members)
    later = publish_at if publish_at and publish_at > at else None
    for each in members:
        _sign(each, later if each.disclosure == "proactive" else None, by, at)
    if later is None:
        _publish_all(members, hand, at)
    return next(each for each in members if each.pk == version.pk)


def _sign(version: Version, when: datetime | None, by: Person, at: datetime) -> None:
    row, whom = step_of(by, "sign", version, at=at)
    row.version, hand = version, Hand(by, whom)
    decide(row, Decision.AGREED, "", hand, at)
    move(version, Stage.SIGNED.value, signed_by=by, signed_for=whom, signed_at=at, publish_at=when)
    note(version, Verb.SIGN.value, by=hand, at=at, publish_at=when.isoformat() if when else "")
    reexamining.expect(version, hand, at)


def _may_join(version: Version, by: Person, at: datetime) -> May:
    """Let another organisation's interpretation join only where the signer may sign for that one too."""
    own = version.item.publisher_id
    return lambda each: each.item.publisher_id == own or can(by, "sign", each, at=at)


@transaction.atomic
def publish(*, version: Version, by: Person | None, at: datetime) -> Version:
    """Publish a signed version and what was signed with it now; ``by=None`` is the set time come.

    Raises IllegalMove unless signed, NotAllowed, MissingInterpretation, Unready.
    """
    fresh = current(version)
    hand = Hand(by, require(by, "publish", fresh, at=at) if by else None)
    members = locked_all(together(fresh, stage=Stage.SIGNED.value))
    check_interpreted(members)
    _publish_all(members, hand, at)
    return next(each for each in members if each.pk == version.pk)


def publish_due(*, at: datetime) -> int:
    """Publish every signed version whose time has come; return how many went public.

    One that cannot be published is left for the desk, named in the log, and does not hold up the others.
    """
    due = Version.objects.filter(stage=Stage.SIGNED.value, disclosure="proactive", publish_at__lte=at)
    count = 0
    for version in due.select_related("item").order_by("publish_at", "item_id"):
        try:
            count += _publish_one(version, at)
        except REFUSALS as error:
            logger.warning("%s 定时公开失败：%s", version.item.uri, error)
    return count


@transaction.atomic
def _publish_one(version: Version, at: datetime) -> int:
    fresh = current(version)
    if fresh.stage != Stage.SIGNED.value or fresh.item.is_withdrawn:
        return 0  # went public with its release; or the public was told that it is withdrawn
    members = locked_all(together(fresh, stage=Stage.SIGNED.value))
    if any(member.stage != Stage.SIGNED.value for member in members):
        return 0  # another worker was first, or it was sent back
    check_interpreted(members)
    return _publish_all(members, Hand(None), at)


def publish_alone(version: Version, hand: Hand, at: datetime) -> None:
    """Let one signed version become public by itself, whatever should go with it."""
    _publish_all([version], hand, at)


def _publish_all(members: list[Version], hand: Hand, at: datetime) -> int:
    by = hand.by
    public = [each for each in members if each.disclosure == "proactive"]
    events = [EVENTS[each.change] if each.item.address else Event.PUBLISHED.value for each in public]
    for each in public:
        _publish(each, hand, at)
    for each in public:
        affected(each.item)
    for each, event in zip(public, events, strict=True):
        announce(each.item, event, note=each.change_note, by=by, at=at)
        enforce(each.item, by=by, at=at)
    for each in public:
        interpreting.follow(each.item, by=by, at=at)
    return len(public)


def _publish(version: Version, hand: Hand, at: datetime) -> None:
    """Give the number, freeze the version, put it in the place of the one before."""
    item = version.item
    item.number = allocate(version, at=at)
    for old in item.versions.filter(stage=Stage.PUBLIC.value):
        move(old, Stage.SUPERSEDED.value)
    move(version, Stage.PUBLIC.value, published_at=at, obligation=obligation_of(version))
    note(version, Verb.PUBLISH.value, by=hand, at=at, number=item.number)
    _make_present(item, version, hand.by, at)
    begin(item, by=hand.by, at=at)
    duty.meet(version, by=hand.by, at=at)


def _make_present(item: Item, version: Version, by: Person | None, at: datetime) -> None:
    if not item.is_public:
        reason = version.change_note if item.address else ""
        Presence.objects.create(item=item, is_public=True, reason=reason, by=by, at=at)
    item.address = item.address or item.get_absolute_url()
    item.first_published_at = item.first_published_at or at
    item.published_on = item.published_on or version.published_on or localdate(at)
    item.obligation = version.obligation
    item.current, item.theme, item.genre = version, version.theme, version.genre
    item.is_public = True
    item.save()
