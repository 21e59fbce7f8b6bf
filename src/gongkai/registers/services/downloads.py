"""describe, stream, files_of, write_waiting: a register as files, whole or as far as it is asked for.

The files of the whole register are made once a release, beside its snapshot; with them goes a list of their
sizes and hashes. What is asked for by a filter is written as it is sent.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate, localtime

from gongkai.law.cadence import Cadence
from gongkai.orgs.models import Organisation
from gongkai.publication import services as waist
from gongkai.registers.asking import Question, sentence
from gongkai.registers.export import csv, ocds, xlsx
from gongkai.registers.export import json as entries
from gongkai.registers.export.columns import columns
from gongkai.registers.export.csv import Pieces
from gongkai.registers.export.saying import About
from gongkai.registers.models import Register
from gongkai.registers.schema.definition import Sort
from gongkai.registers.services.reading import NoSuchRegister, Reader, reader
from gongkai.registers.services.snapshots import newest
from gongkai.registers.snapshot import walking

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
"""The formats of a download, each with its media type."""

EVERYTHING = Question()
LIST = "files.json"
logger = logging.getLogger(__name__)
PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Made:
    """A file with the whole register in it."""

    name: str
    path: Path
    size: int
    rows: int
    sha256: str

    @property
    def format(self) -> str:
        return self.name.rpartition(".")[2]


def describe(*, reader: Reader, question: Question = EVERYTHING) -> About:
    """Return what a download of a register says of itself."""
    obligation, release = reader.register.obligation, reader.release
    bodies = Organisation.objects.filter(key__in=walking.publishers(reader.snapshot))
    return About(
        said=reader.said,
        number=release.number,
        at=localtime(release.at),
        publishers=tuple(bodies.values_list("name", flat=True)),
        basis=tuple(filter(None, [obligation.basis_text])),
        cadence=Cadence(obligation.cadence).text if obligation.cadence else obligation.limit_text,
        meant=sentence(question, reader.said, reader.names),
        site=settings.SITE_URL,
        keeper=settings.SITE_NAME,
    )


def first_on(*, reader: Reader) -> date:
    """Return the day on which the register first became public."""
    return localdate(reader.register.releases.earliest("number").at)


def empties(*, reader: Reader) -> frozenset[str]:
    """Return the keys of the columns in which some entry says nothing."""
    return walking.empties(reader.snapshot, columns(reader.said))


def version_of(*, reader: Reader, question: Question, format: str) -> str:
    """Return what changes whenever the bytes of a download do: release, question, names."""
    release = reader.release
    told = [release.chain, reader.place.stem, format, question.to_query(), reader.names]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def stream(*, reader: Reader, question: Question, format: str) -> Iterator[bytes]:
    """Yield a download a piece at a time; ``page`` of the question means nothing here."""
    wanted = columns(reader.said)
    if format == "parquet":
        yield from _copied(reader, question)
        return
    pieces: Pieces = walking.texts(reader.snapshot, question, wanted, reader.names)
    if format == "csv":
        yield from csv.written(wanted, pieces)
        return
    about = describe(reader=reader, question=question)
    yield from {"xlsx": xlsx.written, "json": entries.written}[format](wanted, pieces, about)


def records(*, reader: Reader, question: Question) -> Iterator[bytes]:
    """Yield the register as OCDS records: one a process, whatever order is asked for."""
    process = ocds.mapping_of(reader.said).process
    meant = replace(question, sort=Sort(process))
    told = (ocds.Told(each.serial, each.version, each.values) for each in reader.walk(meant))
    yield from ocds.written(describe(reader=reader, question=question), settings.OCDS_PREFIX, told)


def _copied(reader: Reader, question: Question) -> Iterator[bytes]:
    """Yield a Parquet file: what it is about stands at its end, so it is written before it is sent."""
    with tempfile.NamedTemporaryFile(dir=reader.place.parent, suffix=".parquet") as file:
        place = Path(file.name)
        walking.parquet(reader.snapshot, question, columns(reader.said), reader.names, place)
        with place.open("rb") as made:  # whether it was written into or replaced
            while piece := made.read(PIECE):
                yield piece


def folder_for(place: Path) -> Path:
    """Return where the files made from a snapshot lie."""
    return place.with_suffix("")


def files_of(*, reader: Reader) -> dict[str, Made]:
    """Return the files of the whole register by their format, none while they are being made."""
    folder = folder_for(reader.place)
    try:
        listed = json.loads((folder / LIST).read_text())
    except FileNotFoundError:
        return {}
    found = [Made(**{**each, "path": folder / each["name"]}) for each in listed]
    return {each.format: each for each in found}


def write_waiting(*, at: datetime) -> int:
    """Make the files of every register whose newest snapshot has none; return how many registers."""
    return sum(_written(each) for each in Register.objects.filter(is_public=True))


def _written(register: Register) -> bool:
    place = newest(register)
    if place is None or folder_for(place).exists():
        return False
    try:
        write(reader=reader(key=register.key))
    except NoSuchRegister:  # taken down since
        return False
    except Exception:  # whatever it is: the others have their files to get
        logger.exception("files of %s were not made", register.key)
        return False
    return True


def write(*, reader: Reader) -> None:
    """Make the files of a whole register, all or none; those of earlier snapshots go."""
    target = folder_for(reader.place)
    rows = reader.total(EVERYTHING)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        folder = Path(scratch) / "files"
        folder.mkdir()
        made = [
            _kept(folder / f"{reader.said.key}.{format}", stream_all(reader, format), rows)
            for format in FORMATS
        ]
        listed = [{**asdict(each), "path": ""} for each in made]
        (folder / LIST).write_text(json.dumps(listed, ensure_ascii=False))
        with suppress(OSError):  # another worker was quicker: what it made is the same
            folder.rename(target)
    for old in target.parent.iterdir():
        if old.is_dir() and old.name[:1].isdigit() and not old.with_suffix(".duckdb").exists():
            shutil.rmtree(old, ignore_errors=True)
    waist.touch(topic(reader.said.key))


def topic(key: str) -> str:
    """Return the topic of pages that tell of the files of a register."""
    return f"downloads:{key}"


def stream_all(reader: Reader, format: str) -> Iterator[bytes]:
    return stream(reader=reader, question=EVERYTHING, format=format)


def _kept(path: Path, pieces: Iterable[bytes], rows: int) -> Made:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for piece in pieces:
            digest.update(piece)
            size += file.write(piece)
    return Made(path.name, path, size, rows, digest.hexdigest())
