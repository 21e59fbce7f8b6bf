"""announce_all: many acts made public in one transaction, with the same promises as ``announce``.

A whole old site comes in by hundreds of thousands of acts; one transaction each would take hours and renew
every list as often. In one transaction the order of the acts is the order of the ledger, and the tick that
``announce`` waits for is held for all of them.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.channels import services as channels
from gongkai.ledger import services as ledger
from gongkai.ledger.rules import digest
from gongkai.orgs.models import Person, insert_made
from gongkai.publication.models import Announcement, Event
from gongkai.publication.rules import topics_of
from gongkai.publication.services.announce import Notice, findable, leaf_of, made_of
from gongkai.publication.services.pages import advance, expect_all
from gongkai.search import services as search

Act = tuple[Notice, datetime]
Leaf = tuple[dict[str, object], datetime]


@transaction.atomic
def announce_all(*, acts: Sequence[Act], tells: bool = True, by: Person | None) -> list[Announcement]:
    """Make acts public in the order given, each at its own time; return their announcements, as stored.

    Must run inside the transaction that changes the announced rows. ``tells`` says whether subscribers
    hear of it: what was public elsewhere for years is no news.
    """
    if not acts:
        return []
    topics = set().union(*(_topics(notice) for notice, _ in acts))
    advance(topics)  # first: whoever announces next waits here, so ledger order is commit order
    newest = {each.address: each for each in _newest({notice.address for notice, _ in acts})}
    known, made, leaves = set(newest), [], []
    for seq, (notice, at) in enumerate(acts, start=ledger.size()):
        announcement, leaf = _announced(notice, newest.get(notice.address), seq, at)
        newest[notice.address] = announcement
        made.append(announcement)
        leaves.append((leaf, at))
    ledger.append_all(leaves=leaves, first=made[0].seq)
    for each in made:
        each.is_newest = newest[each.address] is each
    Announcement.objects.filter(is_newest=True, address__in=known).update(is_newest=False)
    insert_made(made)
    _index(acts, made)
    expect_all(newest)
    if tells:
        _tell(acts, made)
    return made


def _topics(notice: Notice) -> set[str]:
    return topics_of(notice.facts()) | set(notice.topics)


def _newest(addresses: set[str]) -> list[Announcement]:
    found = Announcement.objects.latest_per_address().filter(address__in=addresses)
    return list(found.only("seq", "address", "published_at"))


def _announced(
    notice: Notice, previous: Announcement | None, seq: int, at: datetime
) -> tuple[Announcement, dict[str, object]]:
    salt = secrets.token_hex(16)
    mark = digest(notice.content, salt)
    made = made_of(notice, previous, seq=seq, digest=mark, salt=salt, at=at)
    return made, leaf_of(notice, mark, previous, at)


def _index(acts: Sequence[Act], made: Sequence[Announcement]) -> None:
    """Index the last readable state of each address; then forget the words of what was withdrawn."""
    said: dict[str, tuple[Notice, int]] = {}
    gone: dict[str, int] = {}
    for (notice, _), each in zip(acts, made, strict=True):
        gone.pop(each.address, None)
        if notice.event == Event.WITHDRAWN.value:
            gone[each.address] = each.seq
        else:
            said[each.address] = (notice, each.seq)
    search.put_all(facts=[findable(notice, seq) for notice, seq in said.values()])
    for address, seq in gone.items():
        search.remove(address=address, seq=seq)


def _tell(acts: Sequence[Act], made: Sequence[Announcement]) -> None:
    for (notice, at), each in zip(acts, made, strict=True):
        channels.broadcast(
            topics=_topics(notice),
            verb=Event(notice.event).label,
            title=notice.title,
            address=notice.address,
            seq=each.seq,
            at=at,
        )
