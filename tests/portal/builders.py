"""Public items as the portal finds them: the row, its version, its announcement."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from gongkai.items.models import Attachment, Item, Presence, Validity, Version
from gongkai.items.services.announcing import announce
from gongkai.publication.files import path_of
from tests import make

serial = count(1)
BODY = '<h2 id="s1">一、总体要求</h2><p>公开财政收支情况。</p><h2 id="s2">二、工作安排</h2><p>按月公布。</p>'


def published(*, at: datetime = make.NOW, number: str = "", on: date | None = None, **fields: Any) -> Item:
    """Return a public item with one version and its announcement."""
    made = make.item(
        **{"body": BODY, "abstract": "关于财政收支公开的安排", "made_on": date(2017, 6, 30), **fields}
    )
    number = number or f"330103--2017--{next(serial):05}"
    version = made.versions.get()
    release(version, at)
    Item.objects.filter(pk=made.pk).update(
        number=number,
        address=f"/items/{number}/",
        is_public=True,
        current=version,
        theme=version.theme,
        genre=version.genre,
        first_published_at=at,
        published_on=on or at.date(),
    )
    return announced(made, "published", at)


def announced(item: Item, event: str, at: datetime, note: str = "") -> Item:
    """Announce ``event`` of the item as it stands in the database."""
    item = Item.objects.with_header().get(pk=item.pk)
    announce(item, event, note=note, by=None, at=at)
    return item


def release(version: Version, at: datetime) -> None:
    signer = make.person("signer", version.item.publisher)
    Version.objects.filter(pk=version.pk).update(
        stage="public",
        submitted_by=version.saved_by,
        submitted_at=at,
        signed_by=signer,
        signed_at=at,
        published_at=at,
    )


def amended(item: Item, *, change: str = "amend", note: str = "调整公布周期", **fields: Any) -> Item:
    """Return the item with a second public version."""
    first = item.versions.get()
    at = make.NOW + timedelta(days=30)
    values = {"title": first.title, "disclosure": "proactive", "body": "<p>新的正文。</p>", **fields}
    item.versions.update(is_newest=False)
    second = Version.objects.create(
        item=item, serial=2, change=change, change_note=note, saved_by=first.saved_by, saved_at=at, **values
    )
    Version.objects.filter(pk=first.pk).update(stage="superseded")
    release(second, at)
    Item.objects.filter(pk=item.pk).update(current=second, theme=second.theme, genre=second.genre)
    return announced(item, "amended" if change == "amend" else "corrected", at, note)


def repealed(item: Item, successor: Item | None = None) -> Item:
    at = make.NOW + timedelta(days=60)
    Validity.objects.create(
        item=item,
        state="repealed",
        since=at.date(),
        basis="区政府第3次常务会议决定",
        successor=successor,
        at=at,
    )
    Item.objects.filter(pk=item.pk).update(validity="repealed")
    return announced(item, "repealed", at)


def to_be_repealed(item: Item, since: date) -> Item:
    Validity.objects.create(
        item=item, state="repealed", since=since, basis="区政府第9次常务会议决定", at=make.NOW
    )
    return item


def withdrawn(item: Item, reason: str = "含有个人信息") -> Item:
    at = make.NOW + timedelta(days=90)
    Presence.objects.create(item=item, is_public=False, reason=reason, at=at)
    Item.objects.filter(pk=item.pk).update(is_public=False)
    return announced(item, "withdrawn", at, reason)


def attached(version: Version, name: str, data: bytes, media_type: str, sha256: str) -> Attachment:
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return Attachment.objects.create(
        version=version, name=name, media_type=media_type, size=len(data), sha256=sha256
    )
