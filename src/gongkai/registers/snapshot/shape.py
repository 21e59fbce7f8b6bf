"""The columns of a snapshot: which there are, of which type, and how values go in and come out. Pure."""

from collections.abc import Mapping
from decimal import Decimal

import orjson

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
TOGETHER = "together"
"""The table that says how many entries have the same values of all plain facets."""

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


def together(said: Definition) -> list[str]:
    """Return the facets of which an entry has one value at most: these are counted together."""
    return [key for key in said.facets if not said.fields[key].type.is_many]


class Rows:
    """Entries as they stand in the snapshot: what is the same of all is looked up once."""

    def __init__(self, said: Definition) -> None:
        self.search = said.search
        self.several = [(key, said.fields[key].type.several) for key in many(said)]
        self.begins: list[tuple[str, str, int]] = []
        for key in said.facets:
            kind = said.fields[key].type
            if facet(said, key) != key:
                self.begins.append((facet(said, key), key, kind.depths[0] if isinstance(kind, Code) else 4))

    def row(self, own: Mapping[str, object], values: Values) -> dict[str, object]:
        """Return one entry, already masked; ``own`` are the columns that every snapshot has."""
        made: dict[str, object] = {**own, **values}
        for key, several in self.several:
            if values.get(key):
                made[key] = several(values[key])
        for name, key, length in self.begins:
            if values.get(key) is not None:
                made[name] = str(values[key])[:length]
        made[WORDS] = searchable("\n".join([str(values[key]) for key in self.search if values.get(key)]))
        return made


def written(row: Mapping[str, object]) -> bytes:
    """Return a row as one line of JSON."""
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


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
