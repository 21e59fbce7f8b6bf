"""Many new rows at once, column by column: building a model of each costs many times what storing it does.

It stands here because every app above stores rows and nothing below knows a database. The statements are
the plain ones that SQLite and PostgreSQL share; what must be true of a row the database checks as ever.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice, repeat
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.ForeignKey,
)
"""Columns whose values go to both databases as Python has them; times and JSON do not."""
MOST = 30_000
"""Values in one statement where the database itself sets no lower limit: few large ones are the quicker."""

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Row = TypeVar("Row", bound=models.Model)
Field = models.Field[Any, Any]


class Written(list[str]):
    """A column of JSON that is text already."""


def insert(model: type[models.Model], count: int, *, replacing: str = "", **values: Any) -> list[int]:
    """Store ``count`` rows in the caller's transaction and return the keys they were given, in order.

    ``values`` are by column (``item_id``, not ``item``): a list holds one for each row, anything else is the
    same for all; what is not named has its default. With ``replacing``, a unique column, a row takes the
    place of the one that is there. Raises TypeError for an unknown column, ValueError for a list of another
    length.
    """
    fields = _fields(model)
    if unknown := values.keys() - {each.attname for each in fields}:
        raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    columns = [_column(each, values.get(each.attname, each.get_default), count) for each in fields]
    return _inserted(model, columns, count, replacing)


def insert_made(rows: Sequence[Row]) -> None:
    """Store rows that were built as models of one kind, and give them their keys."""
    if not rows:
        return
    model = type(rows[0])
    stated = ([row.__dict__[each.attname] for row in rows] for each in _fields(model))
    columns = [_column(each, column, len(rows)) for each, column in zip(_fields(model), stated, strict=True)]
    for row, key in zip(rows, _inserted(model, columns, len(rows), ""), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _fields(model: type[models.Model]) -> list[Field]:
    return [each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]


def _column(field: Field, stated: Any, count: int) -> Iterable[Any]:
    """Return the values of one column as the database takes them."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not isinstance(stated, list):
        value = stated() if callable(stated) else stated
        return repeat(field.get_db_prep_save(value, connection=connection), count)
    if isinstance(field, AS_THEY_ARE) or isinstance(stated, Written):
        return stated
    if isinstance(field, models.DateField):  # moments too: there are few of them in many rows
        known = {each: field.get_db_prep_save(each, connection=connection) for each in set(stated)}
        return [known[each] for each in stated]
    if isinstance(field, models.JSONField) and connection.vendor == "sqlite" and not field.encoder:
        return [None if each is None else _json(each) for each in stated]  # here JSON is text
    return [field.get_db_prep_save(each, connection=connection) for each in stated]


def _inserted(
    model: type[models.Model], columns: list[Iterable[Any]], count: int, replacing: str
) -> list[int]:
    """Insert as many rows in one statement as the database takes values."""
    connection = connections[DEFAULT_DB_ALIAS]
    rows = zip(*columns, strict=True)
    keys: list[int] = []
    with connection.cursor() as cursor:
        most, left = _limit(connection) // len(columns), count
        while left:
            # Powers of two are few sizes: the driver keeps each statement, with its values.
            size = 1 << (min(most, left).bit_length() - 1)
            statement = _statement(model, size, replacing)
            cursor.execute(statement, [value for row in islice(rows, size) for value in row])
            keys += [found for (found,) in cursor.fetchall()]
            left -= size
    return keys


def _limit(connection: BaseDatabaseWrapper) -> int:
    """Return how many values a statement may have."""
    if connection.vendor == "sqlite":
        limit: int = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        return min(MOST, limit)
    return MOST


def _statement(model: type[models.Model], count: int, replacing: str) -> str:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    names = [quoted(str(each.column)) for each in _fields(model)]
    row = f"({', '.join(['%s'] * len(names))})"
    changed = ", ".join(f"{name} = EXCLUDED.{name}" for name in names if name != quoted(replacing))
    return " ".join(
        [
            f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(names)})",
            f"VALUES {', '.join([row] * count)}",
            f"ON CONFLICT ({quoted(replacing)}) DO UPDATE SET {changed}" if replacing else "",
            f"RETURNING {quoted(str(model._meta.pk.column))}",
        ]
    )
