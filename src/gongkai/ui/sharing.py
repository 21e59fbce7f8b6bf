"""Work that needs nothing but itself, shared by several processes: piece by piece, in the order it came.

Only the standard library. What is shared knows no database: the connections stay with their owner, so the
others are fresh processes and no copies of this one.
"""

import os
import signal
from collections import deque
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
"""Processes: each takes some fifty megabytes, and who shares its work has to keep up with them."""
GIVE_WAY = 10
"""By so much others come first, as ``nice`` has it: the public reads while a table is checked."""

Thing = TypeVar("Thing")
Made = TypeVar("Made")


def shared(
    work: Callable[[list[Thing]], Made],
    things: Iterable[Thing],
    *,
    size: int,
    few: int = FEW,
    processes: int | None = None,
) -> Iterator[Made]:
    """Yield what ``work`` makes of each ``size`` things; by other processes where they are no ``few`` pieces.

    As many ``processes`` as there are processors for this one, where none is said. What ``work`` raises is
    raised here; it must be fit to travel, as the work and the things are.
    """
    rest = iter(things)
    pieces = iter(lambda: list(islice(rest, size)), [])
    begun = deque(islice(pieces, few))
    count = processes or min(MOST, _processors())
    is_shared = len(begun) == few and count > 1
    pieces = chain(_emptied(begun), pieces)
    if not is_shared:
        yield from map(work, pieces)
        return
    with ProcessPoolExecutor(count, get_context("spawn"), _begin, (work,)) as pool:
        yield from _in_order(pool, pieces)


def _emptied(things: deque[Thing]) -> Iterator[Thing]:
    """Yield what is kept, and keep it no longer: a piece may be large."""
    while things:
        yield things.popleft()


def _processors() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def prefetched(things: Iterable[Thing]) -> Iterator[Thing]:
    """Yield the things; a thread makes the next one while the last is put to use.

    The making must ask no database: a thread has a connection of its own. It pays where the use is no work
    of Python: writing, waiting for a database.
    """
    rest, nothing = iter(things), object()
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, rest, nothing)
        while (thing := coming.result()) is not nothing:
            coming = beside.submit(next, rest, nothing)
            yield cast(Thing, thing)


def _in_order(pool: ProcessPoolExecutor, pieces: Iterable[list[Any]]) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    try:
        for piece in pieces:
            waiting.append(pool.submit(_do, piece))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for each in waiting:  # nobody wants them any more
            each.cancel()


class _Own:
    """What this process was started for."""

    work: Callable[[list[Any]], Any]


def _begin(work: Callable[[list[Any]], Any]) -> None:
    _Own.work = work
    os.nice(GIVE_WAY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who was interrupted ends the others
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the process that shares its work was killed: nobody else would tell."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _do(piece: list[Any]) -> Any:
    return _Own.work(piece)
