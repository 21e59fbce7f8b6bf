"""Feeds of all that is listed: everything, an area, organisation, obligation, kind, theme, genre or year."""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from gongkai.items.models import Item, ItemQuerySet, Kind
from gongkai.obligations.models import Area, Obligation
from gongkai.orgs.models import Organisation
from gongkai.portal.feeds import FORMATS, Entry, Feed, written
from gongkai.portal.listing import items
from gongkai.portal.views.lists import EARLIEST, LATEST, code_of
from gongkai.publication.finished import finished
from gongkai.publication.models import Announcement, AnnouncementQuerySet, Event
from gongkai.search.page import KINDS

LENGTH = 30


@require_safe
def everything(request: HttpRequest, format: str) -> HttpResponse:
    feed = Feed(settings.SITE_NAME, f"/feeds/all.{format}", "/", "最新公开、修改、废止和失效的政府信息")
    return answer(feed, Announcement.objects.public(), format, "site")


@require_safe
def area(request: HttpRequest, key: str, format: str) -> HttpResponse:
    found = get_object_or_404(Area, key=key)
    feed = feed_of(request, found.title, found.get_absolute_url(), found.summary)
    return answer(feed, Announcement.objects.public().filter(area_key=key), format, f"area:{key}")


@require_safe
def organisation(request: HttpRequest, key: str, format: str) -> HttpResponse:
    found = get_object_or_404(Organisation, key=key)
    feed = feed_of(request, found.name, found.get_absolute_url())
    return answer(feed, Announcement.objects.public().filter(publisher_key=key), format, f"org:{key}")


@require_safe
def obligation(request: HttpRequest, key: str, format: str) -> HttpResponse:
    found = get_object_or_404(Obligation, key=key)
    feed = feed_of(request, found.title, f"/catalogue/obligations/{key}/")
    acts = Announcement.objects.public().filter(obligation_key=key)
    return answer(feed, acts, format, f"obligation:{key}")


@require_safe
def kind(request: HttpRequest, kind: str, format: str) -> HttpResponse:
    if kind not in Kind.values:
        raise Http404("没有这一种类")
    feed = feed_of(request, Kind(kind).label, f"/kinds/{kind}/")
    return answer(feed, Announcement.objects.public().filter(kind=kind), format, f"kind:{kind}")


@require_safe
def theme(request: HttpRequest, serial: int, format: str) -> HttpResponse:
    code = code_of("themes", serial)
    feed = feed_of(request, code.title, f"/themes/{serial}/")
    return answer(feed, acts_of(items().filter(theme=code.title)), format, f"theme:{code.title}")


@require_safe
def genre(request: HttpRequest, serial: int, format: str) -> HttpResponse:
    code = code_of("genres", serial)
    feed = feed_of(request, code.title, f"/genres/{serial}/")
    return answer(feed, acts_of(items().filter(genre=code.title)), format, f"genre:{code.title}")


@require_safe
def year(request: HttpRequest, year: int, format: str) -> HttpResponse:
    if not EARLIEST <= year <= LATEST:
        raise Http404("没有这一年度")
    feed = feed_of(request, f"{year}年公开的政府信息", f"/years/{year}/")
    return answer(feed, acts_of(items().filter(published_on__year=year)), format, f"year:{year}")


def feed_of(request: HttpRequest, title: str, home: str, description: str = "") -> Feed:
    """Return the head of the feed of one list; ``home`` is the page of that list."""
    description = description or f"{title}：新公开、修改、废止和失效的政府信息"
    return Feed(f"{title} - {settings.SITE_NAME}", request.path, home, description)


def acts_of(found: ItemQuerySet) -> AnnouncementQuerySet:
    """Return the newest act of each item, for lists that announcements do not know by name."""
    newest = found.order_by(F("announced").desc(nulls_last=True))[:LENGTH]
    return Announcement.objects.public().filter(seq__in=list(newest.values_list("announced", flat=True)))


def answer(feed: Feed, found: AnnouncementQuerySet, format: str, topic: str) -> HttpResponse:
    if format not in FORMATS:
        raise Http404("没有这种订阅格式")
    text = written(feed, entries(found), format, settings.SITE_URL)
    return finished(HttpResponse(text, content_type=FORMATS[format]), topic)


def entries(found: AnnouncementQuerySet) -> Iterator[Entry]:
    """Yield the newest acts as entries, one an address: a repealed document comes back to the top, marked.

    Registers, reports and plans stand among the items; an item that is in no list is in no feed either.
    """
    newest = list(found.order_by("-seq")[:LENGTH])
    addresses = [act.address for act in newest]
    listed = {item.address: item for item in items().filter(address__in=addresses)}
    of_items = set(Item.objects.filter(address__in=addresses).values_list("address", flat=True))
    names = dict(Organisation.objects.values_list("key", "name"))
    for act in newest:
        if (item := listed.get(act.address)) is not None:
            yield entry_of(act, item)
        elif act.address not in of_items:
            yield told(act, act.note, names.get(act.publisher_key, ""))


def told(act: Announcement, summary: str, author: str, *, under: tuple[str, ...] = ()) -> Entry:
    """Return one act as an entry; ``under`` are its categories beside its kind."""
    is_first = act.event == Event.PUBLISHED.value
    return Entry(
        path=act.address,
        title=act.title if is_first else f"【{act.get_event_display()}】{act.title}",
        summary=summary or act.title,
        author=author,
        categories=(*under, KINDS.get(act.kind, act.kind)),
        published_at=localtime(act.published_at or act.at),
        updated_at=localtime(act.at),
    )


def entry_of(act: Announcement, item: Item) -> Entry:
    area = (item.obligation.area.title,) if item.obligation else ()
    summary = act.note or (item.current.abstract if item.current else "")
    entry = told(act, summary, item.publisher.name, under=area)
    return replace(entry, published_at=localtime(item.first_published_at or act.at))
