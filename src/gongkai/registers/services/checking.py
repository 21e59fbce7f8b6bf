"""check: read a table with the columns said, and write down what it would change and what is wrong.

Nothing public is touched. What is written is one file for the changes and one for the faults, put in place
whole: a check that is cut off has done nothing.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import IO, Any

from gongkai.orgs.models import Organisation, Region
from gongkai.publication import files
from gongkai.registers import schema
from gongkai.registers.fields import Known, Value
from gongkai.registers.models import Batch, Change, Entry, Stage
from gongkai.registers.models.entry import ENDING
from gongkai.registers.services.errors import Refused
from gongkai.registers.services.receiving import layout_of, located
from gongkai.registers.sheets.columns import unfold, unfolded
from gongkai.registers.sheets.files import Unreadable, opened
from gongkai.registers.sheets.rows import Checked, Checker
from gongkai.registers.sheets.table import SEARCHED, Line, Row, Skipped, lines

PIECE = 1000
MOST_FAULTS = 10_000
"""So many faults are written down; the rest is counted. Nobody mends more by hand."""

DISTRICT = 6  # digits of the code of a district; those of its streets begin with them


def check(*, batch: Batch, at: datetime) -> Batch:
    """Check a batch whose columns are said, so that it can be looked at; ``counts`` tell how far it is."""
    try:
        with files.incoming() as changes, files.incoming() as faults:
            checking = _Checking(batch, _Written(faults))
            batch.rows = _Written(changes).all(checking.changes())
            batch.faults = checking.faults.kept()
        batch.stage, batch.counts = Stage.CHECKED.value, dict(checking.counts)
    except (Unreadable, Refused) as error:
        batch.stage, batch.counts = Stage.RECEIVED.value, {"refused": str(error)}
    Batch.objects.filter(pk=batch.pk, stage=Stage.CHECKING.value).update(
        **{name: getattr(batch, name) for name in ("stage", "counts", "rows", "faults", "base")}
    )
    batch.refresh_from_db()
    return batch


@dataclass
class _Written:
    """A file of JSON lines that is hashed as it is written."""

    file: IO[bytes]
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, said: object) -> None:
        line = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self.digest.update(line)
        self.file.write(line)

    def kept(self) -> str:
        """Put the file in its place for good; return its hash."""
        self.file.flush()
        files.keep(self.file, self.digest.hexdigest())
        return str(self.digest.hexdigest())

    def all(self, several: Iterable[object]) -> str:
        for each in several:
            self.add(each)
        return self.kept()


class _Checking:
    """One check: what the rows would change, counted; what is wrong or skipped goes to ``faults``."""

    def __init__(self, batch: Batch, faults: _Written) -> None:
        self.batch, self.faults = batch, faults
        self.said = batch.definition.said
        self.counts: Counter[str] = Counter()
        batch.base = batch.register.release

    def changes(self) -> Iterator[list[object]]:
        """Yield what would change: the kind of change, the row, the key, the values."""
        good = self._good()
        while piece := list(islice(good, PIECE)):
            yield from self._compared(piece)
            self._tell()
        if self.batch.is_whole and not self.counts["faulty"]:
            yield from self._gone()

    def _good(self) -> Iterator[Checked]:
        """Yield the rows in which nothing is wrong."""
        body, checker = self._body()
        self.seen = checker.seen
        for row in checker.check(self._lines(body)):
            self.counts["rows"] += 1
            if row.faults:
                self.counts["faulty"] += 1
                for each in row.faults[: max(0, MOST_FAULTS - self.counts["faults"])]:
                    self.faults.add({"fault": asdict(each)})
                self.counts["faults"] += len(row.faults)
            else:
                yield row

    def _body(self) -> tuple[Iterator[Line | Skipped], Checker]:
        """Return what follows the headings, and who checks it."""
        batch = self.batch
        sheet = opened(files.path_of(batch.file_digest), batch.file_name, batch.sheet)
        rows: Iterator[Row] = iter(sheet.rows)
        top = list(islice(rows, SEARCHED))
        table = located(top, sheet, self.said)
        body = lines(chain(top[table.first :], rows), table, start=table.first + 1)
        layout, known = layout_of(batch), known_to(batch)
        if layout.across is not None:
            width = max(heading.index for heading in table.headings) + 1
            laid = unfold(self._lines(body), layout.across, width=width)
            columns = unfolded(layout.columns, layout.across, width=width)
            return laid, Checker(columns, self.said, known)
        return body, Checker(layout.columns, self.said, known)

    def _lines(self, body: Iterable[Line | Skipped]) -> Iterator[Line]:
        for each in body:
            if isinstance(each, Line):
                yield each
            else:
                self.counts["skipped"] += 1
                self.faults.add({"skipped": asdict(each)})

    def _compared(self, piece: list[Checked]) -> Iterator[list[object]]:
        stored = [(row, schema.masked(self.said, row.values, before_storing=True)) for row in piece]
        keyed = [(row.number, self.said.identify(values), values) for row, values in stored]
        public = _public(self.batch, [key for _, key, _ in keyed])
        for number, key, values in keyed:
            change = _change(public.get(key), values)
            self.counts[change or "same"] += 1
            if change:
                yield [change, number, key, values]

    def _gone(self) -> Iterator[list[object]]:
        """Yield what the organisation has in public and a whole file no longer names."""
        shown = Entry.objects.filter(
            register=self.batch.register, organisation=self.batch.organisation
        ).shown()
        for key, values in shown.order_by("serial").values_list("key", "values").iterator(PIECE):
            if key not in self.seen:
                self.counts[Change.WITHDRAWN.value] += 1
                yield [Change.WITHDRAWN.value, 0, key, values]

    def _tell(self) -> None:
        Batch.objects.filter(pk=self.batch.pk).update(counts=dict(self.counts))


def known_to(batch: Batch) -> Known:
    """Return the names that organisations and streets of the batch's district go by."""
    district = batch.organisation.region_id[:DISTRICT]
    bodies = Organisation.objects.filter(region__code__startswith=district)
    names = {name: each.key for each in bodies for name in (each.name, each.short_name)}
    regions = Region.objects.filter(code__startswith=district)
    return Known(names, {each.name: each.code for each in regions})


def _public(batch: Batch, keys: list[str]) -> dict[str, tuple[str, dict[str, Value]]]:
    """Return of each key that was ever public its last change and values."""
    found = Entry.objects.newest().filter(register=batch.register, key__in=keys)
    return {key: (change, values) for key, change, values in found.values_list("key", "change", "values")}


def _change(public: tuple[str, dict[str, Value]] | None, values: dict[str, Value]) -> str:
    """Return what a row does to what is public, empty if nothing."""
    if public is None:
        return Change.RECORDED.value
    change, was = public
    return "" if was == values and change not in ENDING else Change.AMENDED.value
