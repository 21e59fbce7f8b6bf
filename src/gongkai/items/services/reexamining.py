"""reexamine: what is withheld comes up again (条例第十八条：对不予公开的政府信息进行定期评估审查)."""

from datetime import datetime

from django.db import transaction

from gongkai.clocks import services as clocks
from gongkai.items.models import Change, Item, Verb, Version
from gongkai.items.services import drafting
from gongkai.items.services.errors import stated
from gongkai.items.services.moves import Hand, locked_item, note
from gongkai.items.services.rights import require
from gongkai.law.limits import UnknownLimit
from gongkai.orgs.models import Person

LIMIT, DUTY = "withheld-reexamination", "reexamination"


def expect(version: Version, hand: Hand, at: datetime) -> None:
    """Let the clock of the next re-examination run for what was just decided to be withheld."""
    item = version.item
    clocks.cancel(subject=item.uri, duty=DUTY, by=hand.by, at=at)
    if version.disclosure != "withheld":
        return
    title = f"评估审查不予公开的《{version.title}》"[:200]
    try:
        clocks.start(
            subject=item.uri, duty=DUTY, title=title, organisation=item.publisher, limit=LIMIT,
            by=hand.by, at=at,
        )  # fmt: skip
    except UnknownLimit:
        return  # no cadence is set


@transaction.atomic
def reexamine(*, item: Item, is_opened: bool, reason: str, by: Person, at: datetime) -> Version:
    """Look again at what is withheld: keep it so with a reason, or begin a version to be made public.

    Opened, the new draft goes the whole way like any other. Raises Unready without a reason, IllegalMove
    unless the newest decision is to withhold, NotAllowed.
    """
    plain = stated("reason", reason, "请说明评估审查的理由")[:300]
    fresh = locked_item(item)
    hand = Hand(by, require(by, "reexamine", fresh, at=at))
    last = fresh.versions.latest("serial")
    last.item = fresh
    note(last, Verb.REEXAMINE.value, reason=plain, by=hand, at=at, opened=is_opened)
    clocks.meet(subject=fresh.uri, duty=DUTY, by=by, at=at)
    if not is_opened:
        expect(last, hand, at)
        return last
    changed = {"disclosure": "proactive", "ground": "", "ground_reason": "", "change_note": plain}
    return drafting.succeed(item=fresh, change=Change.AMEND.value, changed=changed, by=by, at=at)
