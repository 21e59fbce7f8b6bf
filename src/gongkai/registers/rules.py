"""How two definitions of a register differ, and whether one may follow the other. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.registers.fields import FieldType
from gongkai.registers.fields.picks import Choice, Choices
from gongkai.registers.schema import Definition, Field

ADDED, CHANGED, RETIRED, RESTORED, REFUSED = "新增", "变更", "停用", "恢复", "不允许"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a new definition says otherwise; ``kind`` is 不允许 where it may not."""

    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}：{self.what}"


def differences(old: Definition, new: Definition) -> list[Difference]:
    """Return how ``new`` differs from ``old``. A definition changes by adding: what was stays readable.

    Fields are retired with ``until``, never dropped or made into another type; the identity stays.
    """
    kept = [each for key, field in old.fields.items() if (each := _kept(field, new.fields.get(key)))]
    return [*kept, *_added(old, new), *_identity(old, new), *_words(old, new)]


def refused(found: list[Difference]) -> list[Difference]:
    return [each for each in found if each.kind == REFUSED]


def _kept(old: Field, new: Field | None) -> Difference | None:
    """Return what became of a field, None if it is what it was."""
    if new is None:
        return Difference(REFUSED, f"字段“{old.label}”（{old.key}）不能删除，请用 until 停用")
    if why := _unlike(old.type, new.type):
        return Difference(REFUSED, f"字段“{old.label}”{why}，请停用后另立字段")
    if old.until is None and new.until is not None:
        return Difference(RETIRED, f"字段“{old.label}”自 {new.until} 起停用")
    return Difference(CHANGED, f"字段“{new.label}”") if old != new else None


def _unlike(old: FieldType, new: FieldType) -> str:
    """Return why values of the old type cannot be read as the new one, empty if they can."""
    if type(old) is not type(new) and (type(old), type(new)) != (Choice, Choices):
        return f"不能由{old.title}改为{new.title}"
    if old.unit != new.unit:
        return "的单位不能改"
    if getattr(new, "decimals", 0) < getattr(old, "decimals", 0):
        return "的小数位数不能减少"
    lost = _lost(old, new)
    return f"的选项不能减少（{'、'.join(lost)}）" if lost else ""


def _added(old: Definition, new: Definition) -> Iterator[Difference]:
    for key, field in new.fields.items():
        if key not in old.fields:
            yield Difference(ADDED, f"字段“{field.label}”（{field.type.title}）")


def _lost(old: object, new: object) -> list[str]:
    """Return the choices that are gone: entries hold them."""
    kept = getattr(new, "choices", ())
    return [choice for choice in getattr(old, "choices", ()) if choice not in kept]


def _identity(old: Definition, new: Definition) -> Iterator[Difference]:
    if old.identity != new.identity:
        yield Difference(REFUSED, "识别条目的字段不能改")


WORDS = {
    "title": "名称",
    "description": "说明",
    "obligations": "公开事项",
    "headline": "条目标题",
    "columns": "列表的列",
    "facets": "筛选项",
    "sorts": "排序",
    "search": "查找",
    "masks": "遮蔽",
    "retention": "展示期",
    "charts": "图表",
    "rankings": "排名",
    "stages": "阶段",
    "checks": "核对",
    "event": "时限起算",
    "export": "标准输出",
    "ocds": "OCDS 对应",
    "licence": "许可",
    "samples": "示例",
    "systems": "工作要点",
}


def _words(old: Definition, new: Definition) -> Iterator[Difference]:
    for word, label in WORDS.items():
        if getattr(old, word) != getattr(new, word):
            yield Difference(CHANGED, label)
