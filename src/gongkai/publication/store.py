"""Finished pages on disk: one file a page below a folder a status, with compressed copies beside it.

Each file is written to a temporary name and renamed, so that a reader finds the old bytes or the new ones,
never half of them. nginx serves ``200/`` by ``try_files`` and ``gzip_static``; `FinishedServer` does the
same above Django.
"""

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

import brotli
from django.conf import settings

from gongkai.publication.rules import STATUSES, file_of


@dataclass(frozen=True)
class Packed:
    """The bytes of one finished page, plain and compressed."""

    plain: bytes
    gzip: bytes
    brotli: bytes

    @property
    def etag(self) -> str:
        return etag_of(self.plain)


def etag_of(body: bytes) -> str:
    """Return the strong validator of one representation (RFC 9110 §8.8.3), without quotes."""
    return hashlib.sha256(body).hexdigest()[:32]


def pack(body: bytes) -> Packed:
    return Packed(body, gzip.compress(body, 6, mtime=0), brotli.compress(body, quality=5))


def place(path: str, status: int) -> Path:
    """Return the file of ``path`` finished with ``status``; raises BadPath."""
    return Path(settings.PAGES) / str(status) / file_of(path)


def read(path: str, status: int) -> bytes | None:
    """Return the plain bytes of a finished page, or None if there is none."""
    try:
        return place(path, status).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def has_true_copies(path: str, status: int, body: bytes) -> bool:
    """Whether the compressed files, which are what most readers get, hold exactly ``body``."""
    target = place(path, status)
    try:
        copies = [
            gzip.decompress(target.with_name(target.name + ".gz").read_bytes()),
            brotli.decompress(target.with_name(target.name + ".br").read_bytes()),
        ]
    except (OSError, EOFError, zlib.error, brotli.error):
        return False
    return copies == [body, body]


def put(path: str, status: int, packed: Packed) -> None:
    """Put a finished page in place and take away those of other statuses."""
    target = place(path, status)
    target.parent.mkdir(parents=True, exist_ok=True)
    # The plain file comes last: whoever sees it finds copies that are at least as new.
    _swap(target.with_name(target.name + ".gz"), packed.gzip)
    _swap(target.with_name(target.name + ".br"), packed.brotli)
    _swap(target, packed.plain)
    for other in STATUSES:
        if other != status:
            discard(path, other)


def discard(path: str, status: int) -> None:
    """Remove a finished page of ``status`` if there is one."""
    target = place(path, status)
    for suffix in ("", ".gz", ".br"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)


def discard_all(path: str) -> None:
    for status in STATUSES:
        discard(path, status)


def _swap(target: Path, data: bytes) -> None:
    """Write beside the target, then rename. Whoever stores a page holds its row: one writer, one draft."""
    draft = target.with_name(f".{target.name}.draft")
    draft.write_bytes(data)
    draft.chmod(0o644)
    draft.replace(target)
