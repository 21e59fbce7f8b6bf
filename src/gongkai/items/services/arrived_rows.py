"""The rows of documents that came from an old site: the same that drafting, signing and publishing make."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localdate

from gongkai.items.models import Attachment, Item, Presence, Stage, Step, Validity, Verb, Version
from gongkai.items.services.announcing import Fresh, notice_of
from gongkai.items.services.arrived import Ready
from gongkai.items.services.numbers import allocate_many, free
from gongkai.orgs.models import Act, Person, insert, insert_made
from gongkai.publication import services as publication
from gongkai.publication.models import Announcement, Event

BASIS = "由旧站迁入"


def store(ready: Sequence[Ready], *, signer: Person, by: Person, at: datetime) -> list[Version]:
    """Store items with their one version, files and first steps; nothing of it is public yet."""
    _number(ready)
    items = [_item(each, by, at) for each in ready]
    insert_made(items)
    versions = [_version(each, item, signer, by, at) for each, item in zip(ready, items, strict=True)]
    insert_made(versions)
    insert_made([file for each, of in zip(ready, versions, strict=True) for file in _files(each, of)])
    insert(
        Step,
        len(versions),
        version_id=[of.pk for of in versions],
        verb=[Verb.DRAFT.value if each.reasons else Verb.PUBLISH.value for each in ready],
        by_id=by.pk,
        at=at,
        reason=["；".join([BASIS, *each.reasons]) for each in ready],
    )
    _log(versions, signer, by, at)
    return versions


def _number(ready: Sequence[Ready]) -> None:
    """Give a number to each that goes public: its own where that is free, else the next of its department."""
    taken = free([each.number for each in ready if each.number])
    for each in ready:
        if each.number in taken:
            taken.remove(each.number)
        else:
            each.number = ""
    wanting = [each for each in ready if not each.number and not each.reasons]
    numbers = allocate_many([(each.publisher, each.days["published_on"]) for each in wanting])
    for each, number in zip(wanting, numbers, strict=True):
        each.number = number


def _item(each: Ready, by: Person, at: datetime) -> Item:
    item = Item(
        kind=each.kind,
        publisher=each.publisher,
        obligation=each.obligation,
        created_by_id=by.pk,
        created_at=at,
    )
    if not each.reasons:
        item.number = each.number
        item.address = item.get_absolute_url()
        item.first_published_at = at
        item.published_on = each.days["published_on"]
        item.theme, item.genre = each.texts.get("theme", ""), each.texts.get("genre", "")
        item.validity = each.validity
    return item


def _version(each: Ready, item: Item, signer: Person, by: Person, at: datetime) -> Version:
    version = Version(
        item=item,
        serial=1,
        obligation=each.obligation,
        disclosure="proactive" if each.record.disclosure == "proactive" else "",
        body=each.body,
        saved_by_id=by.pk,
        saved_at=at,
        **each.texts,
        **each.days,
    )
    if each.reasons:
        version.number_wanted = each.number
        return version
    version.stage = Stage.PUBLIC.value
    version.submitted_by_id, version.submitted_at = by.pk, at
    version.signed_by_id, version.signed_at, version.published_at = signer.pk, at, at
    return version


def _files(each: Ready, of: Version) -> list[Attachment]:
    return [Attachment(version=of, order=order, **asdict(kept)) for order, (_, kept) in enumerate(each.files)]


def _log(versions: Sequence[Version], signer: Person, by: Person, at: datetime) -> None:
    insert(
        Act,
        len(versions),
        at=at,
        account=by.account,
        name=by.name,
        verb="items.arrive",
        thing=[of.item.uri for of in versions],
        organisation_key=[of.item.publisher.key for of in versions],
        detail=[{"signed_by": signer.account, "number": of.item.number or ""} for of in versions],
    )


def open_to_all(ready: Sequence[Ready], versions: Sequence[Version], *, by: Person, at: datetime) -> None:
    """Make the public ones of new versions public: presence, validity, ledger, index and pages."""
    opened = [(each, of) for each, of in zip(ready, versions, strict=True) if not each.reasons]
    if not opened:
        return
    public = [of for _, of in opened]
    items = [each.item for each in public]
    for each in public:
        each.item.current, each.item.is_public = each, True
    keys = [item.pk for item in items]
    common: dict[str, Any] = {"item_id": keys, "by_id": by.pk, "at": at}
    insert(Presence, len(keys), is_public=True, reason=BASIS, **common)
    since = [_since(each, at) for each in public]
    insert(Validity, len(keys), state=[item.validity for item in items], since=since, basis=BASIS, **common)
    known = [Fresh(each.words, each.record.washed.repeats, _files(each, of)) for each, of in opened]
    notices = [
        notice_of(item, Event.PUBLISHED.value, fresh=fresh, at=at)
        for item, fresh in zip(items, known, strict=True)
    ]
    publication.announce_all(acts=[(notice, at) for notice in notices], tells=False, by=by)
    own = Version.objects.filter(item=OuterRef("pk")).values("pk")[:1]
    last = Announcement.objects.latest_per_address().filter(address=OuterRef("address")).values("seq")[:1]
    Item.objects.filter(pk__in=keys).update(current=Subquery(own), announced=Subquery(last), is_public=True)


def _since(version: Version, at: datetime) -> date:
    """Return since when the validity of a version's item is what it is."""
    state, published_on = version.item.validity, version.item.published_on or localdate(at)
    if state == "valid":
        return version.effective_on or version.made_on or published_on
    if state == "expired" and version.expires_on:
        return version.expires_on + timedelta(days=1)
    return published_on
