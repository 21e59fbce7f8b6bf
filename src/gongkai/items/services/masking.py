"""mask: replace what is personal in a draft, in its text and in its files, by what may be shown."""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.db import transaction

from gongkai.items import paragraphs, uploads
from gongkai.items.models import Attachment, Version
from gongkai.items.services import personal
from gongkai.items.services.drafting import FIELDS, save
from gongkai.items.services.errors import Conflict, Rejected
from gongkai.items.services.files import Stored, store
from gongkai.items.services.moves import current, locked, log
from gongkai.items.services.redacting import can_be_rewritten, renamed, rewritten
from gongkai.items.services.rights import require
from gongkai.law import masking
from gongkai.orgs.models import Person
from gongkai.proofing.redaction import Hide, Irredactable, Order
from gongkai.proofing.rules import Finding, Piece, Weight

CONTEXT = 8
"""A home number such as 3号 stands for itself nowhere: the words before it say which one is meant."""


class AlreadyMasked(Rejected):
    """What was to be masked is not there any more."""

    def __init__(self) -> None:
        super().__init__("要遮蔽的内容已经处理过，或者刚刚有变动，请重新核对")


class NotMaskable(Rejected):
    """The words must be taken out by hand; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding with the words it stands in, and the file if it is one."""

    finding: Finding
    piece: Piece
    file: Attachment | None = None

    @property
    def value(self) -> str:
        return self.piece.text[self.finding.start : self.finding.end]


def is_maskable(finding: Finding) -> bool:
    """Whether the remedy of a finding can be done at the press of a button."""
    if not finding.code.startswith("personal.") or finding.replacement is None:
        return False
    return finding.field in {*FIELDS, "attachments"} - {"number_wanted"}


def mask(*, version: Version, key: str, revision: int, by: Person, at: datetime) -> int:
    """Mask one finding, or ``all``; return in how many places. ``revision`` is the one that was looked at.

    The same value in the same file vanishes everywhere in it. The log names kinds, never values.
    Raises Conflict if somebody saved since, AlreadyMasked, NotMaskable, IllegalMove unless in draft,
    NotAllowed.
    """
    require(by, "edit", version, at=at)
    seen = current(version)
    if seen.revision != revision:
        raise Conflict(seen)
    chosen = [spot for spot in _spots(seen, at=at) if _is_chosen(spot.finding, key)]
    if not chosen:
        raise AlreadyMasked
    files = _redacted(chosen)  # outside the transaction: it takes seconds, and a process of its own
    with transaction.atomic():
        fresh = locked(seen)
        require(by, "edit", fresh, at=at)
        _swap(files)
        fields = _fields(fresh, [spot for spot in chosen if spot.file is None])
        fields |= _shown_anew(fields.get("body", fresh.body), files)
        save(version=fresh, fields=fields, revision=revision, by=by, at=at)
        kinds = sorted({spot.finding.code.partition(".")[2] for spot in chosen})
        log(fresh.item, "mask", by=by, at=at, version=fresh.serial, kinds=kinds, places=len(chosen))
    return len(chosen)


def _is_chosen(finding: Finding, key: str) -> bool:
    if key == "all":
        return is_maskable(finding) and finding.weight is not Weight.TELLS
    return is_maskable(finding) and personal.key(finding) == key


def _spots(version: Version, *, at: datetime) -> Iterable[Spot]:
    rule = personal.asked(version, at=at)
    yield from _within(rule, personal.written(version), None)
    for each in version.attachments.all():
        yield from _within(rule, [personal.named(each)], each)
        yield from _within(rule, personal.in_file(each), each)


def _within(rule: personal.Asked, found: Sequence[Piece], file: Attachment | None) -> Iterable[Spot]:
    by_place = {(piece.field, piece.place): piece for piece in found}
    for finding in rule.check(list(found)):
        piece = by_place[finding.field, finding.place]
        yield Spot(finding, piece, file)
        if ".column." in finding.code and file is None:
            yield from _below(finding, piece, found)


def _below(finding: Finding, first: Piece, found: Sequence[Piece]) -> Iterable[Spot]:
    """Yield the other cells of a column in the body that is to be masked: one finding stands for all."""
    for piece in found:
        is_cell = piece.heading == first.heading and personal.table_of(piece) == personal.table_of(first)
        if is_cell and piece is not first and piece.text.strip():
            yield Spot(finding, piece)


def _fields(version: Version, chosen: Sequence[Spot]) -> dict[str, str]:
    """Return the fields with what was chosen replaced. Raises AlreadyMasked if the words are others."""
    now = {(piece.field, piece.place): piece.text for piece in personal.written(version)}
    wanted: dict[str, dict[str, list[paragraphs.Replacement]]] = defaultdict(lambda: defaultdict(list))
    for spot in chosen:
        finding, piece = spot.finding, spot.piece
        if now.get((piece.field, piece.place)) != piece.text:
            raise AlreadyMasked
        is_column = ".column." in finding.code
        start, end = (0, len(piece.text)) if is_column else (finding.start, finding.end)
        wanted[piece.field][piece.place].append((start, end, finding.replacement or ""))
    fields = {}
    for field, places in wanted.items():
        if field == "body":
            fields[field] = paragraphs.replaced(version.body, places)
            continue
        text = getattr(version, field)
        for start, end, words in sorted(places[""], reverse=True):
            text = text[:start] + words + text[end:]
        fields[field] = text
    return fields


KEPT = {"is_stripped", "is_illustration"}
"""What a file is stays what it is when words are taken out of it."""
Swap = tuple[Attachment, Stored]


def _redacted(chosen: Sequence[Spot]) -> list[Swap]:
    """Return for each file the one that takes its place, stored. Raises NotMaskable."""
    by_file: dict[Attachment, list[Spot]] = defaultdict(list)
    for spot in chosen:
        if spot.file is not None:
            by_file[spot.file].append(spot)
    return [(file, _without(file, spots)) for file, spots in by_file.items()]


def _without(file: Attachment, spots: Sequence[Spot]) -> Stored:
    """Return a file without what was found in it, proven by reading it again. Raises NotMaskable."""
    in_name = [spot for spot in spots if spot.piece.place == personal.named(file).place]
    name = file.name
    for spot in sorted(in_name, key=lambda spot: spot.finding.start, reverse=True):
        shown = str(spot.finding.replacement).replace("*", "＊")  # not every system takes the other in a name
        name = name[: spot.finding.start] + shown + name[spot.finding.end :]
    inside = [spot for spot in spots if spot not in in_name]
    try:
        data = rewritten(file, _order(inside)) if inside else file.path.read_bytes()
    except (Irredactable, OSError, uploads.Refused) as error:
        raise NotMaskable(f"附件“{name}”：{error}") from error
    return store(io.BytesIO(data), renamed(name) if inside else name)


def _order(spots: Sequence[Spot]) -> Order:
    hides: dict[str, str] = {}
    columns: dict[str, None] = {}
    for spot in spots:
        finding = spot.finding
        if ".column." in finding.code:
            columns[spot.piece.heading] = None
        elif finding.replacement:
            first = max(0, finding.start - CONTEXT) if len(spot.value) < CONTEXT else finding.start
            before = spot.piece.text[first : finding.start]
            hides[before + spot.value] = before + finding.replacement
    longest = sorted(hides.items(), key=lambda each: -len(each[0]))
    return Order(tuple(Hide(*each) for each in longest), tuple(columns))


def _swap(files: Sequence[Swap]) -> None:
    """Put each file in the place of the one it was made from. Raises AlreadyMasked if that has changed."""
    for file, stored in files:
        values = {name: getattr(stored, name) for name in Stored.__slots__ if name not in KEPT}
        if not Attachment.objects.filter(pk=file.pk, sha256=file.sha256).update(**values):
            raise AlreadyMasked


def _shown_anew(body: str, files: Sequence[Swap]) -> dict[str, str]:
    """Return the body showing and linking the new files where it has the old ones; nothing if it has none."""
    before = body
    for file, stored in files:
        address = f"/files/{stored.sha256}/{quote(stored.name)}"
        body = re.sub(rf"/files/{file.sha256}/[^\"'\s<>]*", address, body)
    return {"body": body} if body != before else {}


def may_be_masked(finding: Finding, names: Iterable[str]) -> bool:
    """Whether a button is offered: in a file only for the formats that can be rewritten."""
    if not is_maskable(finding):
        return False
    if finding.field != "attachments" or finding.place.endswith("文件名"):
        return True
    return any(f"“{masking.mask(name)}”" in finding.place and can_be_rewritten(name) for name in names)
