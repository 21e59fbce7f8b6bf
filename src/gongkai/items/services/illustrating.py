"""illustrate, append, describe: the pictures of a text (正文图片), files of the version that shows them."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import transaction

from gongkai.items import illustrations, photographs
from gongkai.items.illustrations import LONGEST
from gongkai.items.models import Attachment, Version
from gongkai.items.reading.blocks import LARGEST_PICTURE, TOO_LARGE, Picture
from gongkai.items.services.drafting import save
from gongkai.items.services.errors import Unready, stated
from gongkai.items.services.files import Stored, hang, put, store, words_in
from gongkai.items.services.moves import in_turn, locked, log
from gongkai.items.services.rights import require
from gongkai.items.uploads import MEDIA_TYPES, Refused
from gongkai.orgs.models import Act, Person
from gongkai.proofing.rules import Finding
from gongkai.publication.files import Readable

MOST = 200
"""Pictures of one text."""
MOST_A_MINUTE = 30
NAMED = re.compile(r"图(\d{1,6})\.")


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture that lies ready for a text: where it is, and its size as it is seen."""

    address: str
    size: tuple[int, int]
    is_stripped: bool


def illustrate(*, version: Version, data: Readable, by: Person, at: datetime) -> Illustration:
    """Store a picture for the text of a draft; the same picture twice is one file, named by its order.

    Raises Refused with a sentence for what is no picture, too large or damaged, for too many at once;
    IllegalMove unless in draft, NotAllowed.
    """
    require(by, "edit", version, at=at)
    made = _read(data)
    seen = words_in(io.BytesIO(made.data), f"picture{made.suffix}")
    with in_turn(by):
        fresh = locked(version)
        _check_pace(fresh, by, at)
        sha256 = put(made.data)
        twin = fresh.attachments.filter(sha256=sha256, is_illustration=True).first()
        kind = MEDIA_TYPES[made.suffix]
        name = twin.name if twin else f"图{_next(fresh)}{made.suffix}"
        file = Stored(
            name, kind, len(made.data), sha256, seen.text, seen.is_whole, seen.is_recognised,
            made.is_stripped, is_illustration=True,
        )  # fmt: skip
        kept = hang(fresh, file, by, at)
    address = f"/files/{kept.sha256}/{quote(kept.name)}"
    return Illustration(address, (made.width, made.height), made.is_stripped)


@transaction.atomic
def append(  # noqa: PLR0913 - the picture, and on which text it was chosen
    *, version: Version, data: Readable, words: str, revision: int, by: Person, at: datetime
) -> Illustration:
    """Put a picture at the end of a saved text. Raises Conflict besides what ``illustrate`` raises."""
    plain = _stated("alternative", words)
    made = illustrate(version=version, data=data, by=by, at=at)
    body = illustrations.added(version.body, address=made.address, words=plain, size=made.size)
    save(version=version, fields={"body": body}, revision=revision, by=by, at=at)
    return made


def describe(
    *, version: Version, words: Mapping[int, str], revision: int, by: Person, at: datetime
) -> Version:
    """Set the alternative texts of the pictures of a saved text, by their number.

    Raises Unready for one that is too long, Conflict, IllegalMove unless in draft, NotAllowed.
    """
    plain = {number: text.strip() for number, text in words.items()}
    if found := [_too_long(f"alternative_{number}") for number, text in plain.items() if len(text) > LONGEST]:
        raise Unready(found)
    body = illustrations.described(version.body, plain)
    return save(version=version, fields={"body": body}, revision=revision, by=by, at=at)


def take_along(version: Version, picture: Picture, by: Person, at: datetime) -> None:
    """Store a picture of a file that was read into a draft; the text names it already."""
    file = store(io.BytesIO(picture.data), picture.name)
    hang(version, replace(file, is_illustration=True), by, at)


def sweep(version: Version, by: Person, at: datetime) -> None:
    """Take off a version the pictures that its text no longer shows, so that none of them goes public."""
    files = {each.file for each in illustrations.shown(version.body)}
    for each in version.attachments.filter(is_illustration=True):
        if (each.sha256, each.name) not in files:
            log(version.item, "detach", by=by, at=at, version=version.serial, sha256=each.sha256)
            Attachment.objects.filter(pk=each.pk).delete()


def _read(data: Readable) -> photographs.Photograph:
    whole = data.read(LARGEST_PICTURE + 1)
    if len(whole) > LARGEST_PICTURE:
        raise Refused(TOO_LARGE)
    if not whole:
        raise Refused("文件是空的，请检查后重新选择")
    if not photographs.is_picture(whole):
        raise Refused("这不是 JPG、PNG 或者 WebP 图片，请转换格式后再插入")
    return photographs.bare(whole)


def _check_pace(version: Version, by: Person, at: datetime) -> None:
    since = at - timedelta(minutes=1)
    if Act.objects.filter(verb="items.attach", account=by.account, at__gt=since).count() >= MOST_A_MINUTE:
        raise Refused(f"一分钟内最多插入{MOST_A_MINUTE}张图片，请稍后再试")
    if version.attachments.filter(is_illustration=True).count() >= MOST:
        raise Refused(f"一篇正文最多{MOST}张图片，其余的请作为附件上传")


def _next(version: Version) -> int:
    names = version.attachments.values_list("name", flat=True)
    return max((int(found[1]) for name in names if (found := NAMED.match(name))), default=0) + 1


def _stated(field: str, words: str) -> str:
    plain = stated(field, words, "请填写替代文字")
    if len(plain) > LONGEST:
        raise Unready([_too_long(field)])
    return plain


def _too_long(field: str) -> Finding:
    return Finding(field, f"替代文字最多{LONGEST}字")
