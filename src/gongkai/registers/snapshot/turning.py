"""Turn the pages of a snapshot from one entry to the next: none twice, none left out, however deep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.registers.asking import ON_A_PAGE, Question
from gongkai.registers.snapshot.answering import (
    Condition,
    Shown,
    Snapshot,
    condition,
    counting,
    order_by,
    several,
)

PORTION = 500
"""So many entries are named to the database at once: it takes no more words in one question."""


def total(snapshot: Snapshot, question: Question) -> int:
    """Return how many entries a question means."""
    meant, (table, number) = condition(snapshot, question), counting(snapshot, question)
    cursor = snapshot.connection.cursor()
    found = cursor.execute(f"SELECT {number} FROM {table} WHERE {meant.sql}", meant.values).fetchone()
    return int(found[0] or 0) if found else 0


def earlier(snapshot: Snapshot, before: int, page: int) -> tuple[list[int], int]:
    """Return which entries numbered lower stand on a page, in the usual order, and how many there are."""
    cursor = snapshot.connection.cursor()
    skipped = (page - 1) * ON_A_PAGE
    found = cursor.execute(
        f"SELECT _serial FROM entries WHERE _serial < ? ORDER BY _pos LIMIT {ON_A_PAGE} OFFSET {skipped}",
        [before],
    ).fetchall()
    counted = cursor.execute("SELECT count(*) FROM entries WHERE _serial < ?", [before]).fetchone()
    return [serial for (serial,) in found], int(counted[0]) if counted else 0


def all_earlier(snapshot: Snapshot, before: int) -> Iterator[list[int]]:
    """Yield the numbers of all those entries, a portion at a time."""
    cursor = snapshot.connection.cursor()
    cursor.execute("SELECT _serial FROM entries WHERE _serial < ? ORDER BY _pos", [before])
    while found := cursor.fetchmany(PORTION):
        yield [serial for (serial,) in found]


def portion(
    snapshot: Snapshot, question: Question, *, size: int, after: int | None = None
) -> tuple[Sequence[Shown], bool]:
    """Return ``size`` entries that follow the entry ``after``, and whether there are more.

    The order is the question's own; its page is not looked at. Raises LookupError where no entry of this
    snapshot has the number ``after``.
    """
    cursor, meant = snapshot.connection.cursor(), condition(snapshot, question)
    if after is not None:
        _behind(snapshot, question, meant, after)
    order = "_pos" if question.sort is None else order_by(question.sort)
    found = cursor.execute(
        f"SELECT _serial FROM entries WHERE {meant.sql} ORDER BY {order} LIMIT {size + 1}", meant.values
    ).fetchall()
    serials = [serial for (serial,) in found]
    return several(snapshot, serials[:size]), len(serials) > size


def _behind(snapshot: Snapshot, question: Question, meant: Condition, after: int) -> None:
    """Narrow a condition to what comes behind an entry; what is empty comes last."""
    name = f'"{question.sort.field}"' if question.sort else "NULL"
    cursor = snapshot.connection.cursor()
    place = cursor.execute(f"SELECT _pos, {name} IS NULL FROM entries WHERE _serial = ?", [after]).fetchone()
    if place is None:
        raise LookupError(after)
    position, is_empty = place
    if question.sort is None:
        meant.add("_pos > ?", position)
    elif is_empty:
        meant.add(f"({name} IS NULL AND _pos > ?)", position)
    else:
        same = f"(SELECT {name} FROM entries WHERE _serial = ?)"
        sign = "<" if question.sort.is_descending else ">"
        meant.add(
            f"({name} {sign} {same} OR ({name} = {same} AND _pos > ?) OR {name} IS NULL)",
            after, after, position,
        )  # fmt: skip
