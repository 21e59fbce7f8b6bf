"""Read the index: always its newest commit, from as many threads and processes as there are."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import tantivy

from gongkai.search.embedded.schema import Unusable, folder, open_index


@dataclass(frozen=True)
class View:
    """One commit of the index, and the titles of filter values as read in it so far."""

    searcher: tantivy.Searcher
    titles: dict[tuple[str, str], str] = field(default_factory=dict)


class Reader:
    """The index of one folder, looked at anew when a commit or a new index has appeared there."""

    def __init__(self, place: Path) -> None:
        self._meta = place / "meta.json"
        self._place = place
        self._lock = threading.Lock()
        self._index: tantivy.Index | None = None
        self._view: View | None = None
        self._seen: tuple[int, int] | None = None

    def view(self) -> View:
        """Return the newest commit; raise Unusable while there is no index."""
        with self._lock:
            if self._view is None or self._seen != self._stamp():
                self._renew()
            if self._view is None:
                raise Unusable(f"{self._place} 中还没有检索索引")
            return self._view

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._meta.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _renew(self) -> None:
        """Reload, or open anew; a broken folder does not take away the view that is already open."""
        stamp = self._stamp()
        try:
            if self._index:
                self._index.reload()
            else:
                self._index = open_index(self._place)
            self._view, self._seen = View(self._index.searcher()), stamp
        except (Unusable, ValueError):
            return


@cache
def reader(home: Path) -> Reader:
    return Reader(folder(home))


def all_seqs(home: Path) -> set[int]:
    """Return the announcement numbers of everything in the index; empty if there is none."""
    try:
        searcher = open_index(folder(home)).searcher()
    except Unusable:
        return set()
    limit = max(1, searcher.num_docs)
    hits = searcher.search(tantivy.Query.all_query(), limit, count=False, order_by_field="seq").hits
    return {int(seq) for seq, _ in hits}
