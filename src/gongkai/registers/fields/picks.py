"""Types whose values are known beforehand: choices, yes and no, organisations, regions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from gongkai.obligations.node import Node, Wrong
from gongkai.registers.fields.base import NOBODY, BadCell, Cell, FieldType, Known, Value, is_nil, plain, typed

MOST_CHOICES = 500
BETWEEN = "；"
"""Stands between several choices of one cell, as they are kept and shown."""

FULL_STOPS, STOPS = re.compile(r"\s*[;；\n|]\s*"), re.compile(r"\s*[;；\n|、,，/]\s*")
SHOWN = 12
TRUE = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "true", "1"})
FALSE = frozenset({"否", "无", "不", "×", "✗", "✘", "x", "n", "no", "false", "0"})


@dataclass(frozen=True)
class Choice(FieldType):
    """One of a declared list, in the order in which it is declared."""

    word, title = "choice", "选项"
    accepts = "列表中的一项，文字与列表一致"
    example = "合格"
    options = ("choices", "many")
    needed = ("choices",)
    is_facet = True

    choices: tuple[str, ...] = ()

    @classmethod
    def declared(cls, options: Mapping[str, Node]) -> Choice:
        choices = options["choices"].texts(60)
        if not 1 < len(choices) <= MOST_CHOICES:
            raise Wrong(options["choices"].line, f"选项应有 2 至 {MOST_CHOICES} 项")
        if "many" not in options or not options["many"].flag():
            return Choice(choices)
        if stopped := [choice for choice in choices if FULL_STOPS.search(choice)]:
            raise Wrong(options["choices"].line, f"可以多选时，选项中不能有分号：{stopped[0]}")
        return Choices(choices)

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        text = typed(cell)
        if is_nil(text) and text not in self.choices:
            return None
        return text if text in self.choices else _alike(cell, self.choices)


@dataclass(frozen=True)
class Choices(Choice):
    """Several of a declared list in one cell; kept as one text, in the order in which they are declared."""

    title = "选项（可多选）"
    accepts = f"列表中的一项或几项，几项之间用“{BETWEEN}”隔开（也认顿号、逗号和换行）"
    is_many = True

    @property
    def column(self) -> str:
        return "VARCHAR[]"

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        text = typed(cell)
        if is_nil(text) and text not in self.choices:
            return None
        wanted = {self._one(each) for part in FULL_STOPS.split(text) for each in self._parts(part)}
        return BETWEEN.join(choice for choice in self.choices if choice in wanted) or None

    def _parts(self, text: str) -> list[str]:
        """Return the choices between full stops: one with lesser stops of its own, or several."""
        if bare(text) in map(bare, self.choices):
            return [text]
        return [each for each in STOPS.split(text) if each]

    def _one(self, text: str) -> str:
        return text if text in self.choices else _alike(text, self.choices)

    def several(self, value: Value) -> list[str]:
        return str(value).split(BETWEEN) if value else []


def _alike(cell: Cell, choices: Collection[str]) -> str:
    """Return the choice that reads the same but for width and blanks; raises BadCell."""
    wanted = bare(cell)
    for choice in choices:
        if bare(choice) == wanted:
            return choice
    raise BadCell(f"“{typed(cell)}”不在列表中{hint(typed(cell), choices)}")


def bare(cell: Cell) -> str:
    """Return the text without blanks and without differences of width or case."""
    return "".join(plain(cell).split()).casefold()


def hint(text: str, choices: Collection[str]) -> str:
    """Return what a clerk may have meant, or what there is to choose from."""
    if near := get_close_matches(text, choices, n=1, cutoff=0.5):
        return f"，是不是“{near[0]}”？"
    shown = "、".join(list(choices)[:SHOWN])
    return f"，可以填：{shown}{'等' if len(choices) > SHOWN else ''}"


class Boolean(FieldType):
    word, title = "boolean", "是否"
    accepts = "是或否（也认 √ 和 ×、有和无）"
    example = "是"
    json_type = "boolean"
    is_facet = True

    @property
    def column(self) -> str:
        return "BOOLEAN"

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        text = plain(cell).casefold()
        if text in TRUE or text in FALSE:
            return text in TRUE
        if is_nil(text):
            return None
        raise BadCell(f"“{typed(cell)}”应填“是”或“否”")

    def show(self, value: Value) -> str:
        return {True: "是", False: "否"}.get(bool(value), "") if value is not None else ""


class Organisation(FieldType):
    """An organisation of the district by its name, short name or key; kept as its key."""

    word, title = "organisation", "机构"
    accepts = "本区机构的全称或简称"
    example = "区市场监管局"
    is_facet = True

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        return _named(cell, known.organisations, "不是本区登记的机构")


class Region(FieldType):
    """A region of the district, such as a street, by its name or code; kept as its code."""

    word, title = "region", "区划"
    accepts = "街道名称或区划代码"
    example = "天水街道"
    is_facet = True

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        return _named(cell, known.regions, "不是本区的街道或区划代码")


def _named(cell: Cell, names: Mapping[str, str], otherwise: str) -> Value:
    text = "".join(plain(cell).split())
    if is_nil(text):
        return None
    if text in names:
        return names[text]
    if text in names.values():
        return text
    raise BadCell(f"“{text}”{otherwise}{hint(text, names)}")
