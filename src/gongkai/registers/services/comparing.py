"""What the rows of a batch would change in public, one by one, and what is wrong with them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from itertools import chain, islice

from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation
from gongkai.registers import schema
from gongkai.registers.fields import Value
from gongkai.registers.models import Batch, Change, Entry, Register
from gongkai.registers.models.entry import ENDING
from gongkai.registers.services import again, papers
from gongkai.registers.services.cells import amiss, known_to
from gongkai.registers.services.papers import PIECE, Row, Written
from gongkai.registers.services.receiving import layout_of, located
from gongkai.registers.services.submitting import CHANGES
from gongkai.registers.sheets.columns import unfold, unfolded
from gongkai.registers.sheets.files import opened
from gongkai.registers.sheets.rows import Checked, Checker, Fault
from gongkai.registers.sheets.table import SEARCHED, Line, Skipped, lines
from gongkai.registers.sheets.table import Row as Cells
from gongkai.registers.sheets.totals import Totals
from gongkai.ui.sharing import shared

MOST_FAULTS = 10_000
"""So many faults are written down; the rest is counted. Nobody mends more by hand."""

REPAIRED = "该条目已信用修复，不再公开"


class Comparing:
    """One check: what the rows would change, counted; what is wrong or skipped goes to ``faults``."""

    def __init__(
        self, tell: Callable[[Counter[str]], None], batch: Batch, faults: Written, *, on: date
    ) -> None:
        self.tell, self.batch, self.faults = tell, batch, faults
        self.said = self.batch.definition.said
        self.on = on
        self.also = amiss(batch.register, self.said, on=on)
        self.counts: Counter[str] = Counter({"tried": self.batch.counts.get("tried", 0)})
        self.batch.base = Register.objects.values_list("release", flat=True).get(pk=self.batch.register_id)

    def changes(self) -> Iterator[Row]:
        """Yield what would change: the kind of change, the row, the key, the values."""
        rows = again.ROWS.get(self.batch.source)
        yield from self._of_table() if rows is None else self._of_rows(rows(self.batch, self.on))

    def _of_rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield what needs no reading; ``later`` counts what others have changed since and stays so."""
        for number, row in enumerate(rows, 1):
            self.counts["rows"] += 1
            self.counts[row[0]] += 1
            if row[0] in CHANGES:
                yield row
            if number % PIECE == 0:
                self.tell(self.counts)

    def _of_table(self) -> Iterator[Row]:
        body, checker = self._body()
        self.owned, self.totals = owned_by(self.batch), Totals(self.said, checker.reading)
        self.keys: dict[str, int] = {}
        for piece in shared(checker.reading, body, size=PIECE):
            yield from self._compared(list(self._good(piece, checker)))
            self.tell(self.counts)
        is_plain = not self.counts["faulty"] and layout_of(self.batch).across is None
        for fault in self.totals.faults() if is_plain else ():
            self._wrong(fault)
        if self.batch.is_whole and not self.counts["faulty"]:
            yield from self._gone()

    def _good(self, piece: Iterable[Checked | Skipped], checker: Checker) -> Iterator[Checked]:
        """Yield the rows in which nothing is wrong."""
        for each in piece:
            if isinstance(each, Skipped):
                self._skipped(each)
                continue
            row = checker.beside(each)
            self.counts["rows"] += 1
            if row.faults:
                self._wrong(*row.faults)
            else:
                self.totals.add(row.values)
                yield row

    def _skipped(self, row: Skipped) -> None:
        self.counts["skipped"] += 1
        self.totals.skip(row)
        self.faults.add({"skipped": asdict(replace(row, cells=()))})

    def _wrong(self, *faults: Fault) -> None:
        """Count a row in which something is wrong and write down what."""
        self.counts["faulty"] += 1
        for each in faults[: max(0, MOST_FAULTS - self.counts["faults"])]:
            self.faults.add({"fault": asdict(each)})
        self.counts["faults"] += len(faults)

    def _body(self) -> tuple[Iterator[Line | Skipped], Checker]:
        """Return what follows the headings, and who checks it."""
        batch = self.batch
        place = papers.path_of(batch.file_digest)
        sheet = opened(place, batch.file_name, batch.sheet)
        rows: Iterator[Cells] = iter(sheet.rows)
        top = list(islice(rows, SEARCHED))
        self.counts["of"] = _about(sheet.rows, top, place.stat().st_size)
        table = located(top, sheet, self.said)
        body = lines(chain(top[table.first :], rows), table, start=table.first + 1)
        layout, known = layout_of(batch), known_to(batch.organisation)
        if layout.across is not None:
            width = max(heading.index for heading in table.headings) + 1
            columns = unfolded(layout.columns, layout.across, width=width)
            laid = unfold(body, layout.across, width=width)
            return laid, Checker(columns, self.said, known, self.also)
        return body, Checker(layout.columns, self.said, known, self.also)

    def _compared(self, piece: list[Checked]) -> Iterator[Row]:
        stored = [(row, schema.masked(self.said, row.values, before_storing=True)) for row in piece]
        keyed = [(row.number, self.said.identify(values), values) for row, values in stored]
        public = _public(self.batch, [key for _, key, _ in keyed])
        for number, key, values in keyed:
            last, owner, was = public.get(key, ("", 0, None))
            if why := self._barred(number, key, last, owner):
                self._wrong(Fault(number, -1, "", "", why))
                continue
            change = _change(last, was, values)
            self.counts[change or "same"] += 1
            if change:
                yield change, number, key, values

    def _barred(self, number: int, key: str, last: str, owner: int) -> str:
        """Return why a row cannot become an entry of this organisation, empty if it can."""
        first = self.keys.setdefault(key, number)
        if first != number:
            return f"遮蔽以后与第{first}行无法区分"
        if owner and owner not in self.owned:
            name = Organisation.objects.values_list("short_name", flat=True).get(pk=owner)
            return f"识别值相同的条目已由{name}公开，本单位不能变更"
        return REPAIRED if last == Change.REPAIRED else ""

    def _gone(self) -> Iterator[Row]:
        """Yield what the organisation has in public and a whole file no longer names."""
        shown = Entry.objects.filter(
            register=self.batch.register, organisation=self.batch.organisation
        ).shown()
        for key, values in shown.order_by("serial").values_list("key", "values").iterator(PIECE):
            if key not in self.keys:
                self.counts[Change.WITHDRAWN.value] += 1
                yield Change.WITHDRAWN.value, 0, key, values


def _about(rows: Iterable[Cells], top: list[Cells], size: int) -> int:
    """Return how many rows a file has, of a text about so many: for the bar that shows how far it is."""
    if isinstance(rows, list):
        return len(rows)
    signs = sum(len(str(cell or "").encode()) + 1 for row in top for cell in row)
    return size * len(top) // max(signs, 1)


Public = tuple[str, int, dict[str, Value]]
"""What became of an entry last, whose it is, and what it said."""


def _public(batch: Batch, keys: list[str]) -> dict[str, Public]:
    """Return what is known of each key that was ever public."""
    if not batch.base:
        return {}
    found = Entry.objects.named(batch.register, keys)
    rows = found.values_list("key", "change", "organisation_id", "values")
    return {key: (change, owner, values) for key, change, owner, values in rows}


def owned_by(batch: Batch) -> set[int]:
    """Return the organisations whose entries this batch may change: its own, and what that has succeeded."""
    passed = Organisation.objects.passed(on=localdate(batch.at))
    owned = {batch.organisation_id}
    while more := {place for place, heir in passed.items() if heir in owned} - owned:
        owned |= more
    return owned


def _change(last: str, was: dict[str, Value] | None, values: dict[str, Value]) -> str:
    """Return what a row does to what is public, empty if nothing."""
    if was is None:
        return Change.RECORDED.value
    if last in ENDING:
        return Change.RESTORED.value
    return "" if was == values else Change.AMENDED.value
