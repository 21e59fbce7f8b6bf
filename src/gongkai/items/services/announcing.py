"""How an item goes through the one door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.items import rules
from gongkai.items.models import Attachment, Item, Relation, Version
from gongkai.items.services.errors import Rejected
from gongkai.orgs.models import Person
from gongkai.publication import services as publication
from gongkai.publication.services import Notice


@dataclass(frozen=True)
class Fresh:
    """What is known of a version that has just been made, before it can relate to anything.

    ``repeats`` says whether its abstract only repeats the words of its body.
    """

    words: str
    repeats: bool
    files: Sequence[Attachment] = ()


def announce(item: Item, event: str, *, note: str = "", by: Person | None, at: datetime) -> None:
    """Announce what has just been done to ``item``, within the same transaction."""
    made = publication.announce(notice=notice_of(item, event, note=note, at=at), by=by, at=at)
    item.announced = made.seq
    item.save(update_fields=["announced"])


def notice_of(
    item: Item,
    event: str,
    *,
    note: str = "",
    fresh: Fresh | None = None,
    at: datetime,
) -> Notice:
    """Return what the public is to know about an item that has a number and a public version."""
    version = item.current
    if version is None or item.number is None:
        raise Rejected(f"{item.uri} 没有公开过的版本")
    area = item.obligation.area if item.obligation else None
    return Notice(
        event=event,
        address=item.address,
        number=item.number,
        version=version.serial,
        kind=item.kind,
        title=version.title,
        publisher=item.publisher,
        content=_content(item, version, fresh),
        text=searchable(version, fresh),
        published_on=item.published_on or localdate(at),
        area_key=area.key if area else "",
        area_title=area.title if area else "",
        obligation_key=item.obligation.key if item.obligation else "",
        theme=version.theme,
        genre=version.genre,
        validity=item.validity,
        doc_number=version.doc_number,
        topics=(f"portion:{item.portion}", *(() if fresh else related_topics(item))),
        note=note,
    )


def _content(item: Item, version: Version, fresh: Fresh | None) -> dict[str, object]:
    if fresh is None:
        return item.content()
    return version.content(validity=item.validity, files=fresh.files, is_related=False)


def searchable(version: Version, fresh: Fresh | None = None) -> str:
    """Return the words by which a version is found: abstract, body, attachments, document number, issuer.

    What is shown of a hit begins here, so nothing is said twice: an abstract made of the body's own
    sentences is left out, and the names that stand on every document come last.
    """
    body = fresh.words if fresh else rules.plain_text(version.body)
    files = [each.text for each in (fresh.files if fresh else version.attachments.all())]
    repeats = fresh.repeats if fresh else rules.repeats(version.abstract, body)
    abstract = "" if repeats else version.abstract
    return "\n".join(filter(None, [abstract, body, *files, version.doc_number, version.issuer]))


def related_topics(item: Item) -> tuple[str, ...]:
    """Return the pages that show this item as related, to be renewed with its own."""
    relations = Relation.objects.filter(Q(source=item) | Q(target=item)).select_related("source", "target")
    others = {
        each.address
        for relation in relations
        for each in (relation.source, relation.target)
        if each is not None and each.address and each.pk != item.pk
    }
    return tuple(f"item:{address}" for address in sorted(others))
