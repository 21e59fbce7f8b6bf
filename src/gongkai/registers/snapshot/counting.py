"""Count a snapshot along an axis, and rank it: the numbers behind charts, exact to the last digit.

Nothing is left out in silence: entries that say nothing on the axis stand under None, and those that do not
tell the quantity are counted beside those that do. What a query names itself begins with a line, as no field
does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongkai.registers.asking import Question
from gongkai.registers.fields.days import Date, Month
from gongkai.registers.figures import Tallies, Tally
from gongkai.registers.schema import Field
from gongkai.registers.schema.definition import Among, Chart, Ranking
from gongkai.registers.snapshot import shape
from gongkai.registers.snapshot.answering import Condition, Shown, Snapshot, condition, several

MOST_PLACES = 100

DAYS = {
    "": "CAST({0} AS VARCHAR)",
    "month": "strftime({0}, '%Y-%m')",
    "quarter": "strftime({0}, '%Y') || '-Q' || quarter({0})",
    "year": "strftime({0}, '%Y')",
}
MONTHS = {
    "": "{0}",
    "month": "{0}",
    "quarter": "substr({0}, 1, 4) || '-Q' || ((CAST(substr({0}, 6, 2) AS INTEGER) + 2) // 3)",
    "year": "substr({0}, 1, 4)",
}


@dataclass(frozen=True)
class Group:
    """One value within which entries are ranked; ``untold`` of them lack the quantity and have no place."""

    value: str | None
    ranked: int
    untold: int


@dataclass(frozen=True)
class Placed:
    """An entry with its place; equal values share it."""

    place: int
    entry: Shown


def tallied(snapshot: Snapshot, chart: Chart, question: Question, depth: int = 0) -> Tallies:
    """Return what a chart counts among the entries that a question means.

    With a ``depth`` values are taken together that begin with the same so many signs.
    """
    measured = chart.measure.fields or ("",)
    said = snapshot.said
    meant = among(condition(snapshot, question), chart.when)
    axis, split = _axis(said.fields[chart.by], chart.step, depth), _plain(chart.split)
    sums = ", ".join(f'count("{key}"), sum("{key}")' if key else "count(*), NULL" for key in measured)
    rows = _rows(
        snapshot,
        f"SELECT {axis} AS _a, {split} AS _s, count(*), {sums} FROM entries"
        f" WHERE {meant.sql} GROUP BY _a, _s",
        meant.values,
    )
    found: dict[str | None, dict[str | None, Tally]] = {}
    for at, part, entries, *numbers in rows:
        for place, key in enumerate(measured):
            told, total = numbers[2 * place], numbers[2 * place + 1]
            name = key if len(measured) > 1 else part
            found.setdefault(at, {})[name] = Tally(entries, told, Decimal(total or 0))
    return found


def _rows(snapshot: Snapshot, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    return snapshot.connection.cursor().execute(sql, values).fetchall()


def among(meant: Condition, when: Among) -> Condition:
    """Return a condition narrowed to the entries that a chart or a ranking speaks of."""
    for key, values in when:
        meant.add(f'CAST("{key}" AS VARCHAR) IN ({", ".join("?" for _ in values)})', *values)
    return meant


def values(snapshot: Snapshot, key: str, question: Question, when: Among) -> list[tuple[str, int]]:
    """Return the values of a facet with their entries, as if nothing of this facet were asked for."""
    meant = among(condition(snapshot, question, without=key), when)
    name = f'"{shape.facet(snapshot.said, key)}"'
    return _rows(
        snapshot,
        f"SELECT CAST({name} AS VARCHAR) AS _v, count(*) FROM entries"
        f" WHERE {meant.sql} AND {name} IS NOT NULL GROUP BY _v ORDER BY _v",
        meant.values,
    )


def _axis(field: Field, step: str, depth: int) -> str:
    if depth:
        return f'substr("{field.key}", 1, {depth})'
    if isinstance(field.type, Date):
        return DAYS[step].format(f'"{field.key}"')
    return MONTHS[step].format(f'"{field.key}"') if isinstance(field.type, Month) else _plain(field.key)


def _plain(key: str) -> str:
    return f'CAST("{key}" AS VARCHAR)' if key else "''"


def groups(snapshot: Snapshot, ranking: Ranking, question: Question) -> list[Group]:
    """Return the values within which a ranking ranks, the greatest first; one alone if it has none."""
    meant = among(condition(snapshot, question), ranking.when)
    within = _plain(ranking.within)
    rows = _rows(
        snapshot,
        f'SELECT {within} AS _w, count("{ranking.by}"), count(*) FROM entries WHERE {meant.sql}'
        " GROUP BY _w ORDER BY _w DESC NULLS LAST",
        meant.values,
    )
    return [Group(value, ranked, total - ranked) for value, ranked, total in rows]


def ranked(
    snapshot: Snapshot, ranking: Ranking, question: Question, within: str | None, most: int = MOST_PLACES
) -> list[Placed]:
    """Return the first ``most`` places within a group, ties whole: 1, 2, 2, 4."""
    meant = among(condition(snapshot, question), ranking.when)
    meant.add(f"{_plain(ranking.within)} IS NOT DISTINCT FROM ?", within)
    order = "DESC" if ranking.is_descending else "ASC"
    rows = _rows(
        snapshot,
        f'SELECT _serial, rank() OVER (ORDER BY "{ranking.by}" {order}) AS _place FROM entries'
        f' WHERE {meant.sql} AND "{ranking.by}" IS NOT NULL'
        f" QUALIFY _place <= {most} ORDER BY _place, _pos",
        meant.values,
    )
    shown = several(snapshot, [serial for serial, _ in rows])
    places = dict(rows)
    return [Placed(places[each.serial], each) for each in shown]
