"""Personal information in a version: in its fields, its body, its files, each finding with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

from django.utils.timezone import localdate

from gongkai.items import paragraphs
from gongkai.items.models import Attachment, Version
from gongkai.items.reading.pieces import is_read_in_pieces, pieces, tabled
from gongkai.items.services.duty import obligation_of
from gongkai.items.uploads import Refused, suffix_of
from gongkai.law import masking
from gongkai.law.masking.columns import Columns
from gongkai.obligations import services as obligations
from gongkai.proofing import personal
from gongkai.proofing.rules import Finding, Piece, Weight

READ_BY_ALL = (
    "title doc_number issuer addressees section abstract keywords theme genre signatory audience retention "
    "change_note"
).split()
OLD_TABLES = {".xls", ".et"}
READABLE = "换成能读出文字的文件，或者人工核对后说明理由"
MOST_LISTED = 200
"""Findings of one file that are listed: nobody reads more, and one press masks all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Under what a version is looked through: the declared columns, the duty it meets, the day."""

    columns: Columns
    obligation: str
    today: date

    def check(self, found: list[Piece]) -> Iterator[Finding]:
        return personal.check(found, columns=self.columns, obligation=self.obligation, today=self.today)


def asked(version: Version, *, at: datetime) -> Asked:
    obligation = obligation_of(version)
    return Asked(obligations.columns(), obligation.key if obligation else "", localdate(at))


@dataclass(frozen=True, slots=True)
class Personal:
    """What is personal in some words, masked, and the pieces in which it stands."""

    findings: tuple[Finding, ...]
    pieces: tuple[Piece, ...] = ()
    is_read: bool = True


def personal_in(version: Version, *, at: datetime) -> Personal:
    """Return what is personal in a version, each finding with its place."""
    rule = asked(version, at=at)
    words = [*written(version), *(named(each) for each in version.attachments.all())]
    found = [Personal(tuple(rule.check(words)), tuple(words))]
    for each in version.attachments.all():
        anew = _in_file(each.path, each.name, rule) if _is_read_anew(each) else None
        if anew is not None:
            found.append(anew)
        if anew is None or not anew.is_read:  # what a damaged part keeps from us was perhaps read before
            found.append(Personal(tuple(rule.check(_stored(each))), tuple(_stored(each))))
    return Personal(
        tuple(finding for part in found for finding in part.findings),
        tuple(piece for part in found for piece in part.pieces),
    )


def written(version: Version) -> list[Piece]:
    """Return the words of a version that stand in no file."""
    fields = [Piece(field, "", getattr(version, field)) for field in READ_BY_ALL]
    # Part by part: as a whole the number of an item is exempt.
    fields.append(Piece("number_wanted", "", version.number_wanted.replace("-", "\n")))
    linked = [Piece("relations", "", word) for word in cited(version)]
    return [piece for piece in [*fields, *paragraphs.pieces(version.body), *linked] if piece.text]


def cited(version: Version) -> Iterator[str]:
    """Yield titles and numbers of documents that are cited and not in the catalogue."""
    for each in version.item.relations.all():
        dropped = each.dropped_in is not None and each.dropped_in <= version.serial
        if each.stated_in <= version.serial and not dropped:
            yield from filter(None, (each.cited_title, each.cited_number))


def named(attachment: Attachment) -> Piece:
    return Piece("attachments", f"附件“{masking.mask(attachment.name)}”文件名", attachment.name)


def _stored(attachment: Attachment) -> list[Piece]:
    """Return the words of a file as they were read when it came; those of a table cell by cell."""
    if suffix_of(attachment.name) in OLD_TABLES:
        return list(tabled(attachment.text, attachment.name))
    return [Piece("attachments", f"附件“{masking.mask(attachment.name)}”", attachment.text)]


def in_file(attachment: Attachment) -> list[Piece]:
    """Return the words of a file piece by piece; those that were stored if it cannot be read so."""
    if not _is_read_anew(attachment):
        return _stored(attachment)
    try:
        return list(pieces(attachment.path.read_bytes(), attachment.name))
    except (Refused, OSError):
        return _stored(attachment)


def _is_read_anew(attachment: Attachment) -> bool:
    """Whether the words of a file are told apart by their place in it."""
    return is_read_in_pieces(attachment.name) and not attachment.is_recognised and attachment.path.is_file()


@lru_cache(maxsize=512)
def _in_file(path: Path, name: str, rule: Asked) -> Personal:
    """Return what is personal in a file; kept, since a file never changes under its name."""
    try:
        words = list(pieces(path.read_bytes(), name))
    except Refused as error:
        place = f"附件“{masking.mask(name)}”"
        sentence = f"{place}未能检查是否含有个人信息：{error}"
        unread = Finding(
            "attachments", sentence, "personal.unread", Weight.ASKS, place, remedy=READABLE, mark=path.name
        )
        return Personal((unread,), is_read=False)
    found = rule.check(words)
    listed = list(islice(found, MOST_LISTED))
    rest = list(found)
    if rest:
        weight = min((each.weight for each in rest), key=list(Weight).index)
        sentence = f"附件“{masking.mask(name)}”中另有{len(rest)}处疑似个人信息没有列出"
        listed.append(Finding("attachments", sentence, code="personal.more", weight=weight, mark=path.name))
    told = {each.place for each in listed}
    return Personal(tuple(listed), tuple(each for each in words if each.place in told))


table_of = personal.table_of


def key(finding: Finding) -> str:
    """Return by what a finding is named in a form: its place and kind, nothing of what stands there."""
    parts = (finding.code, finding.field, finding.place, str(finding.start), str(finding.end))
    return sha256("|".join(parts).encode()).hexdigest()[:20]
