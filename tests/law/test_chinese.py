"""Chinese numerals and dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.chinese import NotADate, NotANumber, find_dates, number, numeral, parse_date


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("二十三", 23),
        ("一百零三", 103),
        ("一百一十", 110),
        ("一千零五", 1005),
        ("三万五千", 35000),
        ("一亿二千万", 120000000),
        ("一千零一十", 1010),
        ("一百一十五", 115),
        ("十万零三", 100003),
        ("三万零五十", 30050),
        ("九千九百九十九万九千九百九十九", 99999999),
        ("二〇一七", 2017),
        ("廿一", 21),
        ("卅", 30),
        ("贰佰", 200),
        ("两百", 200),
        ("１７", 17),
        (" 24 ", 24),
    ],
)
def test_numerals_are_read(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "天",
        "十一一二",
        "１.5",
        "-3",
        *"万 亿 百 千 十十 二十百 一百百 万万 一万亿 零十 十零五 百一 一百零 三万五 二百五".split(),
    ],
)
def test_what_is_no_numeral_is_refused(text):
    with pytest.raises(NotANumber):
        number(text)


@given(st.integers(0, 99))
def test_small_numerals_read_back(value):
    assert number(numeral(value)) == value


@pytest.mark.parametrize("value", [-1, 100])
def test_larger_numerals_are_not_written(value):
    with pytest.raises(NotANumber):
        numeral(value)


@pytest.mark.parametrize(
    "text",
    [
        "2017年7月1日",
        "2017 年 07 月 01 日",
        "二〇一七年七月一日",
        "二零一七年七月一日",
        "二○一七年七月一日",
        "2017-07-01",
        "2017-7-1",
        "2017/7/1",
        "2017.7.1",
        "20170701",
        "２０１７年７月１日",
        "２０１７－０７－０１",
        "　2017年7月1日 ",
    ],
)
def test_one_date_in_every_form(text):
    assert parse_date(text) == date(2017, 7, 1)


@pytest.mark.parametrize(
    "text", ["2017年2月30日", "二〇一七年十三月一日", "2017-02-29", "20171301", "二〇一七年十一一月一日"]
)
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(NotADate):
        parse_date(text)


@pytest.mark.parametrize("text", ["", "昨天", "2017", "17-7-1", "2017-7/1", "1700-01-01"])
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(NotADate, match="2017年7月1日"):
        parse_date(text)


@given(st.dates(date(1949, 1, 1), date(2099, 12, 31)))
def test_every_date_reads_back_in_characters_and_in_figures(day):
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    assert parse_date(f"{year}年{numeral(day.month)}月{numeral(day.day)}日") == day
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day


def test_dates_are_found_in_running_text_with_their_places():
    text = "二〇一七年七月一日起施行，2017年2月30日不是日期，截至2017.12.31，版本1.2017.1.1不算。"
    assert [(text[start:end], day) for start, end, day in find_dates(text)] == [
        ("二〇一七年七月一日", date(2017, 7, 1)),
        ("2017.12.31", date(2017, 12, 31)),
    ]
