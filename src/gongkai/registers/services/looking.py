"""changes, faults, skipped, marked: what people look at before they decide about a batch. Reads only."""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from gongkai.orgs.models import Organisation, Region
from gongkai.proofing import apart
from gongkai.registers import schema
from gongkai.registers.fields import Value
from gongkai.registers.fields.picks import Organisation as OrganisationType
from gongkai.registers.fields.picks import Region as RegionType
from gongkai.registers.models import Batch, Change, Entry, Stage
from gongkai.registers.models.entry import ENDING
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.papers import Row, path_of
from gongkai.registers.services.submitting import CHANGES
from gongkai.registers.sheets import marking
from gongkai.registers.sheets.rows import Fault
from gongkai.registers.sheets.table import Skipped

ON_A_PAGE = 50
MOST_CELLS = 300_000
"""A workbook with more cells is not read into memory whole; it is written anew row by row."""


@dataclass(frozen=True)
class Said:
    """What one field said before and says now; ``public`` is what the public sees of that if it is masked."""

    label: str
    before: str
    now: str
    public: str = ""


@dataclass(frozen=True)
class Difference:
    """What becomes of one entry. ``number`` is the row of the table, 0 if it stands in none."""

    change: Change
    number: int
    title: str
    serial: int
    fields: list[Said]

    @property
    def is_compared(self) -> bool:
        """Return whether the entry said something else before that is still shown."""
        return self.change in (Change.AMENDED, Change.CORRECTED)


def total(batch: Batch, change: str = "") -> int:
    """Return how many entries a batch changes, in one way or in all."""
    return sum(batch.counts.get(each, 0) for each in CHANGES if change in ("", each))


def changes(batch: Batch, *, change: str = "", page: int = 1) -> list[Difference]:
    """Return one page of what a batch would change or has changed. Raises Missing."""
    start = (page - 1) * ON_A_PAGE
    if batch.stage == Stage.RELEASED:
        return _released(batch, change, start)
    rows = list(islice(_rows(batch, change), start, start + ON_A_PAGE))
    newest = Entry.objects.named(batch.register, [key for _, _, key, _ in rows])
    before = {each.key: each for each in newest}
    shown = InWords(batch.definition.said)
    return [shown.difference(row, before.get(row[2])) for row in rows]


def _rows(batch: Batch, change: str) -> Iterator[Row]:
    sign = f'["{change}",'.encode() if change else b""
    with path_of(batch.rows).open("rb") as lines:
        yield from (tuple(json.loads(line)) for line in lines if line.startswith(sign))


def _released(batch: Batch, change: str, start: int) -> list[Difference]:
    found = Entry.objects.filter(release__batch=batch).order_by("serial")
    if change:
        found = found.filter(change=change)
    page = list(found[start : start + ON_A_PAGE])
    earlier = Entry.objects.filter(register=batch.register, serial__in=[each.serial for each in page])
    versions = {(each.serial, each.version): each for each in earlier}
    shown = InWords(batch.definition.said)
    return [
        shown.difference(
            (each.change, 0, each.key, each.values),
            versions.get((each.serial, each.version - 1)),
            each.serial,
        )
        for each in page
    ]


class InWords:
    """Shows the values of entries in words."""

    def __init__(self, said: schema.Definition) -> None:
        self.said = said
        self.names: Mapping[type, Mapping[str, str]] = {
            OrganisationType: dict(Organisation.objects.values_list("key", "short_name")),
            RegionType: dict(Region.objects.values_list("code", "name")),
        }

    def difference(self, row: Row, before: Entry | None, serial: int = 0) -> Difference:
        change, number, _, values = row
        was = before.values if before and before.change not in ENDING else {}
        return Difference(
            Change(change), number, self.title(values), serial or (before.serial if before else 0),
            self._fields(change, was, values),
        )  # fmt: skip

    def title(self, values: Mapping[str, Value]) -> str:
        return " ".join(filter(None, (self.show(key, values.get(key)) for key in self.said.headline)))

    def _fields(self, change: str, was: Mapping[str, Value], values: Mapping[str, Value]) -> list[Said]:
        """Return what differs; of an entry that is new or comes down, all that it says."""
        masked = schema.masked(self.said, values)
        now: Mapping[str, Value] = {} if change in ENDING else values
        before = values if change in ENDING else was
        found = []
        for key, field in self.said.fields.items():
            if before.get(key) == now.get(key):
                continue
            public = self.show(key, masked.get(key)) or "（不公开）"
            told, shown = self.show(key, before.get(key)), self.show(key, now.get(key))
            found.append(Said(field.heading, told, shown, public if shown and public != shown else ""))
        return found

    def show(self, key: str, value: Value) -> str:
        kind = self.said.fields[key].type
        names = self.names.get(type(kind), {})
        return names.get(str(value), kind.show(value)) if value is not None else ""


def titled(definition: schema.Definition, values: Mapping[str, Value]) -> str:
    """Return what an entry is called at the desk."""
    return InWords(definition).title(values)


def faults(batch: Batch, *, page: int = 1) -> list[Fault]:
    """Return one page of what is wrong, cell by cell."""
    start = (page - 1) * ON_A_PAGE
    return [Fault(**each) for each in islice(_noted(batch, "fault"), start, start + ON_A_PAGE)]


def skipped(batch: Batch, *, most: int = ON_A_PAGE) -> list[Skipped]:
    """Return the first rows that are no entries, with the reason."""
    return [Skipped(**each) for each in islice(_noted(batch, "skipped"), most)]


def _noted(batch: Batch, kind: str) -> Iterator[dict[str, Any]]:
    sign = f'{{"{kind}":'.encode()
    with path_of(batch.faults).open("rb") as lines:
        yield from (json.loads(line)[kind] for line in lines if line.startswith(sign))


def marked(batch: Batch) -> IO[bytes]:
    """Return the uploaded table with its faulty cells marked, as an .xlsx. Raises Refused."""
    found = [Fault(**each) for each in _noted(batch, "fault")]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copyfile(path_of(batch.file_digest), place / marking.TABLE)
        (place / marking.ORDER).write_text(json.dumps(asdict(_order(batch, found))), encoding="utf-8")
        apart.run([sys.executable, "-I", "-m", marking.__name__], folder=folder)
        made = place / marking.MADE
        if not made.is_file():
            raise Refused("表格太大或者结构异常，无法标注；请按页面上列出的位置修改")
        return made.open("rb")  # its name goes with the folder, the file when it is closed


def _order(batch: Batch, found: Sequence[Fault]) -> marking.Order:
    rows = batch.counts.get("rows", 0) + batch.counts.get("skipped", 0)
    return marking.Order(
        name=batch.file_name,
        sheet=batch.sheet,
        is_small=rows * len(batch.layout["columns"]) <= MOST_CELLS,
        faults=[(each.number, each.index + 1, each.heading, each.found, each.reason) for each in found],
    )
