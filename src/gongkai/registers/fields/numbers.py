"""Types that hold quantities: counts, numbers, money, shares. Decimal throughout, with their unit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from gongkai.obligations.node import Node, Wrong
from gongkai.registers.fields.base import NOBODY, BadCell, Cell, FieldType, Known, Value, exact, is_nil, plain

DIGITS = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
MINUS = str.maketrans({"−": "-", "﹣": "-", "‐": "-"})
MONEY_UNITS = {
    "元": Decimal(1),
    "千元": Decimal(10**3),
    "万元": Decimal(10**4),
    "百万元": Decimal(10**6),
    "亿元": Decimal(10**8),
}
KEPT_BY_SPREADSHEETS = 15
LARGEST = Decimal(10) ** 15
MOST_DECIMALS = 6


def read_number(cell: Cell) -> Decimal | None:
    """Return the number of a cell, None of one with nothing to say; raises BadCell.

    Thousands may be set apart by commas; anything else around the digits is refused, not skipped.
    """
    if isinstance(cell, float):
        text = f"{cell:.{KEPT_BY_SPREADSHEETS}g}"  # 0.1 + 0.2 was meant as 0.3
        if "n" in text:  # nan, inf
            raise BadCell("这一格是公式错误或不是数")
        return Decimal(text)
    text = plain(cell).translate(MINUS).replace(" ", "")
    if is_nil(text):
        return None
    if isinstance(cell, bool) or not DIGITS.fullmatch(text):
        raise BadCell(f"“{text}”不是数，请只填数字，例如 1234.5")
    return Decimal(text.replace(",", ""))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The smallest and the largest number that a field takes, each if one is declared."""

    least: Decimal | None = None
    most: Decimal | None = None

    @classmethod
    def declared(cls, options: Mapping[str, Node]) -> Self:
        """Return what ``negative``, ``least`` and ``most`` say: without any of them nothing below zero."""
        least, most = (_declared(options[word]) if word in options else None for word in ("least", "most"))
        if least is None and not ("negative" in options and options["negative"].flag()):
            least = Decimal()
        if least is not None and most is not None and least > most:
            raise Wrong(options["most"].line, f"most 不能小于 {exact(least)}")
        return cls(least, most)

    def require(self, number: Decimal) -> Decimal:
        """Return a number that is within the bounds; raises BadCell."""
        if abs(number) >= LARGEST:
            raise BadCell("这个数太大了，请检查单位")
        if self.least is not None and number < self.least:
            raise BadCell(f"“{exact(number)}”不应{f'小于 {exact(self.least)}' if self.least else '是负数'}")
        if self.most is not None and number > self.most:
            raise BadCell(f"“{exact(number)}”不应大于 {exact(self.most)}")
        return number


def _declared(node: Node) -> Decimal:
    """Return a bound as it is declared: a whole number, or one in quotes."""
    try:
        if isinstance(node.value, (int, str)) and (number := read_number(node.value)) is not None:
            return number
    except BadCell:
        pass
    raise Wrong(node.line, f"“{node.value}”应是数；有小数点或者负号的请加引号")


NOT_BELOW_ZERO = Bounds(Decimal())


@dataclass(frozen=True)
class Count(FieldType):
    """A whole number of things: 人, 件, 批次."""

    word, title = "count", "整数"
    accepts = "整数，例如 1,234"
    example = "12"
    json_type = "integer"
    options = ("unit", "negative", "least", "most")
    is_number = is_ordered = True

    of: str = ""
    bounds: Bounds = NOT_BELOW_ZERO

    @classmethod
    def declared(cls, options: Mapping[str, Node]) -> Self:
        return cls(_unit(options), Bounds.declared(options))

    @property
    def column(self) -> str:
        return "BIGINT"

    @property
    def unit(self) -> str:
        return self.of

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        number = read_number(cell)
        if number is None:
            return None
        if number != number.to_integral_value():
            raise BadCell(f"“{exact(number)}”应是整数")
        return int(self.bounds.require(number))

    def show(self, value: Value) -> str:
        return f"{value:,}" if isinstance(value, int) else ""


@dataclass(frozen=True)
class Number(FieldType):
    """A decimal number with at most ``decimals`` places after the point."""

    word, title = "number", "数"
    accepts = "数，例如 1,234.5"
    example = "12.5"
    json_type = "number"
    options = ("unit", "decimals", "negative", "least", "most")
    is_number = is_ordered = True
    usual_decimals: ClassVar[int] = 2

    of: str = ""
    decimals: int = 2
    bounds: Bounds = NOT_BELOW_ZERO

    @classmethod
    def declared(cls, options: Mapping[str, Node]) -> Self:
        decimals = options["decimals"].number() if "decimals" in options else cls.usual_decimals
        if decimals > MOST_DECIMALS:
            raise Wrong(options["decimals"].line, f"小数最多 {MOST_DECIMALS} 位")
        return cls(cls._unit(options), decimals, Bounds.declared(options))

    @classmethod
    def _unit(cls, options: Mapping[str, Node]) -> str:
        return _unit(options)

    @property
    def column(self) -> str:
        return f"DECIMAL({LARGEST.adjusted() + self.decimals}, {self.decimals})"

    @property
    def unit(self) -> str:
        return self.of

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        number = self.read(cell)
        return None if number is None else self.kept(number)

    def read(self, cell: Cell) -> Decimal | None:
        return read_number(cell)

    def kept(self, number: Decimal) -> str:
        """Return the number as it is kept; raises BadCell if it is out of bounds or too fine."""
        bare = self.bounds.require(number).normalize()
        places = -int(bare.as_tuple().exponent)
        if places > self.decimals:
            raise BadCell(f"“{exact(number)}”的小数多于 {self.decimals} 位")
        return exact(bare.quantize(Decimal(1).scaleb(-max(places, 0))))

    def show(self, value: Value) -> str:
        return "" if value is None else f"{Decimal(str(value)):,}"


@dataclass(frozen=True)
class Money(Number):
    """An amount in its declared unit; a column or a cell in another unit is converted exactly."""

    word, title = "money", "金额"
    accepts = "金额，例如 1,234.50；单位写在列名里，如“金额（万元）”"
    example = "1234.50"

    of: str = "元"

    @classmethod
    def _unit(cls, options: Mapping[str, Node]) -> str:
        return options["unit"].choice(MONEY_UNITS) if "unit" in options else "元"

    def read(self, cell: Cell) -> Decimal | None:
        if isinstance(cell, str):
            text = plain(cell).lstrip("¥￥").strip()
            for unit in sorted(MONEY_UNITS, key=len, reverse=True):
                if text.endswith(unit):
                    number = read_number(text.removesuffix(unit))
                    return None if number is None else convert(number, unit, self.of)
            return read_number(text)
        return read_number(cell)


@dataclass(frozen=True)
class Percent(Number):
    """A share in hundredths: ``12.5`` is 12.5 %."""

    word, title = "percent", "百分比"
    accepts = "百分比，例如 12.5%；表格里的小数（0.125）请在对应列时说明"
    example = "12.5%"

    of: str = "%"

    @classmethod
    def _unit(cls, options: Mapping[str, Node]) -> str:
        return "%"

    def read(self, cell: Cell) -> Decimal | None:
        if isinstance(cell, str):
            return read_number(plain(cell).removesuffix("%"))
        return read_number(cell)

    def show(self, value: Value) -> str:
        return "" if value is None else f"{super().show(value)}%"


def convert(number: Decimal, of: str, to: str) -> Decimal:
    """Return an amount of one unit of money in another, exactly."""
    return number * MONEY_UNITS[of] / MONEY_UNITS[to]


def _unit(options: Mapping[str, Node]) -> str:
    return options["unit"].text(10) if "unit" in options else ""
