"""The language of registers as JSON Schema, so that editors help while a declaration is typed.

Which words there are comes from the tables that the parser reads by; here stands only what each may hold. A
word of the parser that nobody has described, or the other way round, stops the making.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.law import masking
from gongkai.registers.fields import TYPES, FieldType
from gongkai.registers.fields.numbers import MONEY_UNITS, Money
from gongkai.registers.fields.words import FORMS as CODE_FORMS
from gongkai.registers.schema import ocds, parts, reading
from gongkai.registers.schema.masking import MANNERS

Schema = dict[str, Any]
Part = Mapping[str, Schema]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Undescribed(LookupError):
    """A word that the parser and this description do not both know."""


def described() -> Schema:
    """Return the schema of one register file."""
    return {
        "$schema": DIALECT,
        "title": "台账声明",
        "description": "catalogue/registers/ 中的一个文件，由 gongkai registers schema 生成",
        **_part(reading.WORDS, reading.NEEDED, WHOLE),
    }


def words() -> dict[str, frozenset[str]]:
    """Return what is described of each part, to be held against what the parser knows."""
    return {name: frozenset(part) for name, part in PARTS.items()} | {"options": frozenset(OPTIONS)}


def _part(known: Iterable[str], needed: Iterable[str], said: Mapping[str, Schema]) -> Schema:
    """Return a mapping of the words that the parser knows, each with what it may hold."""
    if set(known) != set(said):
        raise Undescribed("、".join(sorted(set(known) ^ set(said))))
    properties = {word: said[word] for word in known}
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


def _text(says: str, longest: int = 200) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": says}


def _one_of(table: Mapping[str, str] | Iterable[str], says: str) -> Schema:
    """Return a choice; where the table tells what each means, an editor shows it."""
    if isinstance(table, Mapping):
        told = "；".join(f"{word}：{meaning}" for word, meaning in table.items())
        return {"enum": list(table), "description": f"{says}。{told}"}
    return {"enum": list(table), "description": says}


def _list(of: Schema, says: str, *, least: int = 0, most: int = 0) -> Schema:
    made: Schema = {"type": "array", "items": of, "description": says, "minItems": least}
    return made | ({"maxItems": most} if most else {})


FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
KEY: Schema = {"type": "string", "pattern": f"^{reading.KEY.pattern}$", "maxLength": 60}
FIELD: Schema = {"type": "string", "pattern": f"^{reading.FIELD_KEY.pattern}$"}
SORT: Schema = {
    "type": "string",
    "pattern": f"^-?{reading.FIELD_KEY.pattern}$",
    "description": "字段，前面加 - 从大到小",
}
FIELDS = _list(FIELD, "字段", least=1)
BOUND: Schema = {"type": ["integer", "string"], "description": "整数；有小数点、负号或者日期的写成文字"}
WHEN: Schema = {
    "type": "object",
    "propertyNames": FIELD,
    "additionalProperties": {"type": "string"},
    "description": "条件：选项字段等于某个值",
}
AMONG: Schema = {
    "type": "object",
    "propertyNames": FIELD,
    "additionalProperties": {"anyOf": [{"type": "string"}, _list({"type": "string"}, "几个值", least=1)]},
    "description": "只取选项字段等于某个值或者几个值之一的条目",
}
MASK: Part = {
    "field": FIELD,
    "as": _one_of({word: title for word, (title, _) in MANNERS.items()}, "怎样遮蔽"),
    "when": WHEN,
    "drop": FLAG | {"description": "存入之前就遮蔽，以后谁也查不到"},
}
RETENTION: Part = {
    "after": FIELD | {"description": "从哪个日期起算"},
    **{word: {"type": "integer", "minimum": 1} for word in parts.LENGTHS},
    "limit": _text("limits.yaml 里的时限代号", 60),
    "then": _one_of(parts.THEN, "期满以后"),
    "basis": _text("依据"),
    "when": WHEN,
}
CHART: Part = {
    "key": _text("图表的代号，用在网址里", 40),
    "title": _text("标题", 60),
    "form": _one_of(parts.FORMS, "图形"),
    "by": {"anyOf": [FIELD, FIELDS]},
    "measure": _one_of(parts.MEASURES, "count 条数、sum 求和、mean 平均"),
    "of": {"anyOf": [FIELD, FIELDS], "description": "求和或者平均的字段，可以几个并列"},
    "split": FIELD | {"description": "分组"},
    "step": _one_of(parts.STEPS, "日期和月份怎样归并"),
    "when": AMONG,
    "pick": FIELDS,
    "all": FLAG,
    "per": _one_of(parts.PER, "人均"),
}
CHART_SAID = {word: said | {"description": parts.CHART_WORDS[word]} for word, said in CHART.items()}
RANKING = {"title": _text("标题", 60), "by": SORT, "within": FIELD, "when": AMONG}
STAGES = {"field": FIELD, "chain": FIELD}
CHECK: Part = {"that": _one_of(parts.CHECKS, "核对什么"), "fields": FIELDS, "of": FIELD, "when": AMONG}
CODED: Schema = {
    "type": "object",
    "properties": {"field": FIELD, "as": {"type": "object", "additionalProperties": {"type": "string"}}},
    "required": ["field", "as"],
    "additionalProperties": False,
}
OCDS: Part = {
    "process": FIELD | {"description": "哪个字段说明是哪一笔交易"},
    "date": FIELD,
    "tag": CODED,
    "paths": {
        "type": "object",
        "properties": {path: CODED if path in ocds.LISTS else FIELD for path in ocds.PATHS},
        "required": ["tender/title", "buyer/name"],
        "additionalProperties": False,
    },
}
FIELD_WORDS = {
    "label": _text("列名", 40),
    "type": _one_of({word: kind.title for word, kind in TYPES.items()}, "类型"),
    "required": FLAG,
    "aliases": _list(_text("列名", 40), "部门表格里的其他列名"),
    "hint": _text("填写提示", 100),
    "until": DAY | {"description": "从这一天起不再填写"},
    "holds": _list(_one_of(masking.KINDS, "种类"), "文字里允许出现的本单位信息"),
}
OPTIONS = {
    "form": _one_of(CODE_FORMS, "编号的形式"),
    "register": KEY | {"description": "关联哪个台账的条目"},
    "levels": {
        "type": "object",
        "additionalProperties": _text("名称", 60),
        "description": "编号的开头和名称",
    },
    "unit": _text("单位", 10),
    "decimals": {"type": "integer", "minimum": 1, "maximum": 6},
    "negative": FLAG | {"description": "可以是负数"},
    "least": BOUND | {"description": "最小值"},
    "most": BOUND | {"description": "最大值"},
    "choices": _list(_text("选项", 60), "可选的项", least=2, most=500),
    "many": FLAG | {"description": "一格可以选几项"},
}
PARTS: dict[str, Mapping[str, Schema]] = {
    "masks": MASK,
    "retention": RETENTION,
    "charts": CHART,
    "rankings": RANKING,
    "stages": STAGES,
    "checks": CHECK,
    "ocds": OCDS,
    "field": FIELD_WORDS,
}


def _fields() -> Schema:
    """Return the fields: which options one may have follows from its type."""
    every = {option for kind in TYPES.values() for option in kind.options}
    if every != set(OPTIONS):
        raise Undescribed("、".join(sorted(every ^ set(OPTIONS))))
    one = _part((*reading.FIELD_WORDS, *OPTIONS), ("label", "type"), {**FIELD_WORDS, **OPTIONS})
    return {
        "type": "object",
        "propertyNames": FIELD | {"not": {"enum": sorted(reading.TAKEN)}},
        "additionalProperties": one | {"allOf": [_options(kind) for kind in TYPES.values()]},
        "minProperties": 1,
        "maxProperties": reading.MOST_FIELDS,
    }


def _options(kind: type[FieldType]) -> Schema:
    """Return what a field of one type may say besides, and what it must."""
    then: Schema = {"propertyNames": {"enum": [*reading.FIELD_WORDS, *kind.options]}}
    if kind.needed:
        then["required"] = list(kind.needed)
    if kind is Money:
        then["properties"] = {"unit": {"enum": list(MONEY_UNITS)}}
    return {"if": {"properties": {"type": {"const": kind.word}}, "required": ["type"]}, "then": then}


def _several(known: Iterable[str], needed: Iterable[str], said: Mapping[str, Schema], says: str) -> Schema:
    return _list(_part(known, needed, said), says)


WHOLE: dict[str, Schema] = {
    "register": KEY | {"description": "代号，用在网址和接口里"},
    "title": _text("名称", 60),
    "description": _text("说明，显示在公开页面上", 300),
    "systems": _list(_text("编号", 10), "对应的工作要点"),
    "obligation": {
        "anyOf": [KEY, _list(KEY, "几项，主要的在前", least=1, most=reading.MOST_OBLIGATIONS)],
        "description": "目录里的公开事项：决定由谁填报、多久公开",
    },
    "fields": _fields(),
    "identity": FIELDS | {"description": "合起来识别一条的字段，都要 required: true"},
    "headline": FIELDS | {"description": "条目的名称"},
    "columns": FIELDS | {"description": "列表的列", "maxItems": reading.MOST_COLUMNS},
    "facets": _list(FIELD, "筛选项", least=1, most=parts.MOST_FACETS),
    "sort": SORT,
    "sorts": _list(SORT, "其他可选的排序"),
    "search": _list(FIELD, "可以按字查找的字段", least=1),
    "masks": _several(parts.MASK_WORDS, parts.MASK_WORDS[:2], MASK, "个人信息怎样遮蔽"),
    "retention": _several(parts.RETENTION_WORDS, ("after", "then", "basis"), RETENTION, "展示期"),
    "charts": _several(parts.CHART_WORDS, ("key", "title", "form", "by"), CHART_SAID, "图表"),
    "rankings": _several(parts.RANKING_WORDS, parts.RANKING_WORDS[:2], RANKING, "排名"),
    "stages": _part(parts.STAGES_WORDS, parts.STAGES_WORDS, STAGES),
    "checks": _several(parts.CHECK_WORDS, parts.CHECK_WORDS[:2], CHECK, "每一行都应成立的核对"),
    "event": FIELD | {"description": "公开时限从哪个日期起算"},
    "export": _one_of(reading.EXPORTS, "标准输出"),
    "ocds": _part(ocds.WORDS, ocds.WORDS, OCDS),
    "licence": _one_of(reading.LICENCES, "许可"),
    "samples": _list({"type": "object", "propertyNames": FIELD}, "示例"),
}
