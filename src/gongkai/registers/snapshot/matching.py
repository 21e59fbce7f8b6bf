"""Which of some entries a question means: those that changed, as subscribers are told of them."""

from collections.abc import Sequence

import duckdb

from gongkai.registers.asking import Question
from gongkai.registers.snapshot.answering import Shown, Snapshot, condition, shown_by


def among(snapshot: Snapshot, serials: Sequence[int]) -> duckdb.DuckDBPyConnection:
    """Return a cursor that knows ``serials`` as a table of its own, for ``matched``."""
    cursor = snapshot.connection.cursor()
    cursor.execute("CREATE TEMP TABLE changed AS SELECT unnest(?::BIGINT[]) AS _serial", [list(serials)])
    return cursor


def matched(
    snapshot: Snapshot, cursor: duckdb.DuckDBPyConnection, question: Question, *, most: int
) -> tuple[int, list[Shown]]:
    """Return how many of the entries a question means, and the first of them in their usual order."""
    meant = condition(snapshot, question)
    found = cursor.execute(
        "SELECT _serial FROM entries WHERE _serial IN (SELECT _serial FROM changed)"
        f" AND {meant.sql} ORDER BY _pos",
        meant.values,
    ).fetchall()
    return len(found), shown_by(snapshot, cursor, [serial for (serial,) in found[:most]])
