"""A register as it stood at the end of a day: its rows for a page, and as a file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from gongkai.portal.registers import fitting, page
from gongkai.portal.registers.place import Place
from gongkai.registers import services
from gongkai.registers.asking import Question
from gongkai.registers.export import csv
from gongkai.registers.export.columns import Column, columns
from gongkai.registers.fields import Value
from gongkai.registers.services import Day, Reader, Seen
from gongkai.registers.snapshot.answering import Shown

AS_OF = "as_of"


def shown(seen: Seen) -> Shown:
    """Return an entry as the lists and pages of today take it."""
    return Shown(seen.serial, seen.version, seen.organisation, dict(seen.values or {}))


def table(reader: Reader, seen: Sequence[Seen]) -> dict[str, object]:
    """Return the lines of a page, each with whether what it said may be read, and the columns that fit."""
    place = Place(reader.said, Question())
    head = page.head_of(place)
    rows = [page.row(shown(each), place, head, reader.names) for each in seen]
    cut = page.cut_of(place, head, rows, room=fitting.WHOLE)
    told = [each.values is not None for each in seen]
    return {"cut": cut, "rows": list(zip(page.cut_to(rows, cut), told, strict=True))}


def written(reader: Reader, day: Day, *, at: datetime) -> Iterator[bytes]:
    """Yield the register of a day as CSV, in the columns of every download."""
    wanted = columns(reader.said)
    portions = (
        [_texts(reader, wanted, each) for each in found if each.values is not None]
        for found in _all(reader, day, at)
    )
    yield from csv.written(wanted, portions)


def _all(reader: Reader, day: Day, at: datetime) -> Iterator[list[Seen]]:
    for serials in reader.all_earlier(day.before):
        yield services.seen(register=reader.register, day=day, serials=serials, at=at)


def _texts(reader: Reader, wanted: Sequence[Column], seen: Seen) -> list[str | None]:
    own: dict[str, Value] = {
        "_serial": seen.serial,
        "_organisation": seen.organisation,
        "_released_on": seen.on.isoformat(),
    }
    values = {**(seen.values or {}), **own}
    return [_text(reader, column, values) for column in wanted]


def _text(reader: Reader, column: Column, values: Mapping[str, Value]) -> str | None:
    value = values.get(column.source)
    if value is None:
        return None
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return reader.names[column.names].get(text, text) if column.names else text
