"""withdraw, restore: whether an item may be read, apart from what it says and whether it is in force."""

from datetime import datetime

from django.db import transaction

from gongkai.items.models import Item, Presence, Stage, Verb
from gongkai.items.services import interpreting
from gongkai.items.services.announcing import announce
from gongkai.items.services.errors import stated_publicly
from gongkai.items.services.moves import UNSIGNED, Hand, locked_item, log, move, note
from gongkai.items.services.rights import require
from gongkai.orgs.models import Person
from gongkai.publication.models import Event


@transaction.atomic
def withdraw(*, item: Item, reason: str, by: Person, at: datetime) -> Item:
    """Take an item out of the public's sight, with a reason that the public can read.

    Number, versions, validity and ledger entries stay; what was signed to replace it goes back to the clerk.
    Raises IllegalMove, NotAllowed, Unready.
    """
    return _change(item, "withdraw", Event.WITHDRAWN.value, reason, by, at)


@transaction.atomic
def restore(*, item: Item, reason: str, by: Person, at: datetime) -> Item:
    """Make a withdrawn item readable again, as it was; raises as ``withdraw`` does."""
    return _change(item, "restore", Event.RESTORED.value, reason, by, at)


def _change(item: Item, verb: str, event: str, reason: str, by: Person, at: datetime) -> Item:
    plain = stated_publicly("reason", reason, "请说明理由")[:300]
    fresh = locked_item(item)
    hand = Hand(by, require(by, verb, fresh, at=at))
    fresh.is_public = verb == "restore"
    fresh.save(update_fields=["is_public"])
    Presence.objects.create(
        item=fresh, is_public=fresh.is_public, reason=plain, by=by, on_behalf_of=hand.whom, at=at
    )
    log(fresh, verb, by=hand, at=at, reason=plain)
    announce(fresh, event, note=plain, by=by, at=at)
    interpreting.follow(fresh, by=by, at=at)
    if not fresh.is_public:
        _hold_back(fresh, plain, hand, at)
    return fresh


def _hold_back(item: Item, reason: str, hand: Hand, at: datetime) -> None:
    """Return what waits for its day to the clerk: signed before the withdrawal, it would undo it."""
    for version in item.versions.filter(stage=Stage.SIGNED.value, disclosure="proactive"):
        move(version, Stage.DRAFT.value, **UNSIGNED)
        note(version, Verb.RETURN.value, reason=f"信息已撤回公开：{reason}", by=hand, at=at)
