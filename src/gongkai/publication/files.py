"""Files that stay: each under the hash of its content, on disk before a row names it."""

import hashlib
import io
import os
import tempfile
import threading
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

CHUNK = 1024 * 1024


class Readable(Protocol):
    """What an upload is: something that can be read piece by piece."""

    def read(self, size: int = -1, /) -> bytes: ...


class TooLarge(ValueError):
    """More than may be kept in one file; the message is a sentence."""


def path_of(sha256: str) -> Path:
    """Return where the file with this hash lies."""
    return Path(settings.FILES) / sha256[:2] / sha256


def incoming() -> IO[bytes]:
    """Return a file to write into, on the disk on which files stay; it goes when it is closed."""
    return tempfile.NamedTemporaryFile(dir=_folder("incoming"))


def copy(source: Readable, file: IO[bytes], *, most: int) -> tuple[str, int]:
    """Copy a stream, never more than ``most`` bytes; return its hash and size. Raises TooLarge."""
    digest, size = hashlib.sha256(), 0
    for chunk in iter(lambda: source.read(CHUNK), b""):
        size += len(chunk)
        if size > most:
            raise TooLarge(f"文件超过{most // 1024 // 1024} MB，请压缩或者拆分后再上传")
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    return digest.hexdigest(), size


def keep(file: IO[bytes], sha256: str) -> None:
    """Put a file in its place for good: on disk, under its name, and the name on disk as well."""
    os.fsync(file.fileno())
    _folder(sha256[:2])
    place = path_of(sha256)
    if not place.exists():
        link = place.with_name(f"{sha256}.{os.getpid()}.{threading.get_ident()}")
        link.unlink(missing_ok=True)
        os.link(file.name, link)
        link.chmod(0o644)
        link.replace(place)
        _sync(place.parent)


def put(source: bytes | Readable, *, most: int) -> str:
    """Put what was made or received on disk, for good; return its hash. Raises TooLarge."""
    with incoming() as file:
        sha256, _ = copy(io.BytesIO(source) if isinstance(source, bytes) else source, file, most=most)
        keep(file, sha256)
    return sha256


def _folder(name: str) -> Path:
    folder = Path(settings.FILES) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
