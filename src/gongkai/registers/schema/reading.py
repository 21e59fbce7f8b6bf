"""Read a register from its YAML: every word is known, every name a field, or a sentence says why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from gongkai.law import masking
from gongkai.obligations.node import BadCatalogue, Node, Problem, Wrong
from gongkai.registers.fields import TYPES, FieldType
from gongkai.registers.schema import ocds, parts
from gongkai.registers.schema.definition import Definition, Field, Sort
from gongkai.registers.schema.parts import optional
from gongkai.registers.schema.samples import with_samples

T = TypeVar("T")

KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
FIELD_KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
TAKEN = frozenset("after as_of columns cursor facets format limit only page q serial sort within".split())
"""Words in the addresses of pages and of the API: no field may be called so."""

WORDS = (
    "register", "title", "description", "systems", "obligation", "fields", "identity", "headline", "columns",
    "facets", "sort", "sorts", "search", "masks", "retention", "charts", "rankings", "stages", "checks",
    "event", "export", "ocds", "licence", "samples",
)  # fmt: skip
NEEDED = (
    "register", "title", "description", "obligation", "fields", "identity", "headline", "columns", "sort",
)  # fmt: skip
FIELD_WORDS = ("label", "type", "required", "aliases", "hint", "until", "holds")
EXPORTS = {"ocds": "OCDS 1.1 公共资源交易"}
LICENCES = {"open": "可自由使用，须注明来源", "cited": "仅可引用，不得更改"}
MOST_FIELDS, MOST_COLUMNS, MOST_OBLIGATIONS = 80, 12, 8


def parse(root: Node, *, source: str) -> Definition:
    """Return the register that a file declares; raises BadCatalogue with the line of all that is wrong."""
    faults = Faults()
    definition = faults.of(lambda: _definition(root, faults))
    if definition is None or faults:
        faults.sort(key=lambda wrong: wrong.line)
        raise BadCatalogue([Problem(source, wrong.line, wrong.message) for wrong in faults])
    return definition


class Faults(list[Wrong]):
    """What was found wrong so far; where one thing is wrong the others are still looked at."""

    def of(self, read: Callable[[], T]) -> T | None:
        """Return what ``read`` returns, None where it is wrong, which is noted."""
        try:
            return read()
        except Wrong as wrong:
            self.append(wrong)
            return None


def _definition(root: Node, faults: Faults) -> Definition | None:
    """Return the register, None where something is wrong with it."""
    words = root.mapping(known=WORDS, needed=NEEDED)
    fields = _fields(words["fields"], faults)
    names = parts.Names(fields)
    readers: dict[str, Callable[[], object]] = {
        "key": lambda: _key(words["register"]),
        "title": lambda: words["title"].text(60),
        "description": lambda: words["description"].text(300),
        "obligations": lambda: _obligations(words["obligation"]),
        "systems": lambda: words["systems"].texts(10) if "systems" in words else (),
        "export": lambda: optional(words, "export", lambda node: node.choice(EXPORTS), ""),
        "licence": lambda: optional(words, "licence", lambda node: node.choice(LICENCES), "open"),
    }
    if not faults:  # what speaks of fields is read once these are known
        readers |= _parts(words, names)
    found = {word: faults.of(read) for word, read in readers.items()}
    if faults:
        return None
    return with_samples(Definition(fields=fields, **found), words.get("samples"))  # type: ignore[arg-type]


def _parts(words: Mapping[str, Node], names: parts.Names) -> dict[str, Callable[[], object]]:
    """Return how each part is read that speaks of fields."""
    lists: dict[str, Callable[[Node], object]] = {
        "facets": names.facets,
        "search": names.searchable,
        "masks": names.masks,
        "retention": names.retention,
        "charts": names.charts,
        "rankings": names.rankings,
        "checks": names.checks,
    }
    nothing: object = ()
    found: dict[str, Callable[[], object]] = {
        word: partial(optional, words, word, read, nothing) for word, read in lists.items()
    }
    return found | {
        "identity": lambda: _identity(words["identity"], names),
        "headline": lambda: names.some(words["headline"]),
        "columns": lambda: _bounded(names.some(words["columns"]), words["columns"], MOST_COLUMNS),
        "sorts": lambda: _sorts(words, names),
        "stages": lambda: optional(words, "stages", names.stages, None),
        "event": lambda: optional(words, "event", names.day, ""),
        "ocds": lambda: ocds.declared(words, names, words["export"].text() if "export" in words else ""),
    }


def _identity(node: Node, names: parts.Names) -> tuple[str, ...]:
    identity = names.some(node)
    for key in identity:
        if not names.fields[key].is_required:
            told = f"“{names.fields[key].label}”用来识别条目，应标为 required: true"
            raise Wrong(node.line, told)
    return identity


def _key(node: Node) -> str:
    key = node.text(60)
    if not KEY.fullmatch(key):
        raise Wrong(node.line, f"“{key}”应由小写字母、数字和连字符组成，例如 food-sampling")
    return key


def _obligations(node: Node) -> tuple[str, ...]:
    """Return one duty, or a list of them, the main one first."""
    if not isinstance(node.value, list):
        return (_key(node),)
    if not 1 <= len(node.value) <= MOST_OBLIGATIONS:
        raise Wrong(node.line, f"公开事项应有 1 至 {MOST_OBLIGATIONS} 项")
    return tuple(map(_key, node.value)) if node.texts(60) else ()


def _fields(node: Node, faults: Faults) -> dict[str, Field]:
    if not isinstance(node.value, dict):
        raise Wrong(node.line, "fields 下面应是“字段代号: {label: 名称, type: 类型}”")
    if not 1 <= len(node.value) <= MOST_FIELDS:
        raise Wrong(node.line, f"字段应有 1 至 {MOST_FIELDS} 个")
    read = {key: faults.of(partial(_field, key, each)) for key, each in node.value.items()}
    fields = {key: field for key, field in read.items() if field}
    seen: dict[str, str] = {}
    for key, field in fields.items():
        for heading in (field.label, *field.aliases):
            if heading in seen:
                told = f"列名“{heading}”已经是字段 {seen[heading]} 的"
                faults.append(Wrong(node.value[key].line, told))
            seen.setdefault(heading, key)
    return fields


def _field(key: str, node: Node) -> Field:
    if not FIELD_KEY.fullmatch(key) or key in TAKEN:
        taken = "、".join(sorted(TAKEN))
        raise Wrong(node.line, f"“{key}”不能作字段代号：应由小写字母、数字和下划线组成，且不是 {taken}")
    everything = FIELD_WORDS + tuple({option for each in TYPES.values() for option in each.options})
    kind = TYPES[node.mapping(known=everything, needed=("label", "type"))["type"].choice(TYPES)]
    words = node.mapping(known=FIELD_WORDS + kind.options, needed=("label", "type"))
    return Field(
        key=key,
        label=words["label"].text(40),
        type=_type(kind, node, words),
        is_required=optional(words, "required", Node.flag, False),
        aliases=optional(words, "aliases", lambda each: each.texts(40), ()),
        hint=optional(words, "hint", lambda each: each.text(100), ""),
        until=optional(words, "until", Node.day, None),
        holds=optional(words, "holds", _held, ()),
    )


def _held(node: Node) -> tuple[str, ...]:
    """Return the kinds of personal information that may stand in a text."""
    return tuple(each.choice(masking.KINDS) for each in node.items())


def _type(kind: type[FieldType], node: Node, words: Mapping[str, Node]) -> FieldType:
    if missing := [option for option in kind.needed if option not in words]:
        raise Wrong(node.line, f"{kind.title}字段要写明 {'、'.join(missing)}")
    return kind.declared(words)


def _sorts(words: Mapping[str, Node], names: parts.Names) -> tuple[Sort, ...]:
    """Return the orders to choose from, the usual one first."""
    usual = names.sort(words["sort"])
    others = map(names.sort, words["sorts"].items() if "sorts" in words else ())
    return (usual, *(each for each in others if each != usual))


def _bounded(values: tuple[str, ...], node: Node, most: int) -> tuple[str, ...]:
    if len(values) > most:
        raise Wrong(node.line, f"最多 {most} 项")
    return values
