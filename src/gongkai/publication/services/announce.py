"""announce: in one transaction the ledger entry, the index change, the pages and the messages, or none."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongkai.channels import services as channels
from gongkai.ledger import services as ledger
from gongkai.ledger.rules import digest
from gongkai.orgs.models import Organisation, Person
from gongkai.publication.models import PUBLISHING, Announcement, Event
from gongkai.publication.rules import topics_of
from gongkai.publication.services.pages import advance, expect_page
from gongkai.search import services as search


@dataclass(frozen=True)
class Notice:
    """What is to be known about one public act. ``content`` holds JSON values only.

    ``address`` is the path of the public page and names the thing for ever; ``text`` is what can be searched;
    ``topics`` are pages to renew besides those that follow from the facts.
    """

    event: str
    address: str
    number: str
    version: int
    kind: str
    title: str
    publisher: Organisation
    content: dict[str, object]
    text: str
    published_on: date
    area_key: str = ""
    area_title: str = ""
    obligation_key: str = ""
    theme: str = ""
    genre: str = ""
    validity: str = "valid"
    doc_number: str = ""
    topics: tuple[str, ...] = ()
    note: str = ""

    def facts(self) -> dict[str, str]:
        """Return the facts on which list pages depend."""
        return {
            "item": self.address,
            "org": self.publisher.key,
            "area": self.area_key,
            "obligation": self.obligation_key,
            "kind": self.kind,
            "theme": self.theme,
            "genre": self.genre,
            "year": str(self.published_on.year),
        }


@transaction.atomic
def announce(*, notice: Notice, by: Person | None, at: datetime) -> Announcement:
    """Make one act public and return its announcement; ``seq`` is its index in the ledger.

    Must run inside the transaction that changes the announced row, or be the whole of it.
    """
    topics = topics_of(notice.facts()) | set(notice.topics)
    advance(topics)  # first: whoever announces next waits here, so ledger order is commit order
    salt = secrets.token_hex(16)
    mark = digest(notice.content, salt)
    previous = _succeeded(notice.address)
    seq = ledger.append(leaf=leaf_of(notice, mark, previous, at), at=at)
    announcement = made_of(notice, previous, seq=seq, digest=mark, salt=salt, at=at)
    announcement.save(force_insert=True)
    _index(notice, seq)
    expect_page(notice.address)
    verb = Event(notice.event).label
    channels.broadcast(topics=topics, verb=verb, title=notice.title, address=notice.address, seq=seq, at=at)
    return announcement


def made_of(  # noqa: PLR0913 - what is drawn for an announcement, all by name
    notice: Notice, previous: Announcement | None, *, seq: int, digest: str, salt: str, at: datetime
) -> Announcement:
    """Return the announcement of an act, to be stored."""
    return Announcement(
        seq=seq,
        address=notice.address,
        event=notice.event,
        number=notice.number,
        version=notice.version,
        title=notice.title,
        kind=notice.kind,
        publisher_key=notice.publisher.key,
        region=notice.publisher.region_id,
        obligation_key=notice.obligation_key,
        area_key=notice.area_key,
        validity=notice.validity,
        digest=digest,
        salt=salt,
        note=notice.note,
        at=at,
        published_at=_published_at(notice, previous, at),
    )


def _succeeded(address: str) -> Announcement | None:
    """Return the newest announcement of ``address``, which from now on is not the newest."""
    newest = Announcement.objects.latest_per_address().filter(address=address)
    previous = newest.only("seq", "published_at").first()
    if previous is not None:
        Announcement.objects.filter(pk=previous.pk).update(is_newest=False)
    return previous


def _published_at(notice: Notice, previous: Announcement | None, at: datetime) -> datetime | None:
    """Return when the content became public: what was published elsewhere before keeps that day."""
    if notice.event not in PUBLISHING:
        return previous.published_at if previous else None
    is_first = notice.event == Event.PUBLISHED.value
    return _morning_of(notice) if is_first and notice.published_on < timezone.localdate(at) else at


def _morning_of(notice: Notice) -> datetime:
    return timezone.make_aware(datetime.combine(notice.published_on, datetime.min.time()))


def leaf_of(notice: Notice, mark: str, previous: Announcement | None, at: datetime) -> dict[str, object]:
    """Return the ledger leaf: no text and no personal data, for it can never be removed."""
    return {
        "type": notice.event,
        "address": notice.address,
        "number": notice.number,
        "version": notice.version,
        "previous": previous.seq if previous else None,
        "content": mark,
        "time": timezone.localtime(at).isoformat(timespec="seconds"),
        "publisher": notice.publisher.key,
    }


def _index(notice: Notice, seq: int) -> None:
    if notice.event == Event.WITHDRAWN.value:
        search.remove(seq=seq, address=notice.address)
        return
    search.put(**findable(notice, seq))


def findable(notice: Notice, seq: int) -> search.Facts:
    """Return what can be found of an act that leaves its address readable."""
    return {
        "address": notice.address,
        "seq": seq,
        "title": notice.title,
        "text": notice.text,
        "number": "\n".join(filter(None, [notice.number, notice.doc_number])),
        "publisher_key": notice.publisher.key,
        "publisher_name": notice.publisher.name,
        "area_key": notice.area_key,
        "area_title": notice.area_title,
        "kind": notice.kind,
        "year": notice.published_on.year,
        "theme": notice.theme,
        "genre": notice.genre,
        "validity": notice.validity,
        "published_at": _morning_of(notice),
    }
