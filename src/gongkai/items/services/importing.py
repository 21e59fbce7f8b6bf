"""Bring in a document as a file: what it says of itself becomes the draft's header."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.items import taking
from gongkai.items.models import Item, Kind, RelationKind, Version
from gongkai.items.reading import Reading
from gongkai.items.services.drafting import FIELDS, draft
from gongkai.items.services.errors import Unready
from gongkai.items.services.moves import log
from gongkai.items.services.relations import relate
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
    return taking.read(data, name)


def kind_of(title: str) -> str:
    """Return the kind that a title names, ``document`` if it names none."""
    return next((kind for word, kind in KINDS.items() if word in title), Kind.DOCUMENT.value)


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
    """Make a draft of a .txt or .docx file; ``publisher`` and ``kind`` only where the file is not to say.

    Its own index number and day of publication are kept. Documents it cites become relations.
    Raises Refused, Unready, NotAllowed.
    """
    found = read(data, name)
    return take_in(found=found, data=data, publisher=publisher, kind=kind, by=by, at=at)


@transaction.atomic
def take_in(  # noqa: PLR0913 - as above
    *,
    found: Reading,
    data: bytes,
    publisher: Organisation | None = None,
    kind: str = "",
    by: Person,
    at: datetime,
) -> Version:
    """Make a draft of what was read of a file, and log which file it was. Raises Unready, NotAllowed."""
    version = draft(
        kind=kind or kind_of(found.title),
        publisher=publisher or publisher_of(found),
        fields=fields_of(found),
        by=by,
        at=at,
    )
    log(version.item, "import", by=by, at=at, sha256=hashlib.sha256(data).hexdigest())
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
