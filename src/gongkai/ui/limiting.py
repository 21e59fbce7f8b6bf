"""How often somebody asks: counted in one small file that all processes of a machine share.

Who it is stands in no file: a slot holds a keyed hash of the address and the window. Where two fall into one
slot, the later one begins anew: nobody is ever counted for somebody else.
"""

from __future__ import annotations

import mmap
import os
import struct
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from django.conf import settings

SLOT = struct.Struct("<QQ")
SLOTS = 1 << 16


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so many seconds, in windows that begin for everybody at the same moment."""

    name: str
    most: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Use:
    """How far a limit is used up; ``wait`` is how many seconds its window still lasts."""

    limit: Limit
    count: int
    wait: int

    @property
    def is_over(self) -> bool:
        return self.count > self.limit.most

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit.most),
            "RateLimit-Remaining": str(max(0, self.limit.most - self.count)),
            "RateLimit-Reset": str(self.wait),
        }


class Counter:
    """The counts of one machine. A count may be lost when two processes write at once; none is invented."""

    def __init__(self, path: Path, key: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size != SLOTS * SLOT.size:
                os.ftruncate(handle, SLOTS * SLOT.size)
            self._slots = mmap.mmap(handle, SLOTS * SLOT.size)
        finally:
            os.close(handle)
        self._key = key
        self._turn = Lock()

    def seen(self, limit: Limit, who: str, *, now: int) -> Use:
        """Return how far a limit is used up by ``who``, without counting that somebody looked."""
        place, tag, passed = self._place(limit, who, now)
        known, count = SLOT.unpack_from(self._slots, place)
        return Use(limit, count if known == tag else 0, limit.seconds - passed)

    def use(self, limit: Limit, who: str, *, now: int) -> Use:
        """Count one more use by ``who`` and return how far the limit is used up."""
        place, tag, passed = self._place(limit, who, now)
        with self._turn:
            known, count = SLOT.unpack_from(self._slots, place)
            count = count + 1 if known == tag else 1
            SLOT.pack_into(self._slots, place, tag, count)
        return Use(limit, count, limit.seconds - passed)

    def _place(self, limit: Limit, who: str, now: int) -> tuple[int, int, int]:
        """Return where a window is counted, by which mark it is known there, and how long it has lasted."""
        window, passed = divmod(now, limit.seconds)
        mark = blake2b(f"{limit.name} {who} {window}".encode(), key=self._key, digest_size=16).digest()
        place = int.from_bytes(mark[:8], "little") % SLOTS * SLOT.size
        return place, int.from_bytes(mark[8:], "little"), passed


def counter() -> Counter:
    """Return the counts of this machine, in the data folder."""
    return _opened(Path(settings.LIMITS), str(settings.SECRET_KEY))


@lru_cache(maxsize=4)
def _opened(path: Path, secret: str) -> Counter:
    return Counter(path, blake2b(secret.encode(), digest_size=32).digest())
