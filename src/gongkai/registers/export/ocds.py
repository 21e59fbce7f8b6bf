"""Deals as OCDS 1.1: one record for each process, with all its releases in the order of their days. Pure.

Amounts go out in yuan. What the register's masks hide is hidden here too: only shown values come in.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from gongkai.registers.export.saying import About
from gongkai.registers.fields.numbers import Money, convert
from gongkai.registers.schema import Definition, Values
from gongkai.registers.schema.definition import Ocds
from gongkai.registers.schema.ocds import AMOUNT, COUNT, DAY, LISTS, PATHS

VERSION = "1.1"
MIDNIGHT = "T00:00:00+08:00"
CODES = "CN-USCC"  # 统一社会信用代码
PARTIES = {"buyer": "buyer", "procuringEntity": "procuringEntity", "supplier": "supplier"}
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: ``serial`` and ``version`` name it, ``values`` are what the public sees."""

    serial: int
    version: int
    values: Values


def written(about: About, prefix: str, told: Iterable[Told]) -> Iterator[bytes]:
    """Yield a record package; entries of one process stand together."""
    mapping = mapping_of(about.said)
    head = {
        "uri": f"{about.address}ocds.json",
        "version": VERSION,
        "publishedDate": about.at.isoformat(),
        "publisher": {"name": about.keeper},
        "license": f"{about.address}data/#licence",
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "records": ['
    before = "\n"
    for process, entries in groupby(told, lambda each: str(each.values.get(mapping.process, ""))):
        ocid = f"{prefix}-{process}"
        releases = [made for each in entries if (made := release(about.said, ocid, each))]
        if releases:
            record = {"ocid": ocid, "releases": sorted(releases, key=lambda each: str(each["date"]))}
            yield (before + json.dumps(record, ensure_ascii=False)).encode()
            before = ",\n"
    yield b"\n]}\n"


def mapping_of(said: Definition) -> Ocds:
    """Return how a register goes out; only one that declares it can be asked."""
    if said.ocds is None:
        raise ValueError(f"{said.key} declares no OCDS")
    return said.ocds


def release(said: Definition, ocid: str, told: Told) -> Json:
    """Return what one entry tells of its process; nothing where its kind has no name in the standard."""
    mapping = mapping_of(said)
    tag = mapping.tag.codes.get(str(told.values.get(mapping.tag.field)))
    if tag is None:
        return {}
    found = {path: value for path in mapping.paths if (value := _value(said, path, told.values)) is not None}
    day = f"{told.values[mapping.date]}{MIDNIGHT}"
    made: Json = {
        "ocid": ocid,
        "id": f"{ocid}-{told.serial}-{told.version}",
        "date": day,
        "tag": [tag],
        "initiationType": "tender",
        "language": "zh",
        "parties": [_party(found, name) for name in PARTIES if f"{name}/name" in found],
        "tender": _tender(ocid, found),
    }
    if "buyer/name" in found:
        made["buyer"] = _reference(found, "buyer")
    if "planning/budget/projectID" in found:
        made["planning"] = {"budget": {"projectID": found["planning/budget/projectID"]}}
    if award := _award(ocid, found, day if tag == "award" else ""):
        made["awards"] = [award]
    if contract := _contract(ocid, found):
        made["contracts"] = [contract]
    return made


def _value(said: Definition, path: str, values: Values) -> object:
    """Return the value of a path as the standard wants it, None where nothing is said."""
    source = mapping_of(said).paths[path]
    value = values.get(source.field)
    if value is None:
        return None
    if path in LISTS:
        return source.codes.get(str(value))
    if PATHS[path] == AMOUNT:
        kind = said.fields[source.field].type
        unit = kind.of if isinstance(kind, Money) else "元"
        return {"amount": _number(convert(Decimal(str(value)), unit, "元")), "currency": "CNY"}
    if PATHS[path] == DAY:
        return f"{value}{MIDNIGHT}"
    return value if PATHS[path] == COUNT else str(value)


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _tender(ocid: str, found: Mapping[str, object]) -> Json:
    made: Json = {"id": f"{ocid}-tender", **_below(found, "tender")}
    if "procuringEntity/name" in found:
        made["procuringEntity"] = _reference(found, "procuringEntity")
    if "document/url" in found:
        made["documents"] = [{"id": "1", "url": found["document/url"], "language": "zh"}]
    return made


def _award(ocid: str, found: Mapping[str, object], day: str) -> Json:
    said = _below(found, "award")
    if not said and "supplier/name" not in found:
        return {}
    made: Json = {"id": f"{ocid}-award", "status": "active", **said}
    if day:
        made["date"] = day
    if "supplier/name" in found:
        made["suppliers"] = [_reference(found, "supplier")]
    return made


def _contract(ocid: str, found: Mapping[str, object]) -> Json:
    said = _below(found, "contract")
    return {"id": f"{ocid}-contract", "awardID": f"{ocid}-award", **said} if said else {}


def _below(found: Mapping[str, object], name: str) -> Json:
    """Return what is said of a thing, its inner things too: ``contract/period/endDate``."""
    made: Json = {}
    for path, value in found.items():
        first, *steps = path.split("/")
        if first != name:
            continue
        inner = made
        for step in steps[:-1]:
            inner = inner.setdefault(step, {})  # type: ignore[assignment]
        inner[steps[-1]] = value
    return made


def _reference(found: Mapping[str, object], name: str) -> Json:
    said = found[f"{name}/name"]
    return {"id": str(found.get(f"{name}/id") or said), "name": said}


def _party(found: Mapping[str, object], name: str) -> Json:
    made: Json = {**_reference(found, name), "roles": [PARTIES[name]]}
    if code := found.get(f"{name}/id"):
        made["identifier"] = {"scheme": CODES, "id": code, "legalName": found[f"{name}/name"]}
    return made
