"""Turn the pages of a snapshot from one entry to the next: none twice, none left out, however deep."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.registers.asking import Question
from gongkai.registers.snapshot.answering import (
    Condition,
    Shown,
    Snapshot,
    condition,
    order_by,
    several,
)


def total(snapshot: Snapshot, question: Question) -> int:
    """Return how many entries a question means."""
    meant = condition(snapshot, question)
    cursor = snapshot.connection.cursor()
    cursor.execute(f"SELECT count(*) FROM entries WHERE {meant.sql}", meant.values)
    found = cursor.fetchone()
    return int(found[0]) if found else 0


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
