"""The costly part of taking a document in, which needs no database: several processes share it."""

from collections.abc import Sequence
from dataclasses import replace

from gongkai.items import rules, summing
from gongkai.items.moving.records import Record, Washed, Wrong
from gongkai.items.moving.sources import Unread
from gongkai.proofing import personal
from gongkai.proofing.rules import Piece


def wash(record: Record) -> Washed:
    """Return the body cleaned, its words, an abstract, and sentences about personal data in it."""
    try:
        body = rules.clean(record.body)
    except rules.TooDeep as error:
        return Washed(fault=str(error))
    words = rules.plain_text(body) if body else ""
    texts = {**record.texts, "body": rules.spoken(body) if "<img" in body or " title=" in body else words}
    found = personal.check([Piece(name, "", text) for name, text in texts.items() if text])
    abstract = record.texts.get("abstract") or summing.abstract_of(words)
    sentences = tuple(sorted({each.sentence for each in found}))
    return Washed(body, words, abstract, rules.repeats(abstract, words), sentences)


def read_and_wash(unread: Sequence[Unread]) -> list[Record | Wrong]:
    return [_washed(each()) for each in unread]


def _washed(each: Record | Wrong) -> Record | Wrong:
    if isinstance(each, Wrong):
        return each
    # What a body said before it was washed is asked for only where files are to be put into it.
    return replace(each, body=each.body if each.files else "", washed=wash(each))
