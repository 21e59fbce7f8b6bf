"""The files of batches: what was uploaded, what it would change, what is wrong with it.

They may hold what a register drops before it stores anything, so they are apart from the files that stay: in
no backup, and gone soon after their batch is decided, given up or left lying. Only their hashes stay.
"""

import hashlib
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

import orjson
from django.conf import settings
from django.db import transaction

from gongkai.orgs.services import record
from gongkai.publication import files
from gongkai.registers.fields import Value
from gongkai.registers.models import Batch, Stage
from gongkai.registers.models.batch import UNDECIDED
from gongkai.registers.services.errors import Missing

FOLDER = "filling"
PIECE = 1000  # rows that are read, compared and written at once
NEW = timedelta(minutes=10)
"""So long a file may lie there before a row names it."""

Row = tuple[str, int, str, dict[str, Value]]
"""What one entry would become: the change, the row it stands in, its key, its values."""


def path_of(digest: str) -> Path:
    """Return where a file lies. Raises Missing where there is none any more."""
    place = Path(settings.FILES) / FOLDER / digest
    if not digest or not place.is_file():
        raise Missing
    return place


def put(source: files.Readable, *, most: int) -> str:
    """Keep what was uploaded; return its hash. Raises TooLarge."""
    with files.incoming() as file:
        digest, _ = files.copy(source, file, most=most)
        keep(file, digest)
    return digest


def keep(file: IO[bytes], digest: str) -> None:
    """Put a file in its place whole, as the newest with this content."""
    os.fsync(file.fileno())
    place = Path(settings.FILES) / FOLDER / digest
    place.parent.mkdir(parents=True, exist_ok=True)
    link = place.with_name(f"{digest}.{os.getpid()}.{threading.get_ident()}")
    link.unlink(missing_ok=True)
    os.link(file.name, link)
    link.chmod(0o640)
    link.replace(place)


@dataclass
class Written:
    """A file of JSON lines that is hashed as it is written."""

    file: IO[bytes]
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, said: object) -> None:
        line = orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE)
        self.digest.update(line)
        self.file.write(line)

    def kept(self) -> str:
        """Put the file in its place for good; return its hash."""
        self.file.flush()
        keep(self.file, self.digest.hexdigest())
        return str(self.digest.hexdigest())

    def all(self, several: Iterable[object]) -> str:
        for each in several:
            self.add(each)
        return self.kept()


def rows_of(batch: Batch) -> Iterator[Row]:
    """Yield what a batch would change. Raises Missing."""
    with path_of(batch.rows).open("rb") as lines:
        for line in lines:
            yield tuple(orjson.loads(line))


def forget(*, at: datetime) -> int:
    """Give up what nobody decided in time, and let go of all files that no batch needs; return how many."""
    limit = at - timedelta(days=settings.UNDECIDED_DAYS)
    old = Batch.objects.filter(stage__in=UNDECIDED, at__lt=limit)
    old = old.exclude(submitted_at__gte=limit).exclude(decided_at__gte=limit)
    for batch in old.select_related("organisation", "register"):
        give_up(batch=batch, verb="lapse", why=f"满{settings.UNDECIDED_DAYS}天没有公开，自动放弃", at=at)
    return _sweep(at)


@transaction.atomic
def give_up(*, batch: Batch, verb: str, why: str, at: datetime, **said: str) -> bool:
    """Give a batch up that nobody needs, by itself; tell whether it still was where it had been read.

    ``said`` goes into the log beside the ``verb``.
    """
    still = Batch.objects.filter(pk=batch.pk, stage=batch.stage)
    if not still.update(stage=Stage.DROPPED.value, answer=why, claimed_until=None):
        return False
    record(verb=verb, thing=batch.uri, by=None, at=at, organisation_key=batch.organisation.key, **said)
    return True


def _sweep(at: datetime) -> int:
    """Remove what no undecided batch names. What is new may have a row that is not written yet."""
    folder = Path(settings.FILES) / FOLDER
    found = [path for path in folder.iterdir() if path.is_file()] if folder.exists() else []
    open_ones = Batch.objects.filter(stage__in=UNDECIDED).values_list("file_digest", "rows", "faults")
    needed = {digest for several in open_ones for digest in several}
    count = 0
    for path in found:
        if path.name not in needed and _age(path, at) > NEW:
            path.unlink(missing_ok=True)
            count += 1
    return count


def _age(path: Path, at: datetime) -> timedelta:
    try:
        return timedelta(seconds=at.timestamp() - path.stat().st_mtime)
    except FileNotFoundError:  # another worker was quicker
        return timedelta()
