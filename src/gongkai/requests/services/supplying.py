"""What is supplied to an applicant: a copy without what may not be told, or one as it is (条例第三十七条).

A material lies inside the case for good; only a copy made from it can be enclosed in an answer. What cannot
be proven to be gone is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from gongkai.items.photographs.inside import bare_inside
from gongkai.items.reading.pieces import pieces
from gongkai.items.uploads import suffix_of
from gongkai.law.deadlines import local_day
from gongkai.obligations import services as obligations
from gongkai.orgs.models import Person
from gongkai.orgs.rules import Refusal
from gongkai.proofing import personal
from gongkai.proofing.redaction import Hide, Irredactable, Order, redact
from gongkai.proofing.rules import Piece
from gongkai.requests.models import Document, Purpose
from gongkai.requests.services.documents import keep, open_paper, read
from gongkai.requests.services.rights import demand

CONTEXT = 8
"""A short word stands for itself nowhere: what stands around it says which one is meant."""
NUMBER = re.compile(r"[0-9A-Za-z０-９-]{2}")
MOST = 300
"""Suggestions and own words of one paper."""
HIDDEN = "***"


class NotSuppliable(Refusal):
    """A paper of which no such copy can be made, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that should perhaps be hidden, why, and how often they stand there; a column by its heading."""

    value: str
    sentence: str
    replacement: str
    count: int = 1
    is_column: bool = False

    @property
    def key(self) -> str:
        return sha256(f"{self.is_column}{self.value}".encode()).hexdigest()[:16]


def suggestions(*, document: Document, by: Person, at: datetime) -> list[Suggestion]:
    """Return what looks personal in a material, and note that somebody looked at it.

    Raises NotAllowed, Unreadable, Refused for a damaged file.
    """
    data = open_paper(document=document, by=by, at=at)
    return _suggested(list(pieces(data, document.name)), at)


def _suggested(found: Sequence[Piece], at: datetime) -> list[Suggestion]:
    by_place = {(each.field, each.place): each for each in found}
    made: dict[tuple[str, bool], Suggestion] = {}
    checked = personal.check(found, columns=obligations.columns(), today=local_day(at))
    for finding in checked:
        piece, is_column = by_place[finding.field, finding.place], ".column." in finding.code
        value = piece.heading if is_column else piece.text[finding.start : finding.end]
        before = made.get((value, is_column))
        if value.strip():
            count = before.count + 1 if before else 1
            told = Suggestion(value, finding.sentence, finding.replacement or HIDDEN, count, is_column)
            made[value, is_column] = told
        if len(made) >= MOST:
            break
    return list(made.values())


def make_copy(
    *, document: Document, keys: Collection[str], words: Collection[str], by: Person, at: datetime
) -> Document:
    """Return a copy of a material without the suggestions of ``keys`` and without ``words``.

    It is read again before it is kept. Raises NotAllowed, NotSuppliable, Unreadable, ChangedMeanwhile.
    """
    demand(by, "handle", document.request, at=at)
    _check(document)
    data = read(document)
    found = list(pieces(data, document.name))
    own = [each.strip() for each in words if each.strip()]
    chosen = [each for each in _suggested(found, at) if each.key in keys]
    if not own and not chosen:
        raise NotSuppliable("请选择或者填写要遮蔽的内容；不需要遮蔽的，请原样提供")
    if absent := [each for each in own if not any(each in piece.text for piece in found)]:
        raise NotSuppliable(f"文件中没有找到“{absent[0]}”，请与原文一字不差地填写")
    hidden = [*own, *(each.value for each in chosen if not each.is_column)]
    try:
        result = _redacted(data, suffix_of(document.name), _order(found, own, chosen))
        _prove(result, document.name, hidden)
    except Irredactable as error:
        raise NotSuppliable(str(error)) from error
    return _kept(document, Purpose.REDACTED, result, by, at)


def text_of(document: Document, *, most: int) -> str:
    """Return the words of a copy, at most so many characters, to see what became of it."""
    words = "\n".join(each.text for each in pieces(read(document), document.name))
    return words[:most]


@transaction.atomic
def copy_whole(*, document: Document, by: Person, at: datetime) -> Document:
    """Return a copy of a material as it is, to be enclosed in an answer.

    Raises NotAllowed, NotSuppliable, Unreadable, ChangedMeanwhile.
    """
    demand(by, "handle", document.request, at=at)
    _check(document)
    return _kept(document, Purpose.OTHER, read(document), by, at)


def _check(document: Document) -> None:
    if document.purpose != Purpose.MATERIAL.value or document.removed_on is not None:
        raise NotSuppliable("只有拟提供信息的原件可以制作副本")


def _kept(document: Document, purpose: Purpose, data: bytes, by: Person, at: datetime) -> Document:
    return keep(
        request=document.request, purpose=purpose.value, name=document.name, data=data, made_from=document,
        by=by, at=at,
    )  # fmt: skip


def _redacted(data: bytes, suffix: str, order: Order) -> bytes:
    return bare_inside(redact(data, suffix, order), suffix)


def _order(found: Sequence[Piece], own: Sequence[str], chosen: Sequence[Suggestion]) -> Order:
    """Return the order: a long word by itself, a short one with what stands around it; the longest first."""
    wanted = {each.value: each.replacement for each in chosen if not each.is_column}
    wanted |= dict.fromkeys(own, HIDDEN)
    hides = {value: replacement for value, replacement in wanted.items() if len(value) >= CONTEXT}
    short = [value for value in wanted if len(value) < CONTEXT]
    for piece in found:
        for first, last in _windows(piece.text, short):
            window = piece.text[first:last]
            hides[window] = _replaced(window, wanted)
    columns = tuple(each.value for each in chosen if each.is_column)
    longest = sorted(hides.items(), key=lambda each: -len(each[0]))
    return Order(tuple(Hide(*each) for each in longest), columns)


def _windows(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return the parts of a text in which words stand, with what is around them; none overlap."""
    found = sorted(_window(text, start, start + len(word)) for word in words for start in _places(text, word))
    merged: list[tuple[int, int]] = []
    for first, last in found:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a part of a text with what is around it, cutting through no number."""
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    while first > 0 and NUMBER.fullmatch(text[first - 1 : first + 1]):
        first -= 1
    while last < len(text) and NUMBER.fullmatch(text[last - 1 : last + 1]):
        last += 1
    return first, last


def _replaced(text: str, wanted: Mapping[str, str]) -> str:
    for value in sorted(wanted, key=len, reverse=True):
        text = text.replace(value, wanted[value])
    return text


def _places(text: str, value: str) -> Iterator[int]:
    start = text.find(value)
    while start >= 0:
        yield start
        start = text.find(value, start + 1)


def _prove(result: bytes, name: str, hidden: Sequence[str]) -> None:
    """Raise Irredactable if a word can still be read where it was to be hidden."""
    if any(value in piece.text for piece in pieces(result, name) for value in hidden):
        raise Irredactable("unproven")
