"""Types that hold time: days, months, quarters, years."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from gongkai.law.chinese import NotADate, numeral, parse_date
from gongkai.obligations.node import Node, Wrong
from gongkai.registers.fields.base import NOBODY, BadCell, Cell, FieldType, Known, Value, is_nil, plain

MONTH = re.compile(r"(\d{4})(?:年|[-./])?(\d{1,2})月?(?:份)?")
QUARTER = re.compile(r"(\d{4})(?:年度?)?-?(?:第?([一二三四1-4])季度?|Q([1-4]))", re.IGNORECASE)
YEAR = re.compile(r"(\d{4})(?:年度?)?")
FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_SERIAL, LAST_SERIAL = 29_221, 73_415  # 1980 to 2100 as spreadsheets count their days
EPOCH = date(1899, 12, 30).toordinal()


@dataclass(frozen=True)
class Date(FieldType):
    """A day, from ``least`` to ``most`` where they are declared."""

    word, title = "date", "日期"
    accepts = "日期：2017-07-01、2017/7/1、2017年7月1日、二〇一七年七月一日"
    example = "2017-07-01"
    json_type = "date"
    options = ("least", "most")
    is_ordered = True

    least: date | None = None
    most: date | None = None

    @classmethod
    def declared(cls, options: Mapping[str, Node]) -> Self:
        least, most = (options[word].day() if word in options else None for word in ("least", "most"))
        if least and most and least > most:
            raise Wrong(options["most"].line, "most 不能早于 least")
        return cls(least, most)

    @property
    def column(self) -> str:
        return "DATE"

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        text = plain(cell)
        if is_nil(text):
            return None
        if isinstance(cell, (int, float)) and FIRST_SERIAL <= cell <= LAST_SERIAL:
            day = date.fromordinal(EPOCH + int(cell))
            raise BadCell(f"“{text}”像是日期的序号（{day}），请在表格里把这一列设为日期格式")
        try:
            day = parse_date(text.partition(" ")[0] if ":" in text else text)
        except NotADate as error:
            raise BadCell(str(error)) from None
        if self.least and day < self.least:
            raise BadCell(f"{day} 不应早于 {self.least}")
        if self.most and day > self.most:
            raise BadCell(f"{day} 不应晚于 {self.most}")
        return day.isoformat()

    def show(self, value: Value) -> str:
        return str(value or "")


class Month(FieldType):
    word, title = "month", "月份"
    accepts = "月份：2017-07、2017年7月；当月 1 日也可以"
    example = "2017-07"
    json_type = "yearmonth"
    is_ordered = True
    is_facet = True

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        text = plain(cell).replace(" ", "")
        if is_nil(text):
            return None
        if isinstance(cell, date) or text.count("-") == 2:
            return _month_of(text)
        found = MONTH.fullmatch(text)
        if not found or not 1 <= int(found[2]) <= 12:
            raise BadCell(f"“{text}”不是月份，请写成 2017-07 或 2017年7月")
        return f"{_year(found[1])}-{int(found[2]):02}"

    def show(self, value: Value) -> str:
        year, _, month = str(value or "").partition("-")
        return f"{year}年{int(month)}月" if month else ""


def _month_of(text: str) -> str:
    """Return the month of a day: spreadsheets make the first day of it from a month that was typed."""
    try:
        day = parse_date(text)
    except NotADate as error:
        raise BadCell(str(error)) from None
    if day.day != 1:
        raise BadCell(f"“{text}”是一天，这里要填月份，例如 {day:%Y-%m}")
    return f"{day:%Y-%m}"


class Quarter(FieldType):
    word, title = "quarter", "季度"
    accepts = "季度：2017年第三季度、2017Q3"
    example = "2017年第三季度"
    is_ordered = True
    is_facet = True

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        text = plain(cell).replace(" ", "")
        if is_nil(text):
            return None
        if not (found := QUARTER.fullmatch(text)):
            raise BadCell(f"“{text}”不是季度，请写成 2017年第三季度 或 2017Q3")
        part = found[2] or found[3]
        return f"{_year(found[1])}-Q{'一二三四'.find(part) + 1 or int(part)}"

    def show(self, value: Value) -> str:
        year, _, part = str(value or "").partition("-Q")
        return f"{year}年第{numeral(int(part))}季度" if part else ""


class Year(FieldType):
    word, title = "year", "年度"
    accepts = "年度：2017、2017年"
    example = "2017"
    json_type = "year"
    is_ordered = True
    is_facet = True

    def parse(self, cell: Cell, known: Known = NOBODY) -> Value:
        text = plain(cell).replace(" ", "")
        if is_nil(text):
            return None
        if not (found := YEAR.fullmatch(text)):
            raise BadCell(f"“{text}”不是年度，请写成 2017")
        return _year(found[1])

    def show(self, value: Value) -> str:
        return f"{value}年" if value else ""


def _year(text: str) -> str:
    if not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise BadCell(f"“{text}”不像年份（{FIRST_YEAR}—{LAST_YEAR}）")
    return text
