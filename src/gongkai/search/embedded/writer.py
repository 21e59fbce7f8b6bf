"""Write the index. One writer at a time; killed anywhere, what was committed stands, the rest is redone."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from gongkai.search.embedded.schema import Entry, Unusable, folder, open_index, prepare, schema, written

# Announcements are numbered from 0; an index of nothing follows up to -1.
NOWHERE = -2
SMALL_HEAP, LARGE_HEAP = 20_000_000, 64_000_000
LOCK = ".tantivy-writer.lock"
WRITING = "另一个进程正在写检索索引"


class Busy(Exception):
    """Another process is writing the index."""


@dataclass(frozen=True)
class Change:
    """What became of ``address``: ``entry`` replaces what was known; None forgets it."""

    address: str
    entry: Entry | None


def position(home: Path) -> int:
    """Return the announcement up to which the index follows; ``NOWHERE`` if it must be built anew.

    The number is written after the commit, so it may lag behind the index but never runs ahead of it.
    """
    place = folder(home)
    try:
        open_index(place)
        return int((place / "position").read_text())
    except (Unusable, OSError, ValueError):
        return NOWHERE


def apply(home: Path, changes: Iterable[Change], *, upto: int) -> None:
    """Bring ``changes`` into the index and note that it follows up to ``upto``. Doing it twice does no harm.

    Raises Busy if another process is writing, Unusable if the index broke after its position was read: a
    new one with these changes alone would pass for the whole.
    """
    place = folder(home)
    with alone(place):
        writer = kept(place, open_index(place) if (place / "position").exists() else usable(place))
    try:
        write(writer, changes)
    except BaseException:
        release()  # what was half written must not go into the next commit
        raise
    remember(place, upto)


def rebuild(home: Path, entries: Iterable[Entry], *, upto: int) -> None:
    """Replace the whole index by ``entries`` in one commit: until then readers see the old one.

    Raises Busy if another process is writing.
    """
    release()
    place = folder(home)
    with alone(place):
        writer = opened(usable(place), LARGE_HEAP)
    writer.delete_all_documents()
    for entry in entries:
        writer.add_document(written(entry))
    writer.commit()
    writer.wait_merging_threads()
    remember(place, upto)


def write(writer: tantivy.IndexWriter, changes: Iterable[Change]) -> None:
    for change in changes:
        writer.delete_documents_by_term("address", change.address)
        if change.entry:
            writer.add_document(written(change.entry))
    writer.commit()


def usable(place: Path) -> tantivy.Index:
    """Return the index in ``place``, or an empty new one where there is none that can be read."""
    try:
        return open_index(place)
    except Unusable:
        release()
        empty(place)
        index = tantivy.Index(schema(), str(place))
        prepare(index)
        return index


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Let one process at a time make ``place`` anew, open its writer or write its position.

    Others would empty what it began, or carry off its draft.
    """
    place.mkdir(parents=True, exist_ok=True)
    with place.with_name(f"{place.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def empty(place: Path) -> None:
    """Make ``place`` an empty folder, unless somebody is writing there: then raise Busy."""
    with (place / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(WRITING) from error
        for path in place.iterdir():
            if path.name != LOCK:
                path.unlink()


# The writer of this process stays open: it merges segments behind the commits, which so stay short.
_kept: dict[Path, tantivy.IndexWriter] = {}


def kept(place: Path, index: tantivy.Index) -> tantivy.IndexWriter:
    if place not in _kept:
        release()
        _kept[place] = opened(index, SMALL_HEAP)
    return _kept[place]


def release() -> None:
    """Close the writer that this process keeps open, if it does."""
    _kept.clear()


def opened(index: tantivy.Index, heap: int) -> tantivy.IndexWriter:
    try:
        return index.writer(heap_size=heap, num_threads=1)
    except ValueError as error:
        if "LockBusy" in str(error):
            raise Busy(WRITING) from error
        raise


def forget(home: Path) -> None:
    """Let whoever writes the index build it anew next time."""
    (folder(home) / "position").unlink(missing_ok=True)


def remember(place: Path, seq: int) -> None:
    """Write ``seq`` beside the index so that a crash leaves either the old number or the new one."""
    draft = place / "position.new"
    with alone(place):
        with draft.open("w") as file:
            file.write(str(seq))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place / "position")
