"""The costly part of taking a document in, which needs no database: several processes share it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context

from gongkai.items import rules, summing
from gongkai.items.moving.records import Record, Washed, Wrong
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
    return Washed(body, words, summing.abstract_of(words), tuple(sorted({each.sentence for each in found})))


def wash_all(records: Records) -> Records:
    return [replace(each, washed=wash(each)) if isinstance(each, Record) else each for each in records]


def batches(records: Iterator[Record | Wrong], size: int, processes: int) -> Iterator[Records]:
    """Yield the records in batches, washed; by other processes where there is enough to do."""
    first = list(islice(records, size))
    if len(first) < size or processes < 2:
        while first:
            yield wash_all(first)
            first = list(islice(records, size))
        return
    # A fresh process, not a copy of this one: the connection to the database stays with its owner.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from _ahead(pool.submit, first, records, size)


def _ahead(
    submit: Callable[..., "Future[Records]"], first: Records, records: Iterator[Record | Wrong], size: int
) -> Iterator[Records]:
    waiting = [submit(wash_all, first)]
    rest: Iterable[Records] = iter(lambda: list(islice(records, size)), [])
    for batch in rest:
        waiting.append(submit(wash_all, batch))
        if len(waiting) > AHEAD:
            yield waiting.pop(0).result()
    for each in waiting:
        yield each.result()
