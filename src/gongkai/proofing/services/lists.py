"""Load the lists of phrases from their folder or from an upload, and hand them out ready for use."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.services import record
from gongkai.proofing import names, source
from gongkai.proofing.header import Competence
from gongkai.proofing.models import Entry
from gongkai.proofing.names import Body
from gongkai.proofing.phrases import DATED, Matcher, Phrase
from gongkai.proofing.services.maintain import ChangedMeanwhile, first, store
from gongkai.proofing.services.rights import demand

FOLDER, UPLOADED = "词表文件", "上传"


@dataclass(frozen=True)
class Change:
    """A phrase whose newest version says something else, or is retired."""

    phrase: Phrase
    before: Phrase
    is_restored: bool = False


@dataclass(frozen=True)
class Difference:
    """What a file would do to what is stored."""

    added: tuple[Phrase, ...] = ()
    changed: tuple[Change, ...] = ()
    retired: tuple[Phrase, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)

    @property
    def token(self) -> str:
        """Return a text that is another as soon as the difference is."""
        rows = [
            [digest(each) for each in self.added],
            [[digest(each.before), digest(each.phrase), each.is_restored] for each in self.changed],
            [digest(each) for each in self.retired],
        ]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def digest(phrase: Phrase) -> str:
    """Return the fingerprint of what a phrase says."""
    text = json.dumps([phrase.wrong, phrase.columns()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def preview_sync() -> Difference:
    """Return what ``sync`` would do. Raises BadList with file and line of every problem."""
    return _against_folder(_folder())


@transaction.atomic
def sync(*, by: Person | None, at: datetime) -> Difference:
    """Bring the stored lists in line with ``catalogue/wording``, log it, and return what was done.

    All or nothing. What was changed at the desk stays until the folder says something new about it; what
    left the folder is retired. Raises BadList, NotAllowed.
    """
    demand(by, "upload", at=at)
    declared = _folder()
    difference = _against_folder(declared)
    Entry.objects.bulk_create(
        first(phrase, source=FOLDER, file_digest=digest(phrase), by=by, at=at) for phrase in difference.added
    )
    for each in difference.changed:
        store(each.phrase, source=FOLDER, file_digest=digest(each.phrase), by=by, at=at)
    for phrase in difference.retired:
        store(phrase, source=FOLDER, is_retired=True, by=by, at=at)
    _note_digests(declared)
    if difference:
        _log(difference, "sync-wording", by=by, at=at)
    return difference


def _note_digests(declared: Iterable[Phrase]) -> None:
    """Remember what the folder says of phrases that already say so, or were changed at the desk."""
    wanted = {each.wrong: digest(each) for each in declared}
    late = []
    for row in Entry.objects.newest().filter(wrong__in=wanted):
        if row.file_digest != wanted[row.wrong]:
            row.file_digest = wanted[row.wrong]
            late.append(row)
    Entry.objects.bulk_update(late, ["file_digest"], batch_size=500)


def _folder() -> list[Phrase]:
    return source.read_folder(Path(settings.CATALOGUE) / "wording")


def _against_folder(declared: list[Phrase]) -> Difference:
    stored = _stored()
    news = [
        each
        for each in declared
        if each.wrong not in stored or stored[each.wrong].file_digest != digest(each)
    ]
    kept = {each.wrong for each in declared}
    gone = [
        row.phrase
        for row in stored.values()
        if row.file_digest and not row.is_retired and row.wrong not in kept
    ]
    difference = _compared(stored, news)
    unchanged = len(declared) - len(difference.added) - len(difference.changed)
    return Difference(difference.added, difference.changed, tuple(gone), unchanged)


def preview(text: str) -> Difference:
    """Return what applying an uploaded file would do: it adds and changes, and retires nothing.

    Raises BadList with the line of every problem.
    """
    return _compared(_stored(), source.read_phrases(text, source="上传文件"))


@transaction.atomic
def apply_upload(text: str, *, seen: str, by: Person, at: datetime) -> Difference:
    """Apply an uploaded file whose preview had the token ``seen``, log it, and return what was done.

    Raises BadList, NotAllowed, and ChangedMeanwhile where the preview is no longer what would happen.
    """
    demand(by, "upload", at=at)
    difference = preview(text)
    if difference.token != seen:
        raise ChangedMeanwhile("预览之后词表又有变化，请重新核对差异")
    for phrase in (*difference.added, *(each.phrase for each in difference.changed)):
        store(phrase, source=UPLOADED, by=by, at=at)
    if difference:
        _log(difference, "upload-wording", by=by, at=at)
    return difference


def _compared(stored: dict[str, Entry], phrases: Iterable[Phrase]) -> Difference:
    added, changed, unchanged = [], [], 0
    for phrase in phrases:
        row = stored.get(phrase.wrong)
        if row is None:
            added.append(phrase)
        elif row.phrase != phrase or row.is_retired:
            changed.append(Change(phrase, row.phrase, row.is_retired))
        else:
            unchanged += 1
    return Difference(tuple(added), tuple(changed), (), unchanged)


def _stored() -> dict[str, Entry]:
    return {row.wrong: row for row in Entry.objects.newest()}


def _log(difference: Difference, verb: str, *, by: Person | None, at: datetime) -> None:
    record(
        verb=verb,
        thing="wording",
        by=by,
        at=at,
        added=[each.wrong for each in difference.added],
        changed=[each.phrase.wrong for each in difference.changed],
        retired=[each.wrong for each in difference.retired],
    )


Bodies = tuple[tuple[str, str | None, date, date | None], ...]
"""Of every organisation its name, its successor's, its first day and its last."""


@dataclass(frozen=True)
class Lists:
    """What the checks look for."""

    wording: Matcher
    names: Matcher
    bodies: tuple[Body, ...]
    competences: tuple[Competence, ...]


def lists() -> Lists:
    """Return the lists in use, made anew only when an entry, an organisation or the file has changed."""
    last = Entry.objects.order_by("-pk").values_list("pk", "wrong", "serial", "at").first()
    every = Organisation.objects.order_by("pk")
    bodies = tuple(every.values_list("name", "successor__name", "valid_from", "valid_to"))
    path = Path(settings.CATALOGUE) / "competence.yaml"
    return _lists(last, bodies, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _lists(last: object, bodies: Bodies, path: Path, stamp: int) -> Lists:
    phrases = [row.phrase for row in Entry.objects.current()]
    return Lists(
        Matcher(each for each in phrases if each.family not in DATED),
        Matcher([*(each for each in phrases if each.family in DATED), *_former(bodies, phrases)]),
        tuple(Body(name, first, last) for name, _, first, last in bodies),
        source.read_competences(path),
    )


def _former(bodies: Bodies, phrases: Iterable[Phrase]) -> list[Phrase]:
    """Return the phrases for organisations that are no more, but what the lists say already."""
    listed = {each.wrong for each in phrases}
    rows = [
        (name, successor or "", last + timedelta(days=1))
        for name, successor, _, last in bodies
        if last is not None and name not in listed
    ]
    return names.of_organisations(rows)
