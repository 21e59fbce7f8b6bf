"""How entries become OCDS 1.1: which field says what there. A closed list of paths. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.obligations.node import Node, Wrong
from gongkai.registers.fields import FieldType
from gongkai.registers.fields.days import Date
from gongkai.registers.fields.numbers import Count, Money
from gongkai.registers.fields.picks import Choice
from gongkai.registers.fields.words import Code, Uri
from gongkai.registers.schema.definition import Coded, Ocds
from gongkai.registers.schema.parts import Names, optional

TEXT, CODE, AMOUNT, COUNT, DAY, LINK = "text", "code", "amount", "count", "day", "link"
TAGS = (
    "planning", "planningUpdate", "tender", "tenderAmendment", "tenderUpdate", "tenderCancellation", "award",
    "awardUpdate", "awardCancellation", "contract", "contractUpdate", "contractAmendment", "implementation",
    "implementationUpdate", "contractTermination",
)  # fmt: skip
LISTS = {
    "tender/procurementMethod": ("open", "selective", "limited", "direct"),
    "tender/mainProcurementCategory": ("goods", "works", "services"),
    "tender/status": (
        "planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn",
    ),
    "contract/status": ("pending", "active", "cancelled", "terminated"),
}  # fmt: skip
"""Paths whose values are of a list of the standard: a register says which of its choices is which."""

PATHS = {
    "planning/budget/projectID": CODE,
    "buyer/name": TEXT,
    "buyer/id": CODE,
    "procuringEntity/name": TEXT,
    "tender/title": TEXT,
    "tender/description": TEXT,
    "tender/procurementMethodDetails": TEXT,
    "tender/eligibilityCriteria": TEXT,
    "tender/value": AMOUNT,
    "tender/numberOfTenderers": COUNT,
    "supplier/name": TEXT,
    "supplier/id": CODE,
    "award/value": AMOUNT,
    "contract/id": CODE,
    "contract/value": AMOUNT,
    "contract/dateSigned": DAY,
    "contract/period/startDate": DAY,
    "contract/period/endDate": DAY,
    "document/url": LINK,
    **dict.fromkeys(LISTS, TEXT),
}
"""Where a value may go, and what it must be."""

KINDS: Mapping[str, type[FieldType]] = {CODE: Code, AMOUNT: Money, COUNT: Count, DAY: Date, LINK: Uri}
WORDS = ("process", "date", "tag", "paths")


def read(node: Node, names: Names) -> Ocds:
    """Return the mapping that a register declares; raises Wrong with the line."""
    words = node.mapping(known=WORDS, needed=WORDS)
    paths = words["paths"].mapping(known=PATHS, needed=("tender/title", "buyer/name"))
    return Ocds(
        process=names.one(words["process"]),
        date=names.day(words["date"]),
        tag=_coded(words["tag"], names, TAGS),
        paths={path: _source(path, each, names) for path, each in paths.items()},
    )


def _source(path: str, node: Node, names: Names) -> Coded:
    if path in LISTS:
        return _coded(node, names, LISTS[path])
    wanted = KINDS.get(PATHS[path])
    key = names.one(node)
    if wanted and not isinstance(names.fields[key].type, wanted):
        raise Wrong(node.line, f"{path} 应是{wanted.title}字段，“{names.fields[key].label}”不是")
    return Coded(key, {})


def _coded(node: Node, names: Names, codes: tuple[str, ...]) -> Coded:
    words = node.mapping(known=("field", "as"), needed=("field", "as"))
    key = names.which(words["field"], lambda kind: isinstance(kind, Choice), "这里应是选项字段")
    kind = names.fields[key].type
    choices = kind.choices if isinstance(kind, Choice) else ()
    return Coded(key, {word: each.choice(codes) for word, each in words["as"].mapping(known=choices).items()})


def declared(words: Mapping[str, Node], names: Names, export: str) -> Ocds | None:
    """Return the mapping of a register that goes out as OCDS."""
    if "ocds" in words and export != "ocds":
        raise Wrong(words["ocds"].line, "写了 ocds，还要写 export: ocds")
    return optional(words, "ocds", lambda node: read(node, names), None)
