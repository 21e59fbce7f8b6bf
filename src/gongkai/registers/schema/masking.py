"""How personal values are hidden on the way out. Pure.

个人信息保护法第六条、第七十三条：去标识化。Which field is hidden, and when, is declared by the register.
"""

from collections.abc import Callable

from gongkai.registers.fields import Value
from gongkai.registers.schema.definition import Definition, Values, holds

HIDDEN = "×"
COMPOUND = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 夏侯 轩辕 端木 独孤 南宫 西门 百里 "
    "呼延 赫连".split()
)


def surname(text: str) -> str:
    """Return the family name, the rest hidden: 张××, 欧阳×."""
    first = 2 if text[:2] in COMPOUND and len(text) > 2 else 1
    return text[:first] + HIDDEN * max(len(text) - first, 1)


def ends(text: str) -> str:
    """Return the first three and the last four signs; of short texts the first only."""
    if len(text) < 10:
        return text[:1] + "*" * (len(text) - 1)
    return text[:3] + "*" * (len(text) - 7) + text[-4:]


def nothing(text: str) -> None:
    """Return nothing at all: the column stays, its value does not go out."""
    return None


MANNERS: dict[str, tuple[str, Callable[[str], str | None]]] = {
    "surname": ("只留姓氏", surname),
    "ends": ("只留首尾", ends),
    "hide": ("不公开", nothing),
}


def hides(manner: str) -> bool:
    """Return whether nothing at all of a value is left."""
    return MANNERS[manner][1]("") is None


PARTLY = frozenset({"surname", "ends"})
"""Manners that leave a part of the words; only what is words stays readable so."""


def masked(
    definition: Definition, values: Values, *, newest: Values | None = None, before_storing: bool = False
) -> dict[str, Value]:
    """Return an entry as the public sees it, or as it may be stored.

    Of an earlier version ``newest`` is what the entry says now: what this hides was not to be read before.
    """
    shown = dict(values)
    for mask in definition.masks:
        value = values.get(mask.field)
        if value is None or (before_storing and not mask.is_dropped):
            continue
        if not (holds(mask.when, values) or (newest is not None and holds(mask.when, newest))):
            continue
        hidden = MANNERS[mask.manner][1](str(value))
        if hidden is None:
            del shown[mask.field]
        else:
            shown[mask.field] = hidden
    return shown
