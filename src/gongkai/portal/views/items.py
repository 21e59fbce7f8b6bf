"""The page of one item, its earlier versions, its evidence."""

import json

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.items.models import Item, ItemQuerySet, Relation, Version
from gongkai.items.rules import outline
from gongkai.ledger.models import Leaf
from gongkai.portal import document
from gongkai.portal.finish import finish
from gongkai.portal.media import media_of
from gongkai.portal.structured import described
from gongkai.publication.finished import finished
from gongkai.publication.models import Announcement

OTHER = ("current__body", "current__ground_reason")


def announced(number: str) -> Item:
    """Return the item of this number if it was ever public; raise Http404 otherwise."""
    known: ItemQuerySet = Item.objects.exclude(address="").with_header()
    return get_object_or_404(known, number=number)


@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    item = announced(number)
    if not item.is_public or item.current is None:
        return gone(request, item)
    links = links_of(item)
    records = list(item.validities.select_related("successor__current").defer("successor__current__body"))
    context = {
        **page_of(item, item.current),
        "validity": document.in_effect(item, records),
        "coming": document.coming(item, records, on=timezone.localdate(timezone.now())),
        "links": links,
        "has_others": not all(group.is_interpretation for group in links),  # those stand beside the text
        "editions": document.editions(item),
        "announcements": Announcement.objects.filter(address=item.address),
    }
    others = [f"item:{link.href}" for group in links for link in group.links if link.href]
    others += [f"item:{record.successor.address}" for record in records if record.successor]
    return finish(request, "portal/item.html", context, *topics(item), *others)


@require_safe
def version(request: HttpRequest, number: str, serial: int) -> HttpResponse:
    """An earlier wording, plainly marked as such."""
    item = announced(number)
    if not item.is_public:
        return gone(request, item)
    editions = document.editions(item)
    edition = next((each for each in editions if each.version.serial == serial), None)
    if edition is None:
        raise Http404("没有这一版本")
    context = {**page_of(item, edition.version), "edition": edition, "editions": editions}
    return finish(request, "portal/version.html", context, *topics(item))


@require_safe
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """What anyone needs to check the item against the ledger: its content, the salt, the leaf."""
    item = announced(number)
    if not item.is_public:
        return gone(request, item)
    last = Announcement.objects.filter(address=item.address).order_by("-seq").first()
    if last is None:
        raise Http404("没有公开记录")
    leaf = get_object_or_404(Leaf, index=last.seq)
    facts = {
        "content": item.content(),
        "salt": last.salt,
        "digest": last.digest,
        "index": last.seq,
        "leaf": json.loads(leaf.data),
    }
    return finished(JsonResponse(facts, json_dumps_params={"ensure_ascii": False}), *topics(item))


def gone(request: HttpRequest, item: Item) -> HttpResponse:
    """Say that the item was withdrawn, when and why; its title and text are withdrawn too."""
    context = {"item": item, "presence": item.presences.filter(is_public=False).first()}
    return finish(request, "portal/gone.html", context, *topics(item), status=410)


def topics(item: Item) -> list[str]:
    duty = [f"declared:{item.obligation.key}"] if item.obligation else []
    return [f"item:{item.address}", f"organisation:{item.publisher.key}", *duty]


def page_of(item: Item, version: Version) -> dict[str, object]:
    """Return what the page of any version shows."""
    attachments = list(version.attachments.defer("text"))
    return {
        "item": item,
        "version": version,
        "header": document.header(item, version),
        "outline": [heading for heading in outline(version.body) if heading.level < 4]
        if version.body
        else [],
        "media": media_of(attachments),
        "attachments": [
            each
            for each in attachments
            if not each.is_illustration and f"/files/{each.sha256}/" not in version.body
        ],
        "url": f"{settings.SITE_URL}{item.get_absolute_url()}",
        "structured": described(item, version, settings.SITE_URL),
    }


def links_of(item: Item) -> list[document.Links]:
    both = Relation.objects.public().filter(Q(source=item) | Q(target=item))
    both = both.select_related("source__current", "target__current").order_by("pk")
    found = both.defer("source__current__body", "target__current__body")
    forward = [each for each in found if each.source_id == item.pk]
    backward = [each for each in found if each.target_id == item.pk]
    return document.linked(forward, backward)
