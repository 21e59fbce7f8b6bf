"""The columns of a snapshot: which there are, of which type, and how values go in and come out. Pure."""

import json
from collections.abc import Mapping
from decimal import Decimal

from gongkai.law.chinese import plain_width
from gongkai.registers.fields import Value
from gongkai.registers.fields.base import exact
from gongkai.registers.fields.days import Date
from gongkai.registers.fields.picks import BETWEEN
from gongkai.registers.fields.words import Code
from gongkai.registers.schema import Definition, Values

OWN = {"_serial": "BIGINT", "_version": "INTEGER", "_organisation": "VARCHAR", "_released_on": "DATE"}
"""What every snapshot has beside the fields of its register."""

WORDS = "_words"
BY_YEAR, TOP = "_year_of_", "_top_of_"


def columns(said: Definition) -> dict[str, str]:
    """Return every column with its type: own, fields, what facets are counted by, words for searching."""
    years = {facet(said, key): "VARCHAR" for key in said.facets if facet(said, key) != key}
    fields = {key: field.type.column for key, field in said.fields.items()}
    return {**OWN, **fields, **years, WORDS: "VARCHAR"}


def facet(said: Definition, key: str) -> str:
    """Return the column by which a facet is counted: of days their year, of codes how they begin."""
    kind = said.fields[key].type
    if isinstance(kind, Date):
        return BY_YEAR + key
    return TOP + key if isinstance(kind, Code) else key


def row(said: Definition, own: Mapping[str, object], values: Values) -> dict[str, object]:
    """Return one entry, already masked, as it stands in the snapshot."""
    made: dict[str, object] = {**own, **values}
    made |= {key: said.fields[key].type.several(values[key]) for key in many(said) if values.get(key)}
    for key in said.facets:
        kind, value = said.fields[key].type, values.get(key)
        if value is not None and facet(said, key) != key:
            made[facet(said, key)] = str(value)[: kind.depths[0] if isinstance(kind, Code) else 4]
    made[WORDS] = searchable("\n".join(str(values[key]) for key in said.search if values.get(key)))
    return made


written = json.JSONEncoder(ensure_ascii=False).encode


def line(said: Definition, own: Mapping[str, object], text: str, shown: Values, stored: Values) -> str:
    """Return the row of an entry as JSON on one line; ``text`` is ``stored`` as it was written.

    Where nothing of it is masked or made anew its text is taken as it is: most of the work is writing.
    """
    made = row(said, own, shown)
    if len(shown) != len(stored) or any(made[key] is not value for key, value in stored.items()):
        return written(made)
    added = {key: value for key, value in made.items() if key not in stored}
    return f"{written(added)[:-1]}, {text[1:]}" if stored else written(added)


def searchable(text: str) -> str:
    return plain_width(text).casefold()


def taken(said: Definition, found: Mapping[str, object]) -> dict[str, Value]:
    """Return the values of an entry as they went in."""
    return {key: _value(found[key]) for key in said.fields if found.get(key) is not None}


def many(said: Definition) -> list[str]:
    """Return the fields of which one cell may hold several values: their columns are lists."""
    return [key for key, field in said.fields.items() if field.type.is_many]


def _value(found: object) -> Value:
    if isinstance(found, list):
        return BETWEEN.join(found)
    if isinstance(found, Decimal):
        return exact(found.normalize())
    return found if isinstance(found, (bool, int, str)) else str(found)
