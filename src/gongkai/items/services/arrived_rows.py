"""The rows of documents that came from an old site: the same that drafting, signing and publishing make."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery, prefetch_related_objects
from django.utils.timezone import localdate

from gongkai.items.models import Attachment, Item, Presence, Stage, Step, Validity, Verb, Version
from gongkai.items.services.announcing import notice_of
from gongkai.items.services.arrived import Ready
from gongkai.items.services.numbers import allocate_many, free
from gongkai.orgs.models import Act, Person
from gongkai.publication import services as publication
from gongkai.publication.models import Announcement, Event

BASIS = "由旧站迁入"


def store(ready: Sequence[Ready], *, signer: Person, by: Person, at: datetime) -> list[Version]:
    """Store items with their one version, files and first steps; nothing of it is public yet."""
    _number(ready)
    items = [_item(each, by, at) for each in ready]
    Item.objects.bulk_create(items)
    versions = [_version(each, item, signer, by, at) for each, item in zip(ready, items, strict=True)]
    Version.objects.bulk_create(versions)
    Attachment.objects.bulk_create(
        [
            Attachment(version=of, order=order, **asdict(kept))
            for each, of in zip(ready, versions, strict=True)
            for order, (_, kept) in enumerate(each.files)
        ]
    )
    Step.objects.bulk_create(
        [
            Step(
                version=of,
                verb=Verb.DRAFT.value if each.reasons else Verb.PUBLISH.value,
                by=by,
                at=at,
                reason="；".join([BASIS, *each.reasons]),
            )
            for each, of in zip(ready, versions, strict=True)
        ]
    )
    Act.objects.bulk_create([_act(of, signer, by, at) for of in versions])
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
        created_by=by,
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
        saved_by=by,
        saved_at=at,
        **each.texts,
        **each.days,
    )
    if each.reasons:
        version.number_wanted = each.number
        return version
    version.stage = Stage.PUBLIC.value
    version.submitted_by, version.submitted_at = by, at
    version.signed_by, version.signed_at, version.published_at = signer, at, at
    return version


def _act(version: Version, signer: Person, by: Person, at: datetime) -> Act:
    return Act(
        at=at,
        account=by.account,
        name=by.name,
        verb="items.arrive",
        thing=version.item.uri,
        organisation_key=version.item.publisher.key,
        detail={"signed_by": signer.account, "number": version.item.number or ""},
    )


def open_to_all(versions: Sequence[Version], words: Sequence[str], *, by: Person, at: datetime) -> None:
    """Make the public ones of new versions public: presence, validity, ledger, index and pages."""
    public = [each for each in versions if each.stage == Stage.PUBLIC.value]
    if not public:
        return
    items = [each.item for each in public]
    for each in public:
        each.item.current, each.item.is_public = each, True
    prefetch_related_objects(public, "attachments")
    prefetch_related_objects(items, "relations")
    Presence.objects.bulk_create(
        [Presence(item=item, is_public=True, reason=BASIS, by=by, at=at) for item in items]
    )
    Validity.objects.bulk_create([_validity(each, by, at) for each in public])
    said = {of.pk: text for of, text in zip(versions, words, strict=True)}
    notices = [
        notice_of(of.item, Event.PUBLISHED.value, words=said[of.pk], others=(), at=at) for of in public
    ]
    publication.announce_all(acts=[(notice, at) for notice in notices], tells=False, by=by)
    own = Version.objects.filter(item=OuterRef("pk")).values("pk")[:1]
    last = Announcement.objects.latest_per_address().filter(address=OuterRef("address")).values("seq")[:1]
    Item.objects.filter(pk__in=[item.pk for item in items]).update(
        current=Subquery(own), announced=Subquery(last), is_public=True
    )


def _validity(version: Version, by: Person, at: datetime) -> Validity:
    state = version.item.validity
    since: date = version.item.published_on or localdate(at)
    if state == "valid":
        since = version.effective_on or version.made_on or since
    elif state == "expired" and version.expires_on:
        since = version.expires_on + timedelta(days=1)
    return Validity(item=version.item, state=state, since=since, basis=BASIS, by=by, at=at)
