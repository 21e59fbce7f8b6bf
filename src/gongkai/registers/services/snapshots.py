"""rebuild: make the snapshot of a register after each release, beside the one in use."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import orjson
from django.conf import settings
from django.db.models import Max, TextField
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation
from gongkai.publication import services as waist
from gongkai.registers import schema
from gongkai.registers.models import Definition, Entry, Register
from gongkai.registers.snapshot import shape
from gongkai.registers.snapshot.building import build

logger = logging.getLogger(__name__)
PIECE = 2000
LEFT_BEHIND = timedelta(hours=1)
"""What has lain half made so long was left by a worker that was killed."""

FOLDER = "snapshots"


def folder_of(register: Register) -> Path:
    """Return where the snapshots of a register lie, each named after its release and its definition."""
    return Path(settings.HOME) / FOLDER / register.key


def newest(register: Register) -> Path | None:
    """Return the snapshot to answer from: of the last release, of an earlier one while that is being made."""
    return max(folder_of(register).glob("*-*.duckdb"), key=made_from, default=None)


def made_from(path: Path) -> tuple[int, int]:
    """Return the numbers of the release and of the definition from which a snapshot was made."""
    release, _, definition = path.stem.partition("-")
    return int(release), int(definition)


def rebuild_waiting(*, at: datetime) -> int:
    """Make every snapshot that is behind its register; return how many were made."""
    numbers = dict(Definition.objects.order_by().values_list("register").annotate(Max("number")))
    public = Register.objects.filter(is_public=True)
    behind = [each for each in public if not _place(each, numbers[each.pk]).exists()]
    return sum(_tried(each, at) for each in behind)


def _place(register: Register, definition: int) -> Path:
    return folder_of(register) / f"{register.release}-{definition}.duckdb"


def _tried(register: Register, at: datetime) -> bool:
    """Make one snapshot; one that cannot be made is logged and does not stop the others."""
    try:
        return rebuild(register=register, at=at)
    except Exception:  # whatever it is: what the other registers took down must not stay public
        logger.exception("snapshot of %s was not made", register.key)
        return False


def rebuild(*, register: Register, at: datetime) -> bool:
    """Make the snapshot of a register unless it is there; the pages made from it are renewed."""
    definition = register.definition
    place = _place(register, definition.number)
    if place.exists():
        return False
    build(definition.said, rows_of(register, definition.said), place)
    for path in place.parent.glob("*-*.duckdb"):
        if made_from(path) < made_from(place):  # a newer one may be there by now
            path.unlink(missing_ok=True)
    _sweep(place.parent, at)
    waist.touch(f"register:{register.key}")
    return True


def _sweep(folder: Path, at: datetime) -> None:
    """Take away what workers that were killed have left half made: all rows may stand in it."""
    for path in folder.glob("tmp*"):
        with suppress(FileNotFoundError):  # its maker has just finished
            if path.stat().st_mtime < (at - LEFT_BEHIND).timestamp():
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def rows_of(register: Register, said: schema.Definition) -> Iterator[dict[str, object]]:
    """Yield what the public may see of a register, masked."""
    bodies = dict(Organisation.objects.values_list("pk", "key"))
    days = {pk: localdate(at).isoformat() for pk, at in register.releases.values_list("pk", "at")}
    shown = (
        Entry.objects.filter(register=register).shown().order_by().annotate(text=Cast("values", TextField()))
    )
    rows = shape.Rows(said)
    fields = ("serial", "version", "organisation", "release", "text")
    for serial, version, organisation, release, text in shown.values_list(*fields).iterator(PIECE):
        own = {
            "_serial": serial,
            "_version": version,
            "_organisation": bodies[organisation],
            "_released_on": days[release],
        }
        yield rows.row(own, schema.masked(said, orjson.loads(text)))
