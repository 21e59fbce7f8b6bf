"""Write a snapshot: one file, made beside the one in use and put in its place whole."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import duckdb

from gongkai.registers.fields.picks import Boolean, Choice, Organisation, Region
from gongkai.registers.schema import Definition
from gongkai.registers.snapshot import shape

MEMORY, TO_WRITE = "100MB", "200MB"
"""What a reader may keep of a snapshot, and what sorting a million whole rows takes."""

PIECE = 50_000  # rows that are written before they are taken in
MOST_NAMES = 10_000  # different values of a facet that are kept as a list


Row = Mapping[str, object]
Settings = dict[str, str | bool | int | float | list[str]]
SETTINGS: Settings = {
    "threads": 2,
    "memory_limit": MEMORY,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def connect(path: Path, *, to_write: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a snapshot; nothing is fetched to read it."""
    settings: Settings = {**SETTINGS, "temp_directory": str(path.parent)}
    if to_write:  # two threads that sort whole rows would take more than that
        settings |= {"threads": 1, "memory_limit": TO_WRITE}
    return duckdb.connect(str(path), read_only=not to_write, config=settings)


def build(said: Definition, rows: Iterable[Row], place: Path) -> int:
    """Make the snapshot of a register at ``place`` from rows of ``shape.Rows``; return how many."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        made = Path(folder) / "made.duckdb"
        with connect(made, to_write=True) as connection:
            count = _taken_in(connection, said, iter(rows), Path(folder))
            _arranged(connection, said)
        made.replace(place)
    return count


def _taken_in(
    connection: duckdb.DuckDBPyConnection, said: Definition, rows: Iterator[Row], folder: Path
) -> int:
    """Take the rows in as they come, a piece while the next is being written; return how many."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in shape.columns(said).items())
    connection.execute(f"CREATE TEMP TABLE raw ({columns})")
    count, last = 0, None
    with ThreadPoolExecutor(1) as beside:
        while more := _written(lines := folder / f"{count}.jsonl", islice(rows, PIECE)):
            count += more
            if last:
                last.result()
            last = beside.submit(_read, connection, said, lines)
        if last:
            last.result()
    return count


def _written(path: Path, rows: Iterable[Row]) -> int:
    count = 0
    with path.open("wb") as file:
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is how many there were
            file.write(shape.written(row))
    return count


def _read(connection: duckdb.DuckDBPyConnection, said: Definition, lines: Path) -> None:
    typed = ", ".join(f"'{name}': '{kind}'" for name, kind in shape.columns(said).items())
    source = f"read_json(?, format='newline_delimited', columns={{{typed}}})"
    connection.execute(f"INSERT INTO raw SELECT * FROM {source}", [str(lines)])
    lines.unlink()


def _arranged(connection: duckdb.DuckDBPyConnection, said: Definition) -> None:
    """Put the rows in the usual order, so that the first page is at the beginning; facets become lists."""
    columns = shape.columns(said)
    lists = [name for name in _listed(said) if _is_short(connection, name)]
    for name in lists:
        names = f'SELECT DISTINCT "{name}" FROM raw WHERE "{name}" IS NOT NULL ORDER BY 1'
        connection.execute(f'CREATE TYPE "of_{name}" AS ENUM ({names})')
    chosen = ", ".join(f'"{name}"{_as(name) if name in lists else ""}' for name in columns)
    connection.execute(
        f"CREATE TABLE entries AS SELECT row_number() OVER () AS _pos, {chosen}"
        f" FROM (SELECT * FROM raw ORDER BY {ordered(said)})"
    )
    connection.execute("CREATE UNIQUE INDEX by_serial ON entries (_serial)")
    facets = "".join(f'"{shape.facet(said, key)}", ' for key in shape.together(said))
    connection.execute(
        f"CREATE TABLE {shape.TOGETHER} AS SELECT {facets}count(*) AS _n FROM entries GROUP BY ALL"
    )
    connection.execute("DROP TABLE raw")
    connection.execute("CHECKPOINT")


def _as(name: str) -> str:
    return f'::"of_{name}" AS "{name}"'


def _listed(said: Definition) -> Iterator[str]:
    """Yield the columns of words that people choose from."""
    for key in said.facets:
        kind = said.fields[key].type
        if not (isinstance(kind, Boolean) or kind.is_many):
            yield shape.facet(said, key)
    for key, field in said.fields.items():
        is_listed = isinstance(field.type, (Choice, Organisation, Region)) and not field.type.is_many
        if is_listed and key not in said.facets:
            yield key


def _is_short(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Return whether a column holds so few different values that they are kept as a list."""
    found = connection.execute(f'SELECT count(DISTINCT "{name}") FROM raw').fetchone()
    return found is not None and 0 < found[0] <= MOST_NAMES


def ordered(said: Definition) -> str:
    """Return the usual order in SQL; what is empty comes last, what is equal by its number."""
    sort = said.sorts[0]
    return f'"{sort.field}" {"DESC" if sort.is_descending else "ASC"} NULLS LAST, _serial'
