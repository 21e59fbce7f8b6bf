"""Back up and restore everything that cannot be derived: database, files, ledger with its key.

Order matters. The ledger is copied, while nobody signs, before the database, so that the copy never lacks a
leaf that the copied checkpoint has signed; files are copied after it, so that no row lacks its file.
Finished pages and the search index are derived and made anew.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from gongkai.config import snapshots
from gongkai.ledger import services as ledger

MANIFEST = "manifest.json"
FORMAT = 1
LEFT_OUT = ("incoming", "filling")
"""Uploads that are not finished, and what registers are filled from: it may hold what must not be kept."""
KEY = "secret"
"""The file in which a home that was told no key keeps the one with which cases are sealed."""


class BadBackup(Exception):
    """The archive is damaged, incomplete or not one of ours; the message says where."""


def save(target: Path, *, at: datetime) -> dict[str, object]:
    """Write one archive to ``target`` and return its manifest; an unfinished archive never has that name.

    It holds the private key of the ledger, and that of cases where the home keeps it: nobody but its owner
    may read it, not even while it is written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            manifest = _write(stream, at)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write(stream: BinaryIO, at: datetime) -> dict[str, object]:
    sums: dict[str, str] = {}
    with (
        tempfile.TemporaryDirectory(dir=settings.HOME) as folder,
        tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3) as tar,
    ):
        with ledger.held():
            _add_folder(tar, Path(settings.LEDGER), "ledger", sums)
        copy = Path(folder) / "database"
        kind = snapshots.take(copy)
        _add(tar, copy, "database", sums)
        _add_folder(tar, Path(settings.FILES), "files", sums)
        _add_folder(tar, Path(settings.CASES), "cases", sums)
        manifest: dict[str, object] = {
            "format": FORMAT,
            "at": at.isoformat(),
            "database": kind,
            "sha256": sums,
        }
        _add_bytes(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    return manifest


def load(source: Path) -> dict[str, object]:
    """Put an archive back into an empty home and return its manifest; raises BadBackup, SnapshotFailed.

    Everything is unpacked and checked beside the home first; a damaged archive changes nothing.
    """
    places = {"ledger": Path(settings.LEDGER), "files": Path(settings.FILES), "cases": Path(settings.CASES)}
    for folder in places.values():
        if any(path.name != KEY for path in _files(folder)):
            raise BadBackup(f"{folder} 不是空的；请恢复到新的数据目录（GONGKAI_HOME）")
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.HOME) as name:
        place = Path(name)
        manifest = _unpack(source, place)
        snapshots.put_back(place / "database", kind=str(manifest.get("database") or ""))
        for part, target in places.items():
            if (place / part).exists():
                shutil.rmtree(target, ignore_errors=True)  # empty, but for a key that sealed nothing
                (place / part).rename(target)
    return manifest


def _unpack(source: Path, place: Path) -> dict[str, object]:
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(place, filter="data")  # noqa: S202 - the filter refuses paths that leave the folder
        manifest = json.loads((place / MANIFEST).read_text())
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError) as error:
        raise BadBackup(f"无法读取备份：{error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadBackup("不是本系统的备份，或版本不符")
    _check(place, manifest.get("sha256"))
    return manifest


def _check(place: Path, sums: object) -> None:
    """Compare what was unpacked with the manifest: everything in it is there, and nothing else."""
    expected = sums if isinstance(sums, dict) else {}
    found = {str(path.relative_to(place)): path for path in _files(place)}
    found.pop(MANIFEST)
    for name in sorted(found.keys() | expected.keys() | {"database"}):
        if name not in found or _sum(found[name]) != expected.get(name):
            raise BadBackup(f"备份已损坏：{name}")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _add_folder(tar: tarfile.TarFile, folder: Path, name: str, sums: dict[str, str]) -> None:
    for path in _files(folder) if folder.exists() else []:
        inside = path.relative_to(folder)
        if not path.name.startswith(".") and inside.parts[0] not in LEFT_OUT:
            _add(tar, path, f"{name}/{inside}", sums)


def _add(tar: tarfile.TarFile, path: Path, name: str, sums: dict[str, str]) -> None:
    sums[name] = _sum(path)
    tar.add(path, name)


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    tar.addfile(entry, io.BytesIO(data))


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
