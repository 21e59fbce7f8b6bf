"""Bring in a document as a file: what it says of itself becomes the draft's header."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.items import taking
from gongkai.items.models import Item, Kind, Origin, RelationKind, Version
from gongkai.items.reading import Reading
from gongkai.items.services.completing import completed
from gongkai.items.services.drafting import FIELDS, draft
from gongkai.items.services.errors import Unready
from gongkai.items.services.files import attach
from gongkai.items.services.illustrating import take_along
from gongkai.items.services.moves import locked, log
from gongkai.items.services.relations import relate
from gongkai.items.services.rights import require
from gongkai.orgs.models import Act, Organisation, Person
from gongkai.proofing.rules import Finding

# The first word that stands in a title tells its kind; what names none is a document.
KINDS = {
    "政务公开工作要点": Kind.WORK_POINTS.value,
    "解读": Kind.INTERPRETATION.value,
    "信息公开指南": Kind.GUIDE.value,
    "信息公开工作年度报告": Kind.REPORT.value,
    "新闻发布会": Kind.CONFERENCE.value,
    "通告": Kind.NOTICE.value,
    "公告": Kind.NOTICE.value,
}


def read(data: bytes, name: str) -> Reading:
    """Return what a file says: header, body, cited documents, where each was read. Raises Refused."""
    return completed(taking.read(data, name))


def kind_of(title: str) -> str:
    """Return the kind that a title names, ``document`` if it names none."""
    return next((kind for word, kind in KINDS.items() if word in title), Kind.DOCUMENT.value)


def names_kind(title: str) -> bool:
    """Return whether a title names its kind."""
    return any(word in title for word in KINDS)


def publisher_of(found: Reading) -> Organisation:
    """Return the organisation that a document names as its publisher, or else its issuer. Raises Unready."""
    names = [name for name in (found.text("publisher"), found.text("issuer")) if name]
    for name in names:
        bodies = Organisation.objects.filter(Q(name=name) | Q(short_name=name) | Q(key=name))
        day = found.day("made_on") or found.day("published_on")
        if day is not None and bodies.count() > 1:
            bodies = bodies.valid_on(day)  # a name may have passed to a successor
        if bodies.count() == 1:
            return bodies.get()
    told = f"文件所写的公开部门“{names[0]}”不在机构名录中" if names else "文件没有写明公开部门"
    raise Unready([Finding("publisher", f"{told}，请指定公开部门")])


def import_file(  # noqa: PLR0913 - the file, and what the officer says of it
    *,
    data: bytes,
    name: str,
    publisher: Organisation | None = None,
    kind: str = "",
    by: Person,
    at: datetime,
) -> Version:
    """Make a draft of a document file; ``publisher`` and ``kind`` only where the file is not to say.

    Its own index number and day of publication are kept. Documents it cites become relations.
    Raises Refused, Unready, NotAllowed.
    """
    found = read(data, name)
    return take_in(found=found, name=name, data=data, publisher=publisher, kind=kind, by=by, at=at)


@transaction.atomic
def take_in(  # noqa: PLR0913 - as above
    *,
    found: Reading,
    name: str,
    data: bytes,
    publisher: Organisation | None = None,
    kind: str = "",
    by: Person,
    at: datetime,
) -> Version:
    """Make a draft of what was read of a file, with its pictures, and note from which file and where.

    A scan is hung on its draft: it is the document. Raises Unready, NotAllowed, Refused.
    """
    version = draft(
        kind=kind or kind_of(found.title),
        publisher=publisher or publisher_of(found),
        fields=fields_of(found),
        by=by,
        at=at,
    )
    sha256 = hashlib.sha256(data).hexdigest()
    log(version.item, "import", by=by, at=at, sha256=sha256)
    for picture in found.pictures:
        take_along(version, picture, by, at)
    if found.is_scan:
        attach(version=version, name=name, data=data, by=by, at=at)
    sources, findings = found.sources, list(found.findings)
    Origin.objects.create(version=version, name=name, sha256=sha256, sources=sources, findings=findings)
    for cited in found.cited:
        relate(
            item=version.item,
            kind=RelationKind.BASED_ON.value,
            target=Item.objects.public().filter(current__doc_number=cited.number).first(),
            cited_number=cited.number,
            cited_title=cited.title,
            by=by,
            at=at,
        )
    return version


@transaction.atomic
def confirm(*, version: Version, by: Person, at: datetime) -> None:
    """Note that somebody has compared the fields with the file they were read from.

    Raises NotAllowed, IllegalMove unless in draft.
    """
    fresh = locked(version)
    require(by, "edit", fresh, at=at)
    if Origin.objects.filter(version=fresh, confirmed_at=None).update(confirmed_by=by, confirmed_at=at):
        log(fresh.item, "confirm", by=by, at=at, version=fresh.serial)


def just_taken_in(
    *, data: bytes, publisher: Organisation, within: timedelta, by: Person, at: datetime
) -> Version | None:
    """Return the draft that the same person has just made of the same file, as long as it is there."""
    acts = Act.objects.filter(verb="items.import", account=by.account, at__gte=at - within)
    same = acts.filter(organisation_key=publisher.key, detail__sha256=hashlib.sha256(data).hexdigest())
    made = Item.objects.filter(pk__in=[act.thing.removeprefix("item:") for act in same], address="")
    return Version.objects.newest().filter(item__in=made).select_related("item").first()


def fields_of(found: Reading) -> dict[str, Any]:
    """Return the values of a draft's fields as a document states them."""
    fields: dict[str, Any] = {name: value for name, value in found.header.items() if name in FIELDS}
    return fields | {"number_wanted": found.text("number"), "body": found.html}
