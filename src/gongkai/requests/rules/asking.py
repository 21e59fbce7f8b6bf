"""What an application must hold to be handled: ways that fit each other, one matter at a time. Pure.

政府信息公开条例（2007）第十三条、第二十条; （2019）第二十九条、第四十条、第四十一条.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

LAST_DAY_OF_USE = date(2019, 5, 14)
"""条例（2007）第十三条 asks for one's own needs in production and research; that of 2019 does not."""

FITTING: Mapping[str, frozenset[str]] = {
    "paper": frozenset({"post", "fax", "pick-up", "read"}),
    "electronic": frozenset({"online", "email", "read"}),
    "disc": frozenset({"post", "pick-up"}),
}
"""By which ways each form of supply can reach anybody."""

ORDERS = ("一二三四五六七八九", "123456789", "①②③④⑤⑥⑦⑧⑨")
MARK = re.compile(
    r"(?:^|[\s。；;：:，,])(?:第)?[（(]?(?:([一二三四五六七八九])[、）)]|([1-9])[、．)）]|([1-9])\.(?!\d)|([①-⑨]))"
)


def asks_for_use(day: date) -> bool:
    """Return whether the text in force on ``day`` lets an organ ask what the information is for."""
    return day <= LAST_DAY_OF_USE


def unfit(supply: str, delivery: str, names: Mapping[str, str]) -> str:
    """Return a sentence where something supplied like this cannot be delivered like that, else nothing."""
    if delivery in FITTING[supply]:
        return ""
    fitting = "、".join(name for key, name in names.items() if key in FITTING[supply])
    return f"所选的提供方式不能用“{names[delivery]}”获取，请选择{fitting}，或者改选提供方式"


def several(text: str) -> bool:
    """Return whether a text counts up more than one matter: a first mark and the second of the same kind."""
    found = {next(group for group in match.groups() if group) for match in MARK.finditer(text)}
    return any({order[0], order[1]} <= found for order in ORDERS)
