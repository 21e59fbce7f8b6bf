"""arrive: take in the documents of an old site, many at once, each at most once.

They were published before, by decisions taken then: so they keep the day of that, need no interpretation and
start no clock. Two persons answer for it as for everything public: who brings and who signs. What should not
go public unseen is held as a draft of its department, with the reason.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.items.models import Arrival, ArrivalOutcome, OldAddress, Version, path_of
from gongkai.items.moving import Record, Wrong
from gongkai.items.moving.records import BadRecord, File
from gongkai.items.reading.pieces import pieces
from gongkai.items.services.arrived import Ready, Shelf, prepared
from gongkai.items.services.arrived_rows import open_to_all, store
from gongkai.items.services.errors import NotAllowed, Rejected
from gongkai.items.services.files import Stored
from gongkai.items.services.files import store as store_file
from gongkai.items.uploads import Refused
from gongkai.orgs.models import Person, Post, Role, insert
from gongkai.proofing import personal
from gongkai.proofing.rules import Piece, Weight

BRINGERS = frozenset({Role.OPENNESS.value, Role.ADMIN.value})
SIGNERS = frozenset({Role.OPENNESS.value, Role.SIGNER.value})
LONGEST_REASON = 500


@dataclass(frozen=True)
class Terms:
    """What is decided for a whole site. ``holds_personal``: drafts, not publication, where data are found."""

    shelf: Shelf
    site: str
    signer: Person
    holds_personal: bool = True
    published_on: date | None = None


@dataclass
class Batch:
    """What becomes of the documents of one batch."""

    ready: list[Ready] = field(default_factory=list)
    refused: list[tuple[str, int, str]] = field(default_factory=list)


def demand_arrival(*, signer: Person, by: Person, at: datetime) -> None:
    """Raise NotAllowed unless ``by`` may bring in a site and somebody else, ``signer``, may sign for it."""
    if not _roles(by, at) & BRINGERS:
        raise NotAllowed("只有政务公开科或者系统管理员可以迁入旧站")
    if not _roles(signer, at) & SIGNERS:
        raise NotAllowed(f"{signer.name}不是签发人，也不在政务公开科，不能为迁入的信息签发")
    if signer.pk == by.pk:
        raise NotAllowed("迁入和签发须由两人办理")


def _roles(person: Person, at: datetime) -> set[str]:
    return set(Post.objects.of(person, on=localdate(at)).values_list("role", flat=True))


def arrive(*, records: Sequence[Record | Wrong], terms: Terms, by: Person, at: datetime) -> "Counter[str]":
    """Take in a batch of washed records in one transaction; return how many there are of each outcome.

    Raises NotAllowed, and Rejected if another process takes in the same documents.
    """
    demand_arrival(signer=terms.signer, by=by, at=at)
    keys = [_key(each) for each in records]
    done = Arrival.objects.filter(site=terms.site, key__in=keys).exclude(outcome=ArrivalOutcome.REFUSED.value)
    known = set(done.values_list("key", flat=True))
    batch, today = Batch(), localdate(at)
    for each, key in zip(records, keys, strict=True):
        if key not in known:
            known.add(key)
            _judge(each, key, terms, batch, today)
    counts = _stored(batch, terms, by, at)
    counts["known"] = len(records) - sum(counts.values())
    return counts


def _key(each: Record | Wrong) -> str:
    return each.key if isinstance(each, Record) else f"#{each.line}"


def _judge(each: Record | Wrong, key: str, terms: Terms, batch: Batch, today: date) -> None:
    """Decide about one document: public, held or refused."""
    if isinstance(each, Wrong):
        batch.refused.append((key, each.line, each.reason))
        return
    try:
        ready = prepared(each, terms.shelf, default_day=terms.published_on, today=today)
    except BadRecord as error:
        batch.refused.append((key, each.line, str(error)))
        return
    ready.files = [found for file in each.files if (found := _file(file, ready))]
    ready.place_files()
    if terms.holds_personal:
        ready.reasons += [*each.washed.personal, *_personal_in_files(ready)]
    batch.ready.append(ready)


def _file(file: File, ready: Ready) -> tuple[File, Stored] | None:
    """Store a file of a document; one that is not taken holds its document back."""
    try:
        with file.path.open("rb") as source:
            return file, store_file(source, file.name)
    except OSError:
        ready.reasons.append(f"附件“{file.name}”不在导出文件夹中")
    except Refused as error:
        ready.reasons.append(f"附件“{file.name}”：{error}")
    return None


def _personal_in_files(ready: Ready) -> list[str]:
    """Return sentences about personal data in the files, their cells and what they hold unseen."""
    named = [Piece("attachments", "", f"{kept.name}\n{kept.text}") for _, kept in ready.files]
    found = list(personal.check(named))
    for _, kept in ready.files:
        inside = personal.check(_pieces(kept))
        found += [each for each in inside if each.weight is not Weight.TELLS]
    return sorted({each.sentence for each in found})


def _pieces(kept: Stored) -> list[Piece]:
    try:
        return list(pieces(path_of(kept.sha256).read_bytes(), kept.name))
    except Refused:
        return []  # what could be read of it is among its words


@transaction.atomic
def _stored(batch: Batch, terms: Terms, by: Person, at: datetime) -> "Counter[str]":
    keys = [each.record.key for each in batch.ready] + [key for key, _, _ in batch.refused]
    Arrival.objects.filter(site=terms.site, key__in=keys, outcome=ArrivalOutcome.REFUSED.value).delete()
    if Arrival.objects.filter(site=terms.site, key__in=keys).exists():
        raise Rejected("另一个迁入正在办理同一批信息，请等它结束")
    versions = store(batch.ready, signer=terms.signer, by=by, at=at)
    open_to_all(batch.ready, versions, by=by, at=at)
    _keep_addresses(batch.ready, versions)
    outcomes = _note_arrivals(batch, versions, terms.site, at)
    return Counter(outcomes)


def _note_arrivals(batch: Batch, versions: Sequence[Version], site: str, at: datetime) -> list[str]:
    """Store what became of each document and return it."""
    held = [
        ArrivalOutcome.HELD.value if each.reasons else ArrivalOutcome.PUBLIC.value for each in batch.ready
    ]
    outcomes = held + [ArrivalOutcome.REFUSED.value] * len(batch.refused)
    reasons = ["；".join([*each.reasons, *each.record.doubts]) for each in batch.ready]
    insert(
        Arrival,
        len(outcomes),
        site=site,
        key=[each.record.key for each in batch.ready] + [key for key, _, _ in batch.refused],
        line=[each.record.line for each in batch.ready] + [line for _, line, _ in batch.refused],
        outcome=outcomes,
        reason=[each[:LONGEST_REASON] for each in reasons + [reason for _, _, reason in batch.refused]],
        item_id=[of.item_id for of in versions] + [None] * len(batch.refused),
        at=at,
    )
    return outcomes


def _keep_addresses(ready: Sequence[Ready], versions: Sequence[Version]) -> None:
    """Let old addresses lead to their items; one that leads somewhere already is left alone."""
    wanted: dict[str, int] = {}
    for each, of in zip(ready, versions, strict=True):
        if each.record.address:
            wanted.setdefault(each.record.address, of.item_id)
    taken = OldAddress.objects.filter(path__in=wanted).values_list("path", flat=True)
    for path in taken:
        del wanted[path]
    insert(OldAddress, len(wanted), path=list(wanted), item_id=list(wanted.values()))


def led_to(path: str) -> str:
    """Return the address of the item to which an old path now leads; empty if there is none, or not yet."""
    found = OldAddress.objects.filter(path=path).exclude(item__address="")
    return found.values_list("item__address", flat=True).first() or ""
