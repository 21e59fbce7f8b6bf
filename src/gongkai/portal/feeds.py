"""Feeds of what became public: Atom 1.0, RSS 2.0, JSON Feed 1.1."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

FORMATS = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/json; charset=utf-8",  # as the finished bytes and nginx serve it
}


@dataclass(frozen=True)
class Entry:
    """One line of a feed; ``path`` is the address on this site."""

    path: str
    title: str
    summary: str
    author: str
    categories: tuple[str, ...]
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Feed:
    title: str
    path: str
    home: str
    description: str


def written(feed: Feed, entries: Iterable[Entry], format: str, site: str) -> str:
    """Return the feed as text in ``atom``, ``rss`` or ``json``; ``site`` is the address of the site."""
    if format == "json":
        return as_json(feed, entries, site)
    made = (Atom1Feed if format == "atom" else Rss201rev2Feed)(
        title=feed.title,
        link=f"{site}{feed.home}",
        description=feed.description,
        language="zh-Hans",
        feed_url=f"{site}{feed.path}",
        feed_guid=f"{site}{feed.path}",
    )
    for entry in entries:
        add(made, entry, site)
    return made.writeString("utf-8")


def add(made: SyndicationFeed, entry: Entry, site: str) -> None:
    made.add_item(
        title=entry.title,
        link=f"{site}{entry.path}",
        description=entry.summary,
        author_name=entry.author,
        categories=entry.categories,
        unique_id=f"{site}{entry.path}",
        pubdate=entry.published_at,
        updateddate=entry.updated_at,
    )


def as_json(feed: Feed, entries: Iterable[Entry], site: str) -> str:
    items = [
        {
            "id": f"{site}{entry.path}",
            "url": f"{site}{entry.path}",
            "title": entry.title,
            "content_text": entry.summary,
            "date_published": entry.published_at.isoformat(timespec="seconds"),
            "date_modified": entry.updated_at.isoformat(timespec="seconds"),
            "authors": [{"name": entry.author}],
            "tags": list(entry.categories),
        }
        for entry in entries
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": f"{site}{feed.home}",
        "feed_url": f"{site}{feed.path}",
        "description": feed.description,
        "language": "zh-Hans",
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
