"""Read a register from its YAML: every word is known, every name a field, or a sentence says why not."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gongkai.law import masking
from gongkai.obligations.node import BadCatalogue, Node, Problem, Wrong
from gongkai.registers.fields import TYPES, FieldType
from gongkai.registers.schema import ocds, parts
from gongkai.registers.schema.definition import Definition, Field, Sort
from gongkai.registers.schema.parts import optional
from gongkai.registers.schema.samples import with_samples

KEY = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
FIELD_KEY = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
TAKEN = frozenset("after as_of columns format page q sort".split())
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
    """Return the register that a file declares; raises BadCatalogue with the line of what is wrong."""
    try:
        return _definition(root)
    except Wrong as wrong:
        raise BadCatalogue([Problem(source, wrong.line, wrong.message)]) from None


def _definition(root: Node) -> Definition:
    words = root.mapping(known=WORDS, needed=NEEDED)
    fields = _fields(words["fields"])
    names = parts.Names(fields)
    identity = names.some(words["identity"])
    for key in identity:
        if not fields[key].is_required:
            raise Wrong(words["identity"].line, f"“{fields[key].label}”用来识别条目，应标为 required: true")
    definition = Definition(
        key=_key(words["register"]),
        title=words["title"].text(60),
        description=words["description"].text(300),
        obligations=_obligations(words["obligation"]),
        systems=optional(words, "systems", lambda node: node.texts(10), ()),
        fields=fields,
        identity=identity,
        headline=names.some(words["headline"]),
        columns=_bounded(names.some(words["columns"]), words["columns"], MOST_COLUMNS),
        facets=optional(words, "facets", names.facets, ()),
        sorts=_sorts(words, names),
        search=optional(words, "search", names.searchable, ()),
        masks=optional(words, "masks", names.masks, ()),
        retention=optional(words, "retention", names.retention, ()),
        charts=optional(words, "charts", names.charts, ()),
        rankings=optional(words, "rankings", names.rankings, ()),
        stages=optional(words, "stages", names.stages, None),
        checks=optional(words, "checks", names.checks, ()),
        event=optional(words, "event", names.day, ""),
        export=optional(words, "export", lambda node: node.choice(EXPORTS), ""),
        ocds=ocds.declared(words, names, words["export"].text() if "export" in words else ""),
        licence=optional(words, "licence", lambda node: node.choice(LICENCES), "open"),
        samples=(),
    )
    return with_samples(definition, words.get("samples"))


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


def _fields(node: Node) -> dict[str, Field]:
    if not isinstance(node.value, dict):
        raise Wrong(node.line, "fields 下面应是“字段代号: {label: 名称, type: 类型}”")
    if not 1 <= len(node.value) <= MOST_FIELDS:
        raise Wrong(node.line, f"字段应有 1 至 {MOST_FIELDS} 个")
    fields = {key: _field(key, each) for key, each in node.value.items()}
    seen: dict[str, str] = {}
    for key, field in fields.items():
        for heading in (field.label, *field.aliases):
            if heading in seen:
                raise Wrong(node.value[key].line, f"列名“{heading}”已经是字段 {seen[heading]} 的")
            seen[heading] = key
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
