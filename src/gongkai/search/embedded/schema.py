"""The fields of the index and how one document is written into them.

``text`` and ``title`` hold bigrams with their places: what is found. ``characters`` and ``title_characters``
serve queries of one character, ``phrases`` the commonest of three and four. ``words`` only ranks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import tantivy

from gongkai.search import rules
from gongkai.search.embedded.phrases import COMMON
from gongkai.search.words import cut_finely

# Part of the folder's name: an index written by other rules is never read, a new one is built beside it.
VERSION = "bigrams-2"
FILTERS = ("organisation", "area", "kind", "validity", "theme", "genre")


class Unusable(Exception):
    """There is no index in the folder, or none that can be read."""


@dataclass(frozen=True)
class Entry:
    """What the index knows about one address. ``published`` is in seconds since 1970; ``number`` may hold
    several numbers, one a line."""

    address: str
    seq: int
    title: str
    text: str
    number: str
    organisation: str
    organisation_name: str
    area: str
    area_title: str
    kind: str
    validity: str
    theme: str
    genre: str
    year: int
    published: int

    @property
    def numbers(self) -> list[str]:
        return [name for name in map(rules.name, self.number.splitlines()) if name]


def folder(home: Path) -> Path:
    return home / VERSION


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field, option in {
        "text": "position",
        "title": "position",
        "characters": "basic",
        "title_characters": "basic",
        "words": "freq",
        "phrases": "freq",
    }.items():
        builder.add_text_field(field, tokenizer_name="spaced", index_option=option)
    for field in ("address", "name", "number"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in FILTERS:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    for field in ("year", "published", "seq"):
        builder.add_unsigned_field(field, indexed=True, fast=True)
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def open_index(folder: Path) -> tantivy.Index:
    """Return the index in ``folder``; raise Unusable if there is none that can be read."""
    try:
        index = tantivy.Index.open(str(folder))
        prepare(index)
        index.searcher()
    except (ValueError, OSError) as error:
        raise Unusable(f"{folder} 中没有可用的检索索引：{error}") from error
    return index


def prepare(index: tantivy.Index) -> None:
    """Tell ``index`` how spaced text is read: the free places between runs count, but are not stored."""
    blank = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    index.register_tokenizer("spaced", blank.filter(tantivy.Filter.custom_stopword(["|"])).build())
    index.config_reader("manual")


def written(entry: Entry) -> tantivy.Document:
    whole = f"{entry.title}\n\n{entry.number}\n\n{entry.text}"
    document = tantivy.Document()
    cut, title = rules.runs(whole), rules.runs(entry.title)
    document.add_text("text", rules.spaced(cut))
    document.add_text("title", rules.spaced(title))
    document.add_text("characters", rules.characters(cut))
    document.add_text("title_characters", rules.characters(title))
    document.add_text("words", " ".join(words(whole)))
    document.add_text("phrases", " ".join(phrases(cut)))
    document.add_text("address", entry.address)
    document.add_text("name", rules.name(entry.title))
    for number in entry.numbers:
        document.add_text("number", number)
    for field in FILTERS:
        document.add_text(field, getattr(entry, field))
    for field in ("year", "published", "seq"):
        document.add_unsigned(field, max(0, getattr(entry, field)))
    document.add_bytes("record", json.dumps(asdict(entry), ensure_ascii=False).encode())
    return document


def words(text: str) -> Iterator[str]:
    """Yield the dictionary words of ``text``, and the shorter words inside long ones."""
    return (word for word in cut_finely(rules.fold(text)) if len(word) > 1)


def phrases(cut: list[str]) -> list[str]:
    """Return the common phrases of the runs in ``cut``, as often as they stand there."""
    return rules.those_in(COMMON, cut, 3) + rules.those_in(COMMON, cut, 4)


def read(document: tantivy.Document) -> Entry:
    return Entry(**json.loads(bytes(document["record"][0])))
