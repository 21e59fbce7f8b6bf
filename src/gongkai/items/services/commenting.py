"""comment, settle: remarks at the paragraphs of a text under review. They never become public."""

from datetime import datetime

from django.db import transaction

from gongkai.items.anchors import blocks
from gongkai.items.models import Comment, Version
from gongkai.items.rules import CONTROL
from gongkai.items.services.errors import Unready, stated
from gongkai.items.services.moves import locked, log
from gongkai.items.services.rights import require
from gongkai.orgs.models import Person
from gongkai.proofing.rules import Finding

LONGEST = 500


@transaction.atomic
def comment(*, version: Version, place: int, text: str, by: Person, at: datetime) -> Comment:
    """Remark on the paragraph with the number ``place``, or with 0 on the whole text.

    Raises Unready for no words or no such paragraph, IllegalMove, NotAllowed.
    """
    plain = stated("text", CONTROL.sub("", text), "请填写批注")
    if len(plain) > LONGEST:
        raise Unready([Finding("text", f"批注不超过{LONGEST}字")])
    fresh = locked(version)
    whom = require(by, "comment", fresh, at=at)
    found = {block.number: block.excerpt for block in blocks(fresh.body)}
    if place and place not in found:
        raise Unready([Finding("text", f"正文没有第{place}段，请刷新后再批注")])
    log(fresh.item, "comment", by=by, at=at, version=fresh.serial)
    return Comment.objects.create(
        version=fresh,
        round=fresh.round,
        place=place,
        excerpt=found.get(place, ""),
        text=plain,
        by=by,
        on_behalf_of=whom,
        at=at,
    )


@transaction.atomic
def settle(*, remark: Comment, by: Person, at: datetime) -> Comment:
    """Mark a remark as dealt with; twice is no harm. Raises IllegalMove unless in draft, NotAllowed."""
    fresh = locked(remark.version)
    require(by, "settle", fresh, at=at)
    row = Comment.objects.select_for_update().get(pk=remark.pk)
    if row.settled_at is None:
        row.settled_by, row.settled_at = by, at
        row.save(update_fields=["settled_by", "settled_at"])
        log(fresh.item, "settle", by=by, at=at, version=fresh.serial)
    return row


def open_remarks(version: Version) -> list[str]:
    """Return the remarks of the present round that nobody has settled, each with its place, as reasons."""
    rows = version.comments.filter(round=version.round, settled_at=None)
    return [f"{_where(row)}：{row.text}" for row in rows]


def _where(row: Comment) -> str:
    return f"第{row.place}段“{row.excerpt[:20]}”" if row.place else "全文"
