"""Go through all entries that a question means, a portion at a time and in their order, with small memory.

Sorting whole rows would take the memory of a worker; so it is only places that are sorted, once, and the
rows of each portion are fetched by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gongkai.registers.asking import Names, Question
from gongkai.registers.export.columns import Column
from gongkai.registers.fields.picks import BETWEEN
from gongkai.registers.snapshot import answering
from gongkai.registers.snapshot.answering import Shown, Snapshot

PORTION = 5000
PARQUET = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000"
COLUMNS = "SELECT column_name FROM duckdb_columns() WHERE table_name = 'entries' ORDER BY column_index"

Rows = list[tuple[Any, ...]]


def walk(snapshot: Snapshot, question: Question) -> Iterator[Shown]:
    """Yield the entries that a question means, whatever page it names."""
    names = [name for (name,) in snapshot.connection.cursor().execute(COLUMNS).fetchall()]
    for rows in _portions(snapshot, question, "entries.*", []):
        for row in rows:
            yield answering.shown(snapshot.said, dict(zip(names, row, strict=True)))


def texts(
    snapshot: Snapshot, question: Question, columns: Sequence[Column], names: Mapping[str, Names]
) -> Iterator[Rows]:
    """Yield portions of rows as texts, None where nothing is said; names stand for codes where wanted."""
    asked = _Asked(snapshot, names)
    selected = ", ".join(asked.text(column) for column in columns)
    yield from _portions(snapshot, question, selected, asked.values)


def _portions(snapshot: Snapshot, question: Question, selected: str, values: list[object]) -> Iterator[Rows]:
    """Yield what is ``selected`` of the entries meant; ``values`` are bound in it."""
    cursor = snapshot.connection.cursor()
    total = _meant(snapshot, question, cursor)
    for low in range(0, total, PORTION):
        yield cursor.execute(
            f"SELECT {selected} FROM _meant JOIN entries ON _pos = _at"
            f" WHERE _turn > {low} AND _turn <= {low + PORTION} ORDER BY _turn",
            values,
        ).fetchall()


def _meant(snapshot: Snapshot, question: Question, cursor: Any) -> int:
    """Number the places of the entries meant, in the order asked for; return how many there are."""
    meant = answering.condition(snapshot, question)
    order = "_pos" if question.sort is None else answering.order_by(question.sort)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE _meant AS SELECT row_number() OVER (ORDER BY {order}) AS _turn,"
        f" _pos AS _at FROM entries WHERE {meant.sql}",
        meant.values,
    )
    found = cursor.execute("SELECT count(*) FROM _meant").fetchone()
    return int(found[0])


def parquet(
    snapshot: Snapshot,
    question: Question,
    columns: Sequence[Column],
    names: Mapping[str, Names],
    place: Path,
) -> None:
    """Write the entries meant as a Parquet file with their types: decimals, days, whole numbers, truth.

    They come in the usual order, whatever order is asked for: sorting whole rows is left to whoever reads.
    """
    asked, meant = _Asked(snapshot, names), answering.condition(snapshot, question)
    selected = ", ".join(f'{asked.typed(column)} AS "{column.key}"' for column in columns)
    target = str(place).replace("'", "''")
    snapshot.connection.cursor().execute(
        f"COPY (SELECT {selected} FROM entries WHERE {meant.sql}) TO '{target}' ({PARQUET})",
        [*asked.values, *meant.values],
    )


def empties(snapshot: Snapshot, columns: Sequence[Column]) -> frozenset[str]:
    """Return the keys of the columns in which some entry says nothing."""
    counted = ", ".join(f'count(*) FILTER ("{column.source}" IS NULL)' for column in columns)
    found = snapshot.connection.cursor().execute(f"SELECT {counted} FROM entries").fetchone()
    numbers = found or ()
    return frozenset(column.key for column, number in zip(columns, numbers, strict=True) if number)


def publishers(snapshot: Snapshot) -> list[str]:
    """Return the keys of the organisations whose entries are shown."""
    found = snapshot.connection.cursor().execute("SELECT DISTINCT _organisation FROM entries ORDER BY 1")
    return [key for (key,) in found.fetchall()]


class _Asked:
    """The columns of a download in SQL, with the names that are bound in it."""

    def __init__(self, snapshot: Snapshot, names: Mapping[str, Names]) -> None:
        self.snapshot, self.names = snapshot, names
        self.values: list[object] = []

    def text(self, column: Column) -> str:
        """Return a column as the text that goes out: of decimals no zeros at the end."""
        if column.kind.is_many:
            return f"array_to_string(\"{column.source}\", '{BETWEEN}')"
        if column.names or not column.kind.column.startswith("DECIMAL"):
            return f"CAST({self.typed(column)} AS VARCHAR)"
        plain = f'CAST("{column.source}" AS VARCHAR)'
        return f"CASE WHEN contains({plain}, '.') THEN rtrim(rtrim({plain}, '0'), '.') ELSE {plain} END"

    def typed(self, column: Column) -> str:
        name = f'"{column.source}"'
        if not column.names:
            return f"CAST({name} AS VARCHAR)" if column.kind.column == "VARCHAR" else name
        known = self._known(column)
        if not known:
            return f"CAST({name} AS VARCHAR)"
        self.values += [list(known), list(known.values())]
        return f"coalesce(map(?, ?)[CAST({name} AS VARCHAR)], CAST({name} AS VARCHAR))"

    def _known(self, column: Column) -> dict[str, str]:
        """Return the names of the codes that stand in a column; there are few, and many more names."""
        names = self.names.get(column.names, {})
        found = self.snapshot.connection.cursor().execute(
            f'SELECT DISTINCT CAST("{column.source}" AS VARCHAR) FROM entries'
        )
        return {code: names[code] for (code,) in found.fetchall() if code in names}
