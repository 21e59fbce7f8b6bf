"""Answer questions from a snapshot: rows of a page, how many, and how many for each value of each facet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from gongkai.registers.asking import ON_A_PAGE, Question, Range
from gongkai.registers.fields import Value
from gongkai.registers.fields.picks import Boolean
from gongkai.registers.fields.words import Code
from gongkai.registers.schema import Definition
from gongkai.registers.schema.definition import Sort
from gongkai.registers.snapshot import shape

Count = tuple[str, int]


@dataclass(frozen=True)
class Shown:
    """One entry as it stands in a snapshot."""

    serial: int
    version: int
    organisation: str
    values: dict[str, Value]


@dataclass(frozen=True)
class Answer:
    """What a page of a register shows.

    ``counts`` hold the values of each facet, the commonest first, counted as if nothing of the same facet
    were asked for: so people see what they would get.
    """

    total: int
    entries: list[Shown]
    counts: dict[str, list[Count]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))


@dataclass
class Condition:
    """A condition in SQL with its values; names of columns come from the definition alone."""

    parts: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, part: str, *values: object) -> None:
        self.parts.append(part)
        self.values += values

    @property
    def sql(self) -> str:
        return " AND ".join(self.parts) or "TRUE"


@dataclass(frozen=True)
class Snapshot:
    """An opened snapshot. ``lists`` are the columns whose values are kept as a list and compared quickly."""

    said: Definition
    connection: duckdb.DuckDBPyConnection
    lists: frozenset[str]


def opened(said: Definition, connection: duckdb.DuckDBPyConnection) -> Snapshot:
    """Return a snapshot to ask questions of."""
    found = connection.execute("SELECT column_name FROM duckdb_columns() WHERE data_type LIKE 'ENUM%'")
    return Snapshot(said, connection, frozenset(name for (name,) in found.fetchall()))


def condition(snapshot: Snapshot, question: Question, *, without: str = "") -> Condition:
    """Return which entries a question means, leaving one facet out of it."""
    made = Condition()
    for key, values in question.facets.items():
        if key == without:
            continue
        name = shape.facet(snapshot.said, key)
        if isinstance(snapshot.said.fields[key].type, Code):
            made.add("(" + " OR ".join(f'starts_with("{key}", ?)' for _ in values) + ")", *values)
        elif snapshot.said.fields[key].type.is_many:
            made.add(f'list_has_any("{name}", [{", ".join("?" for _ in values)}])', *values)
        else:
            made.add(f'"{name}" IN ({", ".join(_mark(snapshot, key) for _ in values)})', *values)
    for key, bounds in question.ranges.items():
        _bounded(made, key, bounds)
    for word in question.words:
        made.add(f'contains("{shape.WORDS}", ?)', shape.searchable(word))
    return made


def _mark(snapshot: Snapshot, key: str) -> str:
    """Return how a value asked for is bound: as the column keeps it, nothing where it knows no such value."""
    name = shape.facet(snapshot.said, key)
    if name in snapshot.lists:
        return f'TRY_CAST(? AS "of_{name}")'
    return "TRY_CAST(? AS BOOLEAN)" if isinstance(snapshot.said.fields[key].type, Boolean) else "?"


def _bounded(made: Condition, key: str, bounds: Range) -> None:
    if bounds.least is not None:
        made.add(f'"{key}" >= ?', bounds.least)
    if bounds.most is not None:
        made.add(f'"{key}" <= ?', bounds.most)


def answer(snapshot: Snapshot, question: Question) -> Answer:
    """Return the page that a question asks for. A page beyond the last is empty."""
    cursor = snapshot.connection.cursor()
    total, counts = _counted(snapshot, cursor, question)
    return Answer(total, _page(snapshot, cursor, question) if total else [], counts)


def counting(snapshot: Snapshot, question: Question, *, without: str = "") -> tuple[str, str]:
    """Return in which table the entries meant are counted, and how.

    Where only plain facets are asked for, the table of what comes together says it, which is far shorter.
    """
    kinds = [snapshot.said.fields[key].type for key in question.facets if key != without]
    is_plain = not any(isinstance(kind, Code) or kind.is_many for kind in kinds)
    if is_plain and not (question.ranges or question.words):
        return shape.TOGETHER, "sum(_n)"
    return "entries", "count(*)"


def _counted(
    snapshot: Snapshot, cursor: duckdb.DuckDBPyConnection, question: Question
) -> tuple[int, dict[str, list[Count]]]:
    """Count all facets in one walk through the entries meant, and each facet asked for in one more.

    The walk counts which values come together, of which there are few, and the facets are summed from that.
    """
    said = snapshot.said
    walk = [key for key in shape.together(said) if key not in question.facets]
    meant, (table, number) = condition(snapshot, question), counting(snapshot, question)
    names = [f'"{shape.facet(said, key)}"' for key in walk]
    told = [f"CAST({name} AS VARCHAR)" for name in names] + [f"grouping({name})" for name in names]
    sets = ", ".join(["()", *(f"({name})" for name in names)])
    found = f"SELECT {', '.join([*names, f'{number} AS _n'])} FROM {table} WHERE {meant.sql} GROUP BY ALL"
    rows = cursor.execute(
        f"SELECT {', '.join([*told, 'sum(_n)'])} FROM ({found}) GROUP BY GROUPING SETS ({sets})",
        meant.values,
    ).fetchall()
    counts: dict[str, list[Count]] = {key: [] for key in said.facets}
    total = 0
    for row in rows:
        place = next((each for each in range(len(walk)) if row[len(walk) + each] == 0), None)
        if place is None:
            total = int(row[-1] or 0)
        elif row[place] is not None:
            counts[walk[place]].append((row[place], int(row[-1])))
    for key in said.facets:
        if key not in walk:
            counts[key] = _alone(snapshot, cursor, question, key)
    return total, {key: _commonest(found) for key, found in counts.items()}


def _alone(
    snapshot: Snapshot, cursor: duckdb.DuckDBPyConnection, question: Question, key: str
) -> list[Count]:
    """Count one facet without what is asked of it; as it is kept, its values become words at the end."""
    meant, name = condition(snapshot, question, without=key), f'"{shape.facet(snapshot.said, key)}"'
    table, number = counting(snapshot, question, without=key)
    if snapshot.said.fields[key].type.is_many:
        table, number, name = "entries", "count(*)", f"unnest({name})"
    counted = f"SELECT {name} AS told, {number} AS _n FROM {table} WHERE {meant.sql} GROUP BY told"
    rows = cursor.execute(
        f"SELECT CAST(told AS VARCHAR), _n FROM ({counted}) WHERE told IS NOT NULL", meant.values
    ).fetchall()
    return [(value, int(count)) for value, count in rows]


def _commonest(found: Iterable[Count]) -> list[Count]:
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _page(snapshot: Snapshot, cursor: duckdb.DuckDBPyConnection, question: Question) -> list[Shown]:
    """Return the entries of one page: first which they are, then what they say."""
    meant, skipped = condition(snapshot, question), (question.page - 1) * ON_A_PAGE
    order = "_pos" if question.sort is None else order_by(question.sort)
    found = cursor.execute(
        f"SELECT _serial FROM entries WHERE {meant.sql} ORDER BY {order} LIMIT {ON_A_PAGE} OFFSET {skipped}",
        meant.values,
    ).fetchall()
    return shown_by(snapshot, cursor, [serial for (serial,) in found])


def order_by(sort: Sort) -> str:
    """Return an order in SQL; what is empty comes last, what is equal as usual."""
    return f'"{sort.field}" {"DESC" if sort.is_descending else "ASC"} NULLS LAST, _pos'


def shown_by(snapshot: Snapshot, cursor: duckdb.DuckDBPyConnection, serials: Sequence[int]) -> list[Shown]:
    """Return what entries say, in the order in which they are named: by the index, not by a walk."""
    if not serials:
        return []
    marks = ", ".join("?" for _ in serials)
    cursor.execute(f"SELECT * FROM entries WHERE _serial IN ({marks})", list(serials))
    names = [each[0] for each in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found = {row["_serial"]: shown(snapshot.said, row) for row in rows}
    return [found[serial] for serial in serials if serial in found]


def newest(snapshot: Snapshot, question: Question, limit: int) -> list[tuple[Shown, date]]:
    """Return the entries meant that became public last, each with the day on which it did."""
    meant, cursor = condition(snapshot, question), snapshot.connection.cursor()
    found = dict(
        cursor.execute(
            f"SELECT _serial, _released_on FROM entries WHERE {meant.sql}"
            f" ORDER BY _released_on DESC, _serial DESC LIMIT {int(limit)}",
            meant.values,
        ).fetchall()
    )
    return [(each, found[each.serial]) for each in shown_by(snapshot, cursor, list(found))]


def alike(snapshot: Snapshot, key: str, value: str, limit: int) -> list[Shown]:
    """Return the entries that say the same in one field, such as those of one deal, in the usual order."""
    cursor = snapshot.connection.cursor()
    cursor.execute(
        f'SELECT _serial FROM entries WHERE CAST("{snapshot.said.fields[key].key}" AS VARCHAR) = ?'
        f" ORDER BY _pos LIMIT {int(limit)}",
        [value],
    )
    return shown_by(snapshot, cursor, [serial for (serial,) in cursor.fetchall()])


def entry(snapshot: Snapshot, serial: int) -> Shown | None:
    """Return one entry by its number, None if it is not shown."""
    return next(iter(several(snapshot, [serial])), None)


def several(snapshot: Snapshot, serials: Sequence[int]) -> list[Shown]:
    """Return entries by their numbers, in this order; what is not shown is left out."""
    return shown_by(snapshot, snapshot.connection.cursor(), serials)


def shown(said: Definition, row: dict[str, Any]) -> Shown:
    """Return an entry from a row of the snapshot."""
    return Shown(row["_serial"], row["_version"], row["_organisation"], shape.taken(said, row))
