"""The example rows of a register, each read by its own fields."""

from __future__ import annotations

from dataclasses import replace

from gongkai.obligations.node import Node, Wrong
from gongkai.registers.fields import BadCell, Known, Value
from gongkai.registers.schema.definition import Definition, Values

MOST_SAMPLES = 200


def with_samples(definition: Definition, node: Node | None) -> Definition:
    """Return the register with its example rows, each parsed by its own fields."""
    if node is None:
        return definition
    rows = node.items()
    if len(rows) > MOST_SAMPLES:
        raise Wrong(node.line, f"示例最多 {MOST_SAMPLES} 行")
    return replace(definition, samples=tuple(_sample(definition, row) for row in rows))


def _sample(definition: Definition, row: Node) -> Values:
    values: dict[str, Value] = {}
    for key, cell in row.mapping(known=definition.fields).items():
        if isinstance(cell.value, (dict, list)):
            raise Wrong(cell.line, "示例的每一格只能是一个值")
        try:
            value = definition.fields[key].type.parse(cell.value, ANYBODY)
        except BadCell as error:
            raise Wrong(cell.line, f"{definition.fields[key].label}：{error}") from None
        if value is not None:
            values[key] = value
    for field in definition.fields.values():
        if field.is_required and field.key not in values:
            raise Wrong(row.line, f"示例缺少必填的“{field.label}”")
    return values


class _Anybody(dict[str, str]):
    """Examples may name organisations and regions by their key; whether they exist is seen when applied."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return name


ANYBODY = Known(_Anybody(), _Anybody())
