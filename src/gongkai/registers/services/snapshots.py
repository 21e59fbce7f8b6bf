"""rebuild: make the snapshot of a register after each release, beside the one in use."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation
from gongkai.publication import services as waist
from gongkai.registers import schema
from gongkai.registers.models import Entry, Register
from gongkai.registers.snapshot import shape
from gongkai.registers.snapshot.building import build

PIECE = 2000
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
    return sum(rebuild(register=each, at=at) for each in Register.objects.filter(is_public=True))


def rebuild(*, register: Register, at: datetime) -> bool:
    """Make the snapshot of a register unless it is there; the pages made from it are renewed."""
    definition = register.definition
    place = folder_of(register) / f"{register.release}-{definition.number}.duckdb"
    if place.exists():
        return False
    build(definition.said, rows_of(register, definition.said), place)
    for path in place.parent.glob("*.duckdb"):
        if path != place:
            with suppress(FileNotFoundError):  # another worker was quicker
                path.unlink()
    waist.touch(f"register:{register.key}")
    return True


def rows_of(register: Register, said: schema.Definition) -> Iterator[str]:
    """Yield what the public may see of a register, masked, one line an entry."""
    bodies = dict(Organisation.objects.values_list("pk", "key"))
    days = {pk: localdate(at).isoformat() for pk, at in register.releases.values_list("pk", "at")}
    shown = (
        Entry.objects.filter(register=register).shown().order_by().annotate(text=Cast("values", TextField()))
    )
    fields = ("serial", "version", "organisation", "release", "text")
    for serial, version, organisation, release, text in shown.values_list(*fields).iterator(PIECE):
        own = {
            "_serial": serial,
            "_version": version,
            "_organisation": bodies[organisation],
            "_released_on": days[release],
        }
        values = json.loads(text)
        yield shape.line(said, own, text, schema.masked(said, values), values)
