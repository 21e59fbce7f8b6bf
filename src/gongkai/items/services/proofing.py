"""Proof a version: take it apart into pieces with places, run every check, leave out what may stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.timezone import localdate

from gongkai.items import illustrations, reading, spots, uploads
from gongkai.items.drawing import SVG
from gongkai.items.models import Arrival, Attachment, Item, Version, path_of
from gongkai.items.services.duty import obligation_of
from gongkai.items.services.personal import READABLE, cited, personal_in
from gongkai.items.services.release import INTERPRETERS
from gongkai.items.spots import Apart
from gongkai.law import force, masking
from gongkai.ledger.rules import is_digest
from gongkai.obligations.models import Obligation
from gongkai.obligations.services import kinds_of
from gongkai.proofing import (
    alternatives,
    dates,
    header,
    links,
    names,
    numbers,
    services,
    structure,
    sums,
    wording,
)
from gongkai.proofing.models import Ignored
from gongkai.proofing.rules import Finding, Piece, Weight
from gongkai.proofing.services import Lists, Spot

LEAD = 400
"""Characters of the body in which a source is looked for."""
FIELDS = (
    "title doc_number issuer addressees section abstract keywords theme genre signatory audience retention "
    "change_note"
).split()
LABELS = {each.name: str(each.verbose_name) for each in Version._meta.fields}
UNREAD = ("links.file", "personal.unread", "attachments.unread")
"""What is said of a file that cannot be read, the gravest first."""
WRITTEN = frozenset(
    {"title", "issuer", "addressees", "section", "abstract", "keywords", "change_note", "body"}
)
"""The fields whose words somebody made up; others are chosen, or have a form of their own."""


@dataclass(frozen=True)
class Look:
    """What was found: ``open`` is to be dealt with, ``kept`` may stand, with who said so and why."""

    open: list[Spot]
    kept: list[tuple[Spot, Ignored]]


def look(version: Version, *, at: datetime, first: Sequence[Finding] = ()) -> Look:
    """Return everything that proofing finds in a version, after the findings ``first``."""
    found = spots_in(version, lists=services.lists(), at=at, first=first)
    reasons = services.ignored(version.item.uri)
    return Look(
        [spot for spot in found if spot.fingerprint not in reasons or not spot.finding.can_overrule],
        [
            (spot, reasons[spot.fingerprint])
            for spot in found
            if spot.fingerprint in reasons and spot.finding.can_overrule
        ],
    )


def spots_in(version: Version, *, lists: Lists, at: datetime, first: Sequence[Finding] = ()) -> list[Spot]:
    """Return every finding with its spot, whether somebody let it stand or not."""
    body, mine = spots.apart(version.body), personal_in(version, at=at)
    pieces = pieces_of(version, body)
    listed = [*first, *mine.findings, *findings(version, body, pieces, lists=lists, at=at)]
    return services.spots(_once(listed), [*mine.pieces, *pieces])


def _once(found: Sequence[Finding]) -> list[Finding]:
    """Leave out that a file could not be searched where something graver is said of the same file."""
    told = {(each.place, UNREAD.index(each.code)) for each in found if each.code in UNREAD}
    gravest = {place: min(rank for other, rank in told if other == place) for place, _ in told}
    return [each for each in found if each.code not in UNREAD or UNREAD[gravest[each.place]] == each.code]


def pieces_of(version: Version, body: Apart) -> list[Piece]:
    """Return the words of a version in pieces: what the public would read, and where it stands."""
    pieces = [Piece(name, LABELS[name], text) for name in FIELDS if (text := getattr(version, name))]
    if version.number_wanted:  # part by part: as a whole it is exempt
        pieces.append(Piece("number_wanted", "沿用的索引号", version.number_wanted.replace("-", "\n")))
    pieces += body.pieces
    for each in version.attachments.all():
        pieces.append(Piece("attachments", f"附件“{masking.mask(each.name)}”文件名", each.name))
        if each.text:
            pieces.append(Piece("attachments", f"附件“{masking.mask(each.name)}”", each.text))
    return pieces + [
        Piece("relations", f"关联的文件{n}", word) for n, word in enumerate(cited(version), start=1)
    ]


def findings(
    version: Version, body: Apart, pieces: Sequence[Piece], *, lists: Lists, at: datetime
) -> Iterator[Finding]:
    """Yield what each check finds, but personal data."""
    written = [piece for piece in pieces if piece.field in WRITTEN]
    read = [*written, *(piece for piece in pieces if piece.field == "attachments")]
    day = version.made_on or version.published_on or localdate(at)
    yield from unread(version)
    yield from wording.check(read, lists.wording)
    yield from names.check(written, lists.names, on=day, bodies=lists.bodies)
    yield from dates.check(written, dates.Dated(version.made_on))
    yield from numbers.check(written)
    yield from structure.check(written)
    yield from sums.check([*body.tables, *_sheets(version)])
    addresses = [*_links(body), *_pictures(version)]
    host = urlsplit(settings.SITE_URL).hostname or ""
    yield from links.check(addresses, _files(version), written, host=host)
    yield from alternatives.check(body.pictures)
    on = version.item.published_on or localdate(at)
    yield from header.check(_header(version, body, on=on), lists.competences)


def unread(version: Version) -> Iterator[Finding]:
    """Yield a finding for each attachment that could not be searched to its end.

    What stands in it goes public unseen (条例第十五条：涉及个人隐私的不得公开): somebody looks and says so.
    """
    for each in version.attachments.all():
        place = f"{'正文图片' if each.is_illustration else '附件'}“{masking.mask(each.name)}”"
        if len(each.text) >= reading.MOST_WORDS:
            sentence = f"{place}过长，只检查了开头部分是否含有个人信息，请核对其余部分"
            yield Finding("attachments", sentence, "attachments.long", Weight.ASKS, place, mark=each.sha256)
        elif not each.is_whole:
            extent = "只检查了其中一部分" if each.text.strip() else "未能检查"
            sentence = f"{place}的文字无法全部读出，{extent}是否含有个人信息，请人工核对"
            weight = Weight.TELLS if _is_seen(each) else Weight.ASKS
            remedy = "" if _is_seen(each) else READABLE
            yield Finding(
                "attachments", sentence, "attachments.unread", weight, place, remedy=remedy, mark=each.sha256
            )


def _is_seen(attachment: Attachment) -> bool:
    """Whether there is no text to be missed: a picture in the body, a recording, letters read off a scan."""
    is_recording = attachment.media_type.startswith(("audio/", "video/"))
    is_read = attachment.is_recognised and bool(attachment.text.strip())
    return attachment.is_illustration or is_recording or is_read


def _sheets(version: Version) -> Iterator[sums.Table]:
    for each in version.attachments.all():
        suffix, place = uploads.suffix_of(each.name), f"附件“{masking.mask(each.name)}”"
        if suffix == ".xlsx":
            yield from spots.sheets(each.text, place=place)
        elif suffix == ".csv":
            yield spots.separated(each.text, place=place)


def _links(body: Apart) -> Iterator[links.Link]:
    for each in body.links:
        is_broken = _is_broken(each.address, body.anchors)
        yield links.Link(each.place, each.text, each.address, is_broken)


def _is_broken(address: str, anchors: frozenset[str]) -> bool:
    """Return whether an address of ours leads nowhere: to no place of the text, file, item or page."""
    if address.startswith("#"):
        return address[1:] not in anchors
    parts = urlsplit(address)
    if parts.netloc and f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
        return False
    folder, _, rest = unquote(parts.path).strip("/").partition("/")
    if folder == "files":
        name = rest.partition("/")[0]
        return not (is_digest(name) and path_of(name).is_file())
    if folder == "items" and rest:
        return "\0" in rest or not Item.objects.public().filter(number=rest).exists()
    try:
        resolve(parts.path)
    except Resolver404:
        return True
    return False


def _files(version: Version) -> list[links.File]:
    return [
        links.File(masking.mask(each.name), _fault(each), each.is_illustration)
        for each in version.attachments.all()
    ]


def _pictures(version: Version) -> Iterator[links.Link]:
    """Yield the pictures of the text; the public can see those whose file goes public with this version."""
    files = {(each.sha256, each.name) for each in version.attachments.all()}
    for each in illustrations.shown(version.body):
        is_broken = each.file not in files
        yield links.Link(f"正文图片{each.number}", each.words, each.address, is_broken, is_picture=True)


def _fault(attachment: Attachment) -> str:
    if not attachment.size:
        return "文件是空的"
    if not attachment.path.is_file():
        return "文件已经丢失"
    if attachment.media_type == SVG:  # nobody uploads one: it was drawn here
        return ""
    return _sniffed(attachment.path, attachment.name)


@lru_cache(maxsize=4096)
def _sniffed(path: Path, name: str) -> str:
    """Return what is wrong with the bytes of a file; they never change under their name."""
    try:
        with path.open("rb") as file:
            if uploads.suffix_of(name) == ".pdf":  # looked into when it was taken in, by a process apart
                return (
                    "" if b"%PDF-" in file.read(1024) else "文件内容不是 pdf 格式，可能已损坏或者改过扩展名"
                )
            uploads.media_type(file, name)
    except uploads.Refused as error:
        return str(error)
    return ""


def _header(version: Version, body: Apart, *, on: date) -> header.Header:
    item, obligation = version.item, obligation_of(version)
    first = localdate(item.first_published_at) if item.first_published_at else None
    return header.Header(
        title=version.title,
        lead=f"{version.issuer}\n{version.abstract}\n{_lead(body)}",
        genre=version.genre,
        doc_number=version.doc_number,
        made_on=version.made_on,
        published_on=version.published_on,
        first_public_on=first,
        shown_on=item.published_on,
        is_day_typed=_is_day_typed(version),
        is_proactive=version.disclosure == "proactive",
        obligation=str(obligation) if obligation else "",
        publisher=item.publisher.short_name,
        is_publisher_named=obligation is None or _is_named(obligation, item),
        is_obligation_in_force=obligation is None or _is_in_force(obligation, on),
        kinds=kinds_of(obligation),
        limit_kind=version.limit_kind,
        is_unmarked=_is_unmarked(version, obligation),
        days={name: getattr(version, name) for name in header.FORCE},
        stated=force.terms("\n".join(piece.text for piece in body.pieces), made_on=version.made_on),
    )


def _is_unmarked(version: Version, obligation: Obligation | None) -> bool:
    """Whether the catalogue says that such texts are normative, and this one, no interpretation, is not."""
    if obligation is None or version.item.kind in INTERPRETERS:
        return False
    return obligation.is_normative and not version.is_normative


def _is_day_typed(version: Version) -> bool:
    if version.published_on is None or version.item.address:
        return False
    return not Arrival.objects.filter(item=version.item_id).exists()


def _lead(body: Apart) -> str:
    return "\n".join(piece.text for piece in body.pieces[:12])[:LEAD]


def _is_in_force(obligation: Obligation, on: date) -> bool:
    retired = obligation.retired_on is not None and obligation.retired_on <= on
    return not retired and obligation.is_in_force(on)


def _is_named(obligation: Obligation, item: Item) -> bool:
    """Return whether the catalogue names the publisher; a row that names nobody excludes nobody."""
    if not obligation.publisher_keys or item.publisher.key in obligation.publisher_keys:
        return True
    return Obligation.objects.for_organisation(item.publisher).filter(pk=obligation.pk).exists()
