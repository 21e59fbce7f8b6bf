"""A value of a catalogue file with the line it stands on, and how to read it. Pure.

Whoever reads a file (``source.py``) hands over nodes; whoever understands one (``rules.py``) asks them
for what is expected and gets a ``Wrong`` with the line and a Chinese sentence where it is something else.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Value: TypeAlias = "str | int | bool | date | None | list[Node] | dict[str, Node]"


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where; ``line`` 0 means the file as a whole."""

    source: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.source} 第{self.line}行" if self.line else self.source
        return f"{place}：{self.message}"


class Wrong(ValueError):
    """One thing in the text is not what it should be."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


class BadCatalogue(ValueError):
    """A catalogue that cannot be used, with all its problems."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Node:
    value: Value
    line: int

    def mapping(self, *, known: Collection[str], needed: Collection[str] = ()) -> dict[str, Node]:
        """Return the entries of a mapping that has all ``needed`` words and none but ``known`` ones."""
        if not isinstance(self.value, dict):
            raise Wrong(self.line, "这里应是一组“名称: 值”")
        for word, node in self.value.items():
            if word not in known:
                raise Wrong(node.line, f"不认识的词“{word}”，可用的有：{'、'.join(known)}")
        if missing := [word for word in needed if word not in self.value]:
            raise Wrong(self.line, f"缺少：{'、'.join(missing)}")
        return self.value

    def items(self) -> list[Node]:
        if not isinstance(self.value, list):
            raise Wrong(self.line, "这里应是一个列表，例如 [甲, 乙]")
        return self.value

    def text(self, limit: int = 200) -> str:
        """Return non-empty text of at most ``limit`` characters."""
        if not isinstance(self.value, str):
            raise Wrong(self.line, f"“{self.value}”应是文字；编号和数字请加引号")
        value = self.value.strip()
        if not value:
            raise Wrong(self.line, "这里不能为空")
        if len(value) > limit:
            raise Wrong(self.line, f"文字过长（{len(value)} 字），最多 {limit} 字")
        return value

    def texts(self, limit: int = 200) -> tuple[str, ...]:
        """Return a list of texts, each standing once."""
        values = tuple(node.text(limit) for node in self.items())
        for place, node in enumerate(self.items()):
            if values[place] in values[:place]:
                raise Wrong(node.line, f"“{values[place]}”重复了")
        return values

    def number(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 1:
            raise Wrong(self.line, f"“{self.value}”应是大于零的整数")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise Wrong(self.line, f"“{self.value}”应是 true 或 false")
        return self.value

    def day(self) -> date:
        if not isinstance(self.value, date):
            raise Wrong(self.line, f"“{self.value}”应是日期，例如 2019-05-15")
        return self.value

    def choice(self, allowed: Collection[str]) -> str:
        value = self.text()
        if value not in allowed:
            raise Wrong(self.line, f"“{value}”不在允许的范围内：{'、'.join(allowed)}")
        return value

    def choices(self, allowed: Collection[str]) -> tuple[str, ...]:
        for node in self.items():
            node.choice(allowed)
        return self.texts()
