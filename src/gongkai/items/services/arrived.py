"""What a document of an old site becomes here: checked and completed, before anything is stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from gongkai.items import rules, summing
from gongkai.items.models import Kind, ValidityState, Version
from gongkai.items.moving import Record
from gongkai.items.moving.records import TEXTS, BadRecord, File
from gongkai.items.rules import CONTROL
from gongkai.items.services.files import Stored
from gongkai.items.services.importing import kind_of
from gongkai.law import lifecycle, numbering
from gongkai.obligations import services as obligations
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Organisation

LIMITS = {
    name: (str(column.verbose_name), column.max_length or 0)
    for name in TEXTS
    if isinstance(column := Version._meta.get_field(name), models.CharField)
}
LABELS = {str(each.label): each.value for each in Kind}
KINDS = frozenset(Kind.values)


@dataclass(frozen=True)
class Shelf:
    """Where documents are put: departments and obligations by their names, and what holds where none is."""

    organisations: Mapping[str, Organisation]
    obligations: Mapping[str, Obligation]
    themes: frozenset[str]
    genres: tuple[str, ...]
    publisher: Organisation | None = None
    obligation: Obligation | None = None
    kind: str = ""


def shelf(
    *, publisher: Organisation | None = None, obligation: Obligation | None = None, kind: str = ""
) -> Shelf:
    """Return the shelf of this district. A name that several departments bear names none."""
    names: dict[str, Organisation | None] = {}
    for body in Organisation.objects.all():
        for name in {body.key, body.name, body.short_name}:
            names[name] = None if name in names else body
    codes = obligations.codes()
    return Shelf(
        {name: body for name, body in names.items() if body is not None},
        {each.key: each for each in Obligation.objects.select_related("area")},
        frozenset(codes.titles("themes")),
        tuple(codes.titles("genres")),
        publisher,
        obligation,
        kind,
    )


@dataclass
class Ready:
    """A document that can be stored; with ``reasons`` it is held as a draft."""

    record: Record
    publisher: Organisation
    obligation: Obligation | None
    kind: str
    texts: dict[str, str]
    days: dict[str, Any]
    validity: str
    body: str
    words: str
    number: str
    reasons: list[str] = field(default_factory=list)
    files: list[tuple[File, Stored]] = field(default_factory=list)

    def place_files(self) -> None:
        """Let the body show and link the files where they now lie."""
        raw = self.record.body
        for file, kept in self.files:
            raw = raw.replace(f'"{file.reference}"', f'"/files/{kept.sha256}/{kept.name}"')
        if self.files and raw != self.record.body:
            self.body = rules.clean(raw)


def prepared(record: Record, at: Shelf, *, default_day: date | None, today: date) -> Ready:
    """Return a washed document as it can be stored. Raises BadRecord with the reason why it cannot."""
    publisher = _publisher(record, at)
    washed = record.washed
    if washed.fault:
        raise BadRecord(washed.fault)
    if not washed.words and not record.files:
        raise BadRecord("没有正文，也没有附件")
    days: dict[str, Any] = {name: record.days.get(name) for name in ("made_on", "effective_on", "expires_on")}
    days["published_on"] = record.days.get("published_on") or days["made_on"] or default_day
    _check_day(days["published_on"], today)
    texts = _texts(record, publisher, at)
    return Ready(
        record=record,
        publisher=publisher,
        obligation=_obligation(record, at),
        kind=_kind(record, at),
        texts=texts,
        days=days,
        validity=_validity(record, days, today),
        body=washed.body,
        words=washed.words,
        number=_number(record.number),
        reasons=[] if record.disclosure == "proactive" else ["原公开形式不是主动公开"],
    )


def _publisher(record: Record, at: Shelf) -> Organisation:
    for name in (record.organisation, record.texts.get("issuer", "")):
        if name in at.organisations:
            return at.organisations[name]
    if at.publisher is None:
        named = record.organisation or record.texts.get("issuer", "")
        told = f"公开部门“{named}”不在机构名录中" if named else "没有写明公开部门"
        raise BadRecord(f"{told}，请用 --organisation 指定")
    return at.publisher


def _obligation(record: Record, at: Shelf) -> Obligation | None:
    return at.obligations.get(record.obligation, at.obligation)


def _kind(record: Record, at: Shelf) -> str:
    stated = LABELS.get(record.kind, record.kind)
    return stated if stated in KINDS else at.kind or kind_of(record.texts["title"])


def _check_day(day: date | None, today: date) -> None:
    if day is None:
        raise BadRecord("没有发布日期，也没有成文日期，请用 --published-on 指定")
    if day > today:
        raise BadRecord("发布日期晚于今天")


def _texts(record: Record, publisher: Organisation, at: Shelf) -> dict[str, str]:
    texts = {name: CONTROL.sub("", text).strip() for name, text in record.texts.items()}
    texts["issuer"] = texts.get("issuer") or publisher.name
    texts["abstract"] = texts.get("abstract") or record.washed.abstract
    theme = re.split(r"[\\/>]", texts.get("theme", ""))[0].strip()
    texts["theme"] = theme if theme in at.themes else ""
    genre = texts.get("genre", "")
    texts["genre"] = genre if genre in at.genres else summing.genre_of(texts["title"], at.genres)
    for name, text in texts.items():
        label, most = LIMITS[name]
        if len(text) > most:
            raise BadRecord(f"{label}超过{most}字")
    return {name: text for name, text in texts.items() if text}


def _validity(record: Record, days: Mapping[str, date | None], today: date) -> str:
    """Return the validity as the old site stated it, or as the dates make it."""
    if record.days.get("repealed_on"):
        return ValidityState.REPEALED.value
    return lifecycle.validity_on(
        today,
        stored=record.validity or ValidityState.VALID.value,
        effective_on=days["effective_on"],
        expires_on=days["expires_on"],
    ).value


def _number(text: str) -> str:
    """Return an index number that can be kept, nothing for one that is none."""
    try:
        return numbering.parse_index_number(text).text if text else ""
    except numbering.BadNumber:
        return ""
