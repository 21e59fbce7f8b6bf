"""Rows that need no table: what puts a release back, and what was entered by form, compared anew."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice

from gongkai.registers import schema
from gongkai.registers.fields import Value
from gongkai.registers.models import Batch, Change, Entry, Register, Source
from gongkai.registers.models.entry import ENDING, ERASED
from gongkai.registers.services.cells import stored_anew
from gongkai.registers.services.lapsing import finished
from gongkai.registers.services.papers import PIECE, Row, rows_of

BEGINNING = (Change.RECORDED.value, Change.RESTORED.value)
SAME, LATER, OVER = "same", "later", "over"
"""What stays as it is: nothing to change, others have changed it since, or it has been shown long enough."""


def undone(batch: Batch, on: date) -> Iterator[Row]:
    """Yield what puts the entries of a release back to what they were before it, as they may be stored now.

    What was erased stays so, and what has been shown long enough does not come back.
    """
    said = batch.definition.said
    is_over = _never if batch.register.is_held else finished(said, on=on)
    made = Entry.objects.filter(release__register=batch.register, release__number=batch.layout["release"])
    fields = ("serial", "version", "is_newest", "change", "key", "values")
    rows = made.order_by("serial").values_list(*fields).iterator(PIECE)
    while piece := list(islice(rows, PIECE)):
        before = _before(batch.register, {serial: version for serial, version, *_ in piece})
        for serial, _, is_newest, now, key, values in piece:
            change, was = before.get(serial, (Change.WITHDRAWN.value, values))
            stored = schema.masked(said, was, before_storing=True)
            if not is_newest:
                yield LATER, 0, key, values
            elif key.startswith(ERASED):
                yield OVER, 0, key, values
            elif change in ENDING:
                is_repaired = change == Change.REPAIRED
                yield (change if is_repaired else Change.WITHDRAWN.value), 0, key, values
            elif any(is_over(stored)):
                yield OVER, 0, key, values
            else:
                yield (Change.RESTORED.value if now in ENDING else Change.AMENDED.value), 0, key, stored


def _never(values: schema.Values) -> Iterator[tuple[str, str]]:
    """Find nothing that is over: the register is held."""
    yield from ()


def _before(register: Register, versions: Mapping[int, int]) -> dict[int, tuple[str, dict[str, Value]]]:
    """Return what each entry was one version earlier, by its number."""
    found = Entry.objects.filter(register=register, serial__in=versions).order_by()
    rows = found.values_list("serial", "version", "change", "values")
    return {
        serial: (change, values)
        for serial, version, change, values in rows
        if version == versions[serial] - 1
    }


def entered(batch: Batch, on: date) -> Iterator[Row]:
    """Yield what was entered by form, read anew by the definition that holds, as it stands to what is public.

    Raises Faulty where that definition no longer takes it.
    """
    for change, number, was, read in list(rows_of(batch)):
        values = read if change in ENDING else stored_anew(batch, read, on=on)
        key = batch.definition.said.identify(values) if change in BEGINNING else was
        newest = Entry.objects.newest().filter(register=batch.register, key=key).first()
        yield _now(change, newest, values), number, key, values


def _now(change: str, newest: Entry | None, values: Mapping[str, object]) -> str:
    """Return what a change that was entered does to an entry as it stands now."""
    is_shown = newest is not None and newest.change not in ENDING
    if change in BEGINNING:
        if newest is None:
            return Change.RECORDED.value
        return LATER if is_shown or newest.change == Change.REPAIRED else Change.RESTORED.value
    is_new = newest is not None and is_shown and (change in ENDING or newest.values != values)
    return change if is_new else LATER


ROWS: Mapping[str, Callable[[Batch, date], Iterator[Row]]] = {
    Source.UNDO.value: undone,
    Source.FORM.value: entered,
}
