"""The columns of every download: the fields, and what the register says of each entry. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongkai.registers.fields import FieldType
from gongkai.registers.fields.days import Date
from gongkai.registers.fields.numbers import Count
from gongkai.registers.fields.picks import Organisation, Region
from gongkai.registers.fields.words import Text
from gongkai.registers.schema import Definition, Field

NAME = "__name"
"""Ends the key of a column with the name of an organisation or region; no field can be called so."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``key`` in JSON and Parquet, ``heading`` in tables; ``source`` is where its value stands.

    ``names`` is set where the name is wanted and not the code: of organisations or of regions.
    """

    key: str
    heading: str
    kind: FieldType
    source: str
    names: str = ""
    field: Field | None = None


def columns(said: Definition) -> tuple[Column, ...]:
    """Return all columns of a download of the register, each heading used once."""
    found = [Column("_serial", "条目序号", Count(), "_serial")]
    for field in said.fields.values():
        found += _of(field.key, field.label, field.heading, field.type, field)
    found += _of("_organisation", "公布单位", "公布单位", Organisation(), None)
    found.append(Column("_released_on", "公开日期", Date(), "_released_on"))
    return tuple(_distinct(found))


def _of(key: str, label: str, heading: str, kind: FieldType, field: Field | None) -> Iterator[Column]:
    """Yield the column of a field; an organisation or region has one for its name and one for its code."""
    if isinstance(kind, (Organisation, Region)):
        yield Column(key + NAME, heading, Text(), key, kind.word, field)
        yield Column(key, f"{label}代码", kind, key, field=field)
    else:
        yield Column(key, heading, kind, key, field=field)


def _distinct(found: list[Column]) -> Iterator[Column]:
    seen: set[str] = set()
    for column in found:
        heading, number = column.heading, 2
        while heading in seen:
            heading, number = f"{column.heading}（{number}）", number + 1
        seen.add(heading)
        yield replace(column, heading=heading)
