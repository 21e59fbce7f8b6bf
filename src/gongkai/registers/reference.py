"""The reference page of the language of registers, made from the code and the catalogue themselves."""

import json
from collections.abc import Iterator, Mapping

from gongkai.law.deadlines import UNIT_LABELS
from gongkai.registers.fields import TYPES, FieldType
from gongkai.registers.fields.words import FORMS as CODE_FORMS
from gongkai.registers.schema import Definition, describing, masking, ocds, parts, reading
from gongkai.registers.services import folder

HEAD = """\
# 台账

本页由 `gongkai reference` 根据代码和 `catalogue/registers/` 生成。
怎样声明一个台账，见[声明台账](../howto/declare-a-register.md)。

## 字段类型

| 写法 | 类型 | 可以填写 | 例 | 选项 |
|---|---|---|---|---|"""
OCDS_KINDS = {
    ocds.TEXT: "文字；属于标准代码表的写明 field 和 as",
    ocds.CODE: "编号",
    ocds.AMOUNT: "金额，换算为元",
    ocds.COUNT: "整数",
    ocds.DAY: "日期",
    ocds.LINK: "网址",
}
LISTS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("编号的形式（`form`）", CODE_FORMS),
    ("遮蔽方式（`masks: as`）", {word: title for word, (title, _) in masking.MANNERS.items()}),
    ("图表（`charts: form`）", parts.FORMS),
    ("图表的写法（`charts`）", parts.CHART_WORDS),
    ("按期归并（`charts: step`）", parts.STEPS),
    ("核对（`checks: that`）", parts.CHECKS),
    ("展示期（`retention`）", {word: UNIT_LABELS[unit] for word, unit in parts.LENGTHS.items()}),
    ("期满（`retention: then`）", parts.THEN),
    ("标准输出（`export`）", reading.EXPORTS),
    ("OCDS 的各项（`ocds: paths`）", {path: OCDS_KINDS[kind] for path, kind in ocds.PATHS.items()}),
    ("许可（`licence`）", reading.LICENCES),
)
REGISTERS = """
## 已声明的台账

| 代号 | 名称 | 公开事项 | 字段 | 工作要点 |
|---|---|---|---|---|"""


def registers_page() -> str:
    """Return the page in Markdown."""
    lists = [line for title, words in LISTS for line in _list(title, words)]
    return "\n".join([HEAD, *map(_type, TYPES.values()), *lists, REGISTERS, *map(_register, declared()), ""])


def schema_page() -> str:
    """Return the language as JSON Schema, for editors."""
    return json.dumps(describing.described(), ensure_ascii=False, indent=1) + "\n"


def declared() -> list[Definition]:
    """Return the registers of the catalogue folder, by key."""
    return sorted((each.said for each in folder()), key=lambda said: said.key)


def _type(kind: type[FieldType]) -> str:
    options = "、".join(f"`{option}`" for option in kind.options)
    return f"| `{kind.word}` | {kind.title} | {kind.accepts} | {kind.example} | {options} |"


def _list(title: str, words: Mapping[str, str]) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield "| 写法 | 含义 |\n|---|---|"
    for word, meaning in words.items():
        yield f"| `{word}` | {meaning} |"


def _register(said: Definition) -> str:
    systems, duties = "、".join(said.systems), "、".join(f"`{key}`" for key in said.obligations)
    return f"| `{said.key}` | {said.title} | {duties} | {len(said.current)} | {systems} |"
