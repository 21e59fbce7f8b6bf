"""The costly part of taking a document in, which needs no database: several processes share it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context

from gongkai.items import rules, summing
from gongkai.items.moving.records import Record, Washed, Wrong
from gongkai.items.moving.sources import Unread
from gongkai.proofing import personal
from gongkai.proofing.rules import Piece

Records = list[Record | Wrong]
AHEAD = 4
"""Batches that are washed while the one before them is stored."""


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


def read_and_wash(unread: Sequence[Unread]) -> Records:
    return [_washed(each()) for each in unread]


def _washed(each: Record | Wrong) -> Record | Wrong:
    if isinstance(each, Wrong):
        return each
    # What a body said before it was washed is asked for only where files are to be put into it.
    return replace(each, body=each.body if each.files else "", washed=wash(each))


def batches(unread: Iterator[Unread], size: int, processes: int) -> Iterator[Records]:
    """Yield the documents in batches, read and washed; by other processes where there is enough to do."""
    first = list(islice(unread, size))
    if len(first) < size or processes < 2:
        while first:
            yield read_and_wash(first)
            first = list(islice(unread, size))
        return
    # A fresh process, not a copy of this one: the connection to the database stays with its owner.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from _ahead(pool.submit, first, unread, size)


def _ahead(
    submit: Callable[..., "Future[Records]"], first: list[Unread], unread: Iterator[Unread], size: int
) -> Iterator[Records]:
    waiting = [submit(read_and_wash, first)]
    rest: Iterable[list[Unread]] = iter(lambda: list(islice(unread, size)), [])
    for batch in rest:
        waiting.append(submit(read_and_wash, batch))
        if len(waiting) > AHEAD:
            yield waiting.pop(0).result()
    for each in waiting:
        yield each.result()
