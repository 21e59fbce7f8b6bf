"""Chinese numerals and dates, read and written."""

import re
import unicodedata
from datetime import date

DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    **{"○": 0, "Ｏ": 0, "两": 2},
}
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
SHORT_TENS = {"廿": "二十", "卅": "三十"}
WRITTEN = "〇一二三四五六七八九"
POSITIONAL = "零〇○一二三四五六七八九"
ZEROS = "零〇○"
NUMERAL = f"{POSITIONAL}十廿卅"
_D, _Z = "[一二三四五六七八九壹贰叁肆伍陆柒捌玖两]", "[零〇○]"
# Below ten thousand: every unit at most once, downwards and with its digit, a zero for those left out; only
# 十 may do without its one. What people say for short is refused: 二百五 is 250 to some and 205 to others.
_TENS = rf"{_D}?[十拾]{_D}?"
_HUNDREDS = rf"{_D}[百佰](?:{_Z}{_D}|{_TENS})?"
_SECTION = rf"{_D}[千仟](?:{_Z}(?:{_D}|{_TENS})|{_HUNDREDS})?|{_HUNDREDS}|{_TENS}|{_D}"
UNITS = re.compile(rf"(?:({_SECTION})亿)?(?:({_Z}?(?:{_SECTION}))万)?({_Z}?(?:{_SECTION}))?")
BARE_END = re.compile(rf"[亿万]{_D}$")  # 三万五 is 35000 to some and 30005 to others
# The full-width forms of ASCII, and the ideographic space.
NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
WIDE = frozenset(map(chr, NARROW))
SOME_WIDE = re.compile("[\u3000\uff01-\uff5e]")


class NotANumber(ValueError):
    """Text that is not a Chinese numeral."""


class NotADate(ValueError):
    """Text that is not a date, or names a day that does not exist."""


def number(text: str) -> int:
    """Read a numeral: 十五, 一百零三, 二〇一七, 廿一, 三万五千, or plain digits of any width.

    Raises NotANumber.
    """
    plain = unicodedata.normalize("NFKC", text.strip())
    if plain.isascii() and plain.isdigit():
        return int(plain)
    for short, long in SHORT_TENS.items():
        plain = plain.replace(short, long)
    if not plain or not set(plain) <= {*DIGITS, *TENS, *MYRIADS}:
        raise NotANumber(f"“{text}”不是数字")
    if set(plain) <= set(DIGITS):
        return int("".join(str(DIGITS[char]) for char in plain))
    return _worth(plain, text)


def _worth(plain: str, text: str) -> int:
    """Read a numeral with units: 亿, 万 and what is below each."""
    found = UNITS.fullmatch(plain)
    if found is None or plain[0] in ZEROS or BARE_END.search(plain):
        raise NotANumber(f"“{text}”不是数字")
    hundred_millions, ten_thousands, rest = (_section(part or "") for part in found.groups())
    return hundred_millions * MYRIADS["亿"] + ten_thousands * MYRIADS["万"] + rest


def _section(plain: str) -> int:
    total = digit = 0
    for char in plain:
        if char in TENS:
            total, digit = total + (digit or 1) * TENS[char], 0  # 十五 leaves out the one
        else:
            digit = DIGITS[char]  # of 一百零五 the zero says nothing: the five takes its place
    return total + digit


def numeral(value: int) -> str:
    """Write 0 to 99 as articles, months and days do: 二十三. Raises NotANumber beyond."""
    if not 0 <= value <= 99:
        raise NotANumber(f"只能书写0至99：{value}")
    tens, ones = divmod(value, 10)
    lead = {0: "", 1: "十"}.get(tens, f"{WRITTEN[tens]}十")
    return lead + (WRITTEN[ones] if ones or not tens else "")


_Y, _N = rf"(?P<year>\d{{4}}|[{POSITIONAL}]{{4}})", rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
CHINESE = re.compile(rf"{_Y}\s*年\s*(?P<month>{_N})\s*月\s*(?P<day>{_N})\s*日")
NUMERIC = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d{2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d.])"
)
COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")


def parse_date(text: str) -> date:
    """Read a date: 2017年7月1日, 二〇一七年七月一日, 2017-07-01, 2017/7/1, 2017.7.1, 20170701, any width.

    Raises NotADate, and says so when the form is right but the day does not exist.
    """
    plain = plain_width(text.strip())
    for form in (CHINESE, NUMERIC, COMPACT):
        if found := form.fullmatch(plain):
            return _date_of(found)
    raise NotADate(f"“{text}”不是日期，请写成 2017-07-01 或 2017年7月1日")


def find_dates(text: str) -> list[tuple[int, int, date]]:
    """Find the dates in running text: start, end, date. What does not exist is not a date."""
    plain = plain_width(text)
    found = [match for form in (CHINESE, NUMERIC) for match in form.finditer(plain)]
    dated = ((match.start(), match.end(), _try_date(match)) for match in found)
    return sorted((start, end, day) for start, end, day in dated if day is not None)


def titled(text: str) -> str:
    """Return a title in its marks; those inside it become single ones (GB/T 15834-2011, 4.15.3.4)."""
    return f"《{text.replace('《', '〈').replace('》', '〉')}》"


def plain_width(text: str) -> str:
    """Make full-width characters half-width, one for one, so that positions stay what they were."""
    if SOME_WIDE.search(text) is None:
        return text
    for wide in WIDE & set(text):  # of a long text the quickest way
        text = text.replace(wide, chr(NARROW[ord(wide)]))
    return text


def _try_date(found: re.Match[str]) -> date | None:
    try:
        return _date_of(found)
    except NotADate:
        return None


def _date_of(found: re.Match[str]) -> date:
    try:
        year, month, day = (number(found[part]) for part in ("year", "month", "day"))
        return date(year, month, day)
    except ValueError:
        raise NotADate(f"没有“{found[0]}”这一天") from None
