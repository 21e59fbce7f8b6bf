"""A register as a Data Package (datapackage.org, version 2): its files, what each column may hold. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.registers.export.columns import Column
from gongkai.registers.export.json import PROPERTY
from gongkai.registers.export.saying import About, masks_of
from gongkai.registers.fields import FieldType
from gongkai.registers.fields.days import Date, Quarter
from gongkai.registers.fields.numbers import Count, Number
from gongkai.registers.fields.picks import BETWEEN, Boolean, Choice, Choices
from gongkai.registers.fields.words import LONGEST_CODE, LONGEST_NOTE, PROJECT, Code, Link, Note
from gongkai.registers.schema import Definition

PROFILES = "https://datapackage.org/profiles/2.0"
PATTERNS = {"project-code": PROJECT.pattern, "digits": "[0-9]+", "credit-code": "[0-9A-Z]{18}"}
QUARTER = "[0-9]{4}-Q[1-4]"
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class File:
    """One file of the register as it lies ready."""

    format: str
    media_type: str
    size: int
    sha256: str


def package(
    about: About, files: Iterable[File], columns: Sequence[Column], empty: frozenset[str] = frozenset()
) -> Json:
    """Return the descriptor; ``empty`` are the keys of columns in which some entry says nothing.

    What is required today may be missing in entries that are older: it is called required where it is never
    missing.
    """
    said = about.said
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": said.key,
        "id": about.address,
        "title": said.title,
        "description": said.description,
        "homepage": about.address,
        "version": str(about.number),
        "created": about.at.isoformat(),
        "keywords": [said.title, *(said.fields[key].label for key in said.facets)],
        "contributors": [{"title": name, "roles": ["publisher"]} for name in about.publishers],
        "licenses": [{"name": said.licence, "title": about.licence}],
        "sources": [{"title": basis} for basis in about.basis],
        "resources": [_resource(said, each, columns, empty) for each in files],
    }


def _resource(said: Definition, file: File, columns: Sequence[Column], empty: frozenset[str]) -> Json:
    made: Json = {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": f"{said.key}-{file.format}",
        "title": f"{said.title}（{file.format.upper()}）",
        "path": f"{said.key}.{file.format}",
        "format": file.format,
        "mediatype": file.media_type.partition(";")[0],
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if file.format == "csv":
        table = {"encoding": "utf-8", "dialect": {"delimiter": ","}}
        made |= {"type": "table", **table, "schema": schema(said, columns, empty, by="heading")}
    if file.format == "json":
        table = {"encoding": "utf-8", "dialect": {"property": PROPERTY, "json": {"property": PROPERTY}}}
        made |= {"type": "table", **table, "schema": schema(said, columns, empty, by="key")}
    return made


def schema(said: Definition, columns: Sequence[Column], empty: frozenset[str], *, by: str) -> Json:
    """Return the Table Schema of a file whose columns are called by their ``key`` or by their ``heading``."""
    names = {column.key: getattr(column, by) for column in columns}
    made: Json = {
        "fields": [_field(said, column, names[column.key], column.key not in empty) for column in columns],
        "missingValues": [""],
        "primaryKey": [names["_serial"]],
    }
    if not any(mask.field in said.identity and not mask.is_dropped for mask in said.masks):
        made["uniqueKeys"] = [[names[key] for key in said.identity]]
    return made


def _field(said: Definition, column: Column, name: str, is_full: bool) -> Json:
    kind = column.kind
    made: Json = {"name": name, "title": column.heading, "type": kind.json_type, "format": kind.json_format}
    if column.field and column.field.hint:
        made["description"] = column.field.hint
    if kind.unit:
        made["unit"] = kind.unit
    if isinstance(kind, Link):  # no foreign key: what it names may not be public yet
        made["link"] = f"../{kind.register}/datapackage.json"
    if isinstance(kind, Boolean):
        made |= {"trueValues": ["是", "true"], "falseValues": ["否", "false"]}
    is_required = column.field is None or column.field.is_required
    constraints = {} if masks_of(said, column) else _constraints(kind)
    if is_required and is_full:
        constraints["required"] = True
    if column.key == "_serial":
        constraints["unique"] = True
    if constraints:
        made["constraints"] = constraints
    return made


def _constraints(kind: FieldType) -> Json:
    """Return what every value of a type keeps to; an apostrophe in front of a formula is one sign more."""
    match kind:
        case Choices():
            one = "|".join(map(re.escape, kind.choices))
            return {"pattern": f"({one})({BETWEEN}({one}))*"}
        case Choice():
            return {"enum": list(kind.choices)}
        case Count() | Number() | Date():
            return _bounded(kind)
        case Code() if kind.form in PATTERNS:
            return {"pattern": PATTERNS[kind.form]}
        case Quarter():
            return {"pattern": QUARTER}
    longest = {Code: LONGEST_CODE, Note: LONGEST_NOTE}.get(type(kind), getattr(kind, "longest", 0))
    return {"maxLength": longest + 1} if longest else {}


def _bounded(kind: Count | Number | Date) -> Json:
    """Return the smallest and the largest value that are declared."""
    if isinstance(kind, Date):
        days = {"minimum": kind.least, "maximum": kind.most}
        return {word: day.isoformat() for word, day in days.items() if day}
    numbers = {"minimum": kind.bounds.least, "maximum": kind.bounds.most}
    return {word: _bare(bound) for word, bound in numbers.items() if bound is not None}


def _bare(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
