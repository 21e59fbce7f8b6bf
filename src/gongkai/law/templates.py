"""Templates of numbers, ``{region}--{year}--{serial:04}``: a small grammar of its own.

A template is typed by an officer, so nothing in it is ever evaluated: it is letters, digits, a few marks,
and the fields named below. What it renders it can also read back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.law.numbering import BadNumber

# What each field may hold. Serials are numbers, written with at least the width the template asks for.
FIELDS = {
    "region": r"\d{6}",
    "organisation": r"[0-9A-Z]{8}[0-9X]",
    "credit": r"[0-9A-Z]{18}",
    "agency": r"[\u4e00-\u9fff]{1,12}",
    "category": r"[0-9A-Za-z]{1,8}",
    "group": r"[0-9A-Za-z]{1,8}",
    "year": r"(?:19|20)\d{2}",
    "month": r"0[1-9]|1[0-2]",
    "day": r"(?:19|20)\d{6}",
}
PIECE = re.compile(r"\{(?P<name>[a-z]+)(?::0(?P<width>[1-9]))?\}|(?P<literal>[0-9A-Za-z/._〔〕第号字—-])")


class BadTemplate(ValueError):
    """Text that is not a template, with a sentence that says why."""


@dataclass(frozen=True, slots=True)
class _Piece:
    literal: str = ""
    name: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """A template read and checked. Build it with ``parse_template``."""

    text: str
    pieces: tuple[_Piece, ...]

    def render(self, values: Mapping[str, str | int]) -> str:
        """Write the number. Raises BadNumber if a value is missing or does not fit its field."""
        return "".join(piece.literal or self._value(piece, values) for piece in self.pieces)

    def _value(self, piece: _Piece, values: Mapping[str, str | int]) -> str:
        if piece.name not in values:
            raise BadNumber(f"编号模板“{self.text}”缺少 {piece.name} 的值")
        value = str(values[piece.name])
        if piece.name == "serial":
            value = value.zfill(piece.width)
        if not re.fullmatch(_pattern(piece), value):
            raise BadNumber(f"“{value}”不符合编号模板中 {piece.name} 的格式")
        return value

    def read(self, number: str) -> dict[str, str]:
        """Return the values of the fields of a number. Raises BadNumber if it does not follow the form."""
        found = re.fullmatch("".join(map(_named, self.pieces)), number)
        if found is None:
            raise BadNumber(f"“{number}”不符合编号模板“{self.text}”")
        return found.groupdict()


def parse_template(text: str) -> Template:
    """Read a template. It must hold the year and, once, the serial, by which numbers are gap-free per year.

    Raises BadTemplate.
    """
    pieces, at = [], 0
    while at < len(text):
        found = PIECE.match(text, at)
        if found is None:
            raise BadTemplate(f"编号模板第{at + 1}个字符“{text[at]}”不能识别")
        pieces.append(_piece(found))
        at = found.end()
    _check([piece.name for piece in pieces if piece.name])
    return Template(text, tuple(pieces))


def _piece(found: re.Match[str]) -> _Piece:
    name = found["name"]
    if name is None:
        return _Piece(literal=found["literal"])
    if name != "serial" and name not in FIELDS:
        raise BadTemplate(f"编号模板中没有名为“{name}”的字段，可用：{'、'.join([*FIELDS, 'serial'])}")
    if found["width"] and name != "serial":
        raise BadTemplate(f"只有 serial 可以指定位数，{name} 不可以")
    return _Piece(name=name, width=int(found["width"] or 1))


def _check(names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise BadTemplate(f"编号模板中 {'、'.join(repeated)} 出现了不止一次")
    if "serial" not in names:
        raise BadTemplate("编号模板必须有流水号 {serial}")
    if not {"year", "day"} & set(names):
        raise BadTemplate("编号模板必须有年份 {year} 或日期 {day}")


def _pattern(piece: _Piece) -> str:
    return rf"\d{{{piece.width},9}}" if piece.name == "serial" else FIELDS[piece.name]


def _named(piece: _Piece) -> str:
    return re.escape(piece.literal) if piece.literal else f"(?P<{piece.name}>{_pattern(piece)})"
