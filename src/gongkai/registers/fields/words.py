"""Types that hold words: text, notes, codes, people, addresses on the web."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Self
from urllib.parse import urlsplit

from stdnum.cn import uscc

from gongkai.law.numbering import BadNumber, normalise_document_number
from gongkai.obligations.node import Node, Wrong
from gongkai.registers.fields.base import (
    EXACT,
    NOBODY,
    BadCell,
    Cell,
    FieldType,
    Known,
    Value,
    is_nil,
    plain,
    typed,
)

MOST_LEVELS = 500
LONGEST_TEXT, LONGEST_NOTE, LONGEST_CODE, LONGEST_URI = 300, 20_000, 100, 500
BLANKS = re.compile(r"\s+")
CODE = re.compile(r"[^\s\x00-\x1f]+(?: [^\s\x00-\x1f]+)*")
PROJECT = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")
FORMS = {
    "free": "任意编号",
    "credit-code": "18 位统一社会信用代码",
    "project-code": "投资项目统一代码",
    "document-number": "文号",
    "digits": "数字编号",
}


class Text(FieldType):
    word, title = "text", "文字"
    accepts = "一行文字，最多 300 字"
    example = "下城区第一期抽检"
    longest: ClassVar[int] = LONGEST_TEXT

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        text = " ".join(typed(cell).split())
        if is_nil(text):
            return None
        return short(text, self.longest)


class Person(Text):
    word, title = "person", "人名"
    accepts = "姓名，最多 60 字"
    example = "张某"
    longest = 60


class Note(FieldType):
    word, title = "note", "说明"
    accepts = "可以分段的文字，最多 20000 字"
    example = "经复检，结果仍不合格。"

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        lines = (" ".join(line.split()) for line in typed(cell).splitlines())
        text = "\n".join(filter(None, lines))
        return None if is_nil(text) else short(text, LONGEST_NOTE)


@dataclass(frozen=True)
class Code(FieldType):
    """An identifier: letters and digits as they stand, zeros in front and all.

    ``form`` is one of FORMS; what has a check digit is checked by it.
    """

    word, title = "code", "编号"
    accepts = "编号，前面的零会保留；在表格里请用文本格式"
    example = "330103-2017-0001"
    options: ClassVar[tuple[str, ...]] = ("form", "levels")

    form: str = "free"
    levels: tuple[tuple[str, str], ...] = ()
    """What codes are called that begin alike: 205 教育支出 of all that begin with 205."""

    @classmethod
    def declared(cls, options: Mapping[str, Node]) -> Self:
        form = options["form"].choice(FORMS) if "form" in options else "free"
        return cls(form, _levels(options["levels"]) if "levels" in options else ())

    @cached_property
    def named(self) -> Mapping[str, str]:
        return dict(self.levels)

    @cached_property
    def depths(self) -> tuple[int, ...]:
        """How many signs the beginnings have, the shortest first."""
        return tuple(sorted({len(start) for start, _ in self.levels}))

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and abs(cell) >= EXACT:
            raise BadCell("表格把编号存成了数字，15 位以后可能已变成 0；请把这一列设为文本格式后重新填写")
        text = " ".join(plain(cell).split())
        if is_nil(text):
            return None
        if not CODE.fullmatch(text):
            raise BadCell(f"“{text}”不是编号")
        return _formed(short(text, LONGEST_CODE), self.form)


def _levels(node: Node) -> tuple[tuple[str, str], ...]:
    if not isinstance(node.value, dict) or not 0 < len(node.value) <= MOST_LEVELS:
        told = f"levels 下面应是编号的开头和名称，例如 {{'205': 教育支出}}，最多 {MOST_LEVELS} 个"
        raise Wrong(node.line, told)
    for start, name in node.value.items():
        if not CODE.fullmatch(start):
            raise Wrong(name.line, f"“{start}”不是编号的开头")
    return tuple((start, name.text(60)) for start, name in node.value.items())


def _formed(text: str, form: str) -> str:
    """Return the code in the one way in which its form is written; raises BadCell."""
    match form:
        case "credit-code":
            if not uscc.is_valid(text):
                raise BadCell(f"“{text}”不是有效的统一社会信用代码（18 位，末位为校验码）")
            return uscc.compact(text)
        case "project-code" if not PROJECT.fullmatch(text):
            raise BadCell(f"“{text}”不是投资项目统一代码，应如 2017-330103-48-01-000123")
        case "document-number":
            try:
                return normalise_document_number(text)
            except BadNumber as error:
                raise BadCell(str(error)) from None
        case "digits" if not (text.isascii() and text.isdigit()):
            raise BadCell(f"“{text}”应只有数字")
    return text


@dataclass(frozen=True)
class Link(Code):
    """An entry of another register, by its identifying value; whether it is public is seen when shown."""

    word, title = "link", "关联条目"
    accepts = "另一个台账中条目的编号（识别值），与那里所填一致"
    example = "2017-330103-48-01-000123"
    options = ("register", "form")
    needed = ("register",)

    register: str = ""

    @classmethod
    def declared(cls, options: Mapping[str, Node]) -> Self:
        form = options["form"].choice(FORMS) if "form" in options else "free"
        return cls(form=form, register=options["register"].text(60))


class Uri(FieldType):
    word, title = "uri", "网址"
    accepts = "以 http:// 或 https:// 开头的网址"
    example = "https://www.example.gov.cn/notice/1"
    json_format = "uri"

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        text = plain(cell)
        if is_nil(text):
            return None
        try:
            parts = urlsplit(text)
            is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not BLANKS.search(text)
        except ValueError:
            is_good = False
        if not is_good:
            raise BadCell(f"“{text[:60]}”不是网址，应以 http:// 或 https:// 开头")
        return short(text, LONGEST_URI)


def short(text: str, longest: int) -> str:
    """Return ``text`` if it is not too long; raises BadCell."""
    if len(text) > longest:
        raise BadCell(f"文字过长（{len(text)} 字），最多 {longest} 字")
    return text
