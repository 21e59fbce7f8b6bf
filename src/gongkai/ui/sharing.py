"""Work that needs nothing but itself, shared by several processes: piece by piece, in the order it came.

Only the standard library. What is shared knows no database: the connections stay with their owner, so the
others are fresh processes and no copies of this one.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar, cast

FEW = 8
"""So many pieces are done sooner than other processes are up."""
AHEAD = 4
"""Pieces that are done or waiting while the one before them is put to use."""
MOST = 4

Thing = TypeVar("Thing")
Made = TypeVar("Made")


def shared(
    work: Callable[[list[Thing]], Made],
    things: Iterable[Thing],
    *,
    size: int,
    few: int = FEW,
    processes: int = 0,
) -> Iterator[Made]:
    """Yield what ``work`` makes of each ``size`` things; by other processes where they are no ``few`` pieces.

    As many ``processes`` as there are processors, where none is said. What ``work`` raises is raised here.
    """
    rest = iter(things)
    pieces = iter(lambda: list(islice(rest, size)), [])
    begun = list(islice(pieces, few))
    count = processes or min(MOST, os.cpu_count() or 1)
    if len(begun) < few or count < 2:
        yield from map(work, chain(begun, pieces))
        return
    with ProcessPoolExecutor(count, get_context("spawn"), _begin, (work,)) as pool:
        yield from _ahead(pool, chain(begun, pieces))


def ahead(things: Iterable[Thing]) -> Iterator[Thing]:
    """Yield the things; a thread makes the next one while the last is put to use.

    It pays where that is no work of Python: writing, asking a database, waiting for others.
    """
    rest, nothing = iter(things), object()
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, rest, nothing)
        while (thing := coming.result()) is not nothing:
            coming = beside.submit(next, rest, nothing)
            yield cast(Thing, thing)


def _ahead(pool: ProcessPoolExecutor, pieces: Iterable[list[Any]]) -> Iterator[Any]:
    waiting: list[Future[Any]] = []
    for piece in pieces:
        waiting.append(pool.submit(_do, piece))
        if len(waiting) > AHEAD:
            yield waiting.pop(0).result()
    for each in waiting:
        yield each.result()


class _Own:
    """What this process was started for."""

    work: Callable[[list[Any]], Any]


def _begin(work: Callable[[list[Any]], Any]) -> None:
    _Own.work = work
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the process that shares its work was killed: nobody else would tell."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _do(piece: list[Any]) -> Any:
    return _Own.work(piece)
