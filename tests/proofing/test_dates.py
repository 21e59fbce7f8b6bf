from datetime import date

import pytest

from gongkai.proofing import dates
from gongkai.proofing.rules import Weight
from tests.proofing.finding import paragraphs, spots

MADE = date(2017, 7, 3)


def found(*texts, made_on=MADE):
    return list(dates.check(paragraphs(*texts), dates.Dated(made_on)))


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("自2017年2月30日起", "2017年2月30日"),
        ("二〇一七年六月三十一日", "二〇一七年六月三十一日"),
        ("截至2017-13-01", "2017-13-01"),
        ("于6月31日前", "6月31日"),
    ],
)
def test_a_day_on_no_calendar_is_found_once(text, excerpt):
    assert spots(found(text)) == [("nonexistent", excerpt)]


@pytest.mark.parametrize(
    "text", ["于2016年2月29日召开", "12个月30日内", "2月29日", "第13月2日", "DB33/T 2036.1-2017", "2017.13"]
)
def test_what_is_a_day_or_no_date_at_all_is_left_alone(text):
    assert found(text) == []


def test_another_weekday_is_found_and_can_be_mended():
    (each,) = found("定于2017年7月3日（星期三）召开")
    assert (each.excerpt, each.replacement) == ("三", "一")
    assert found("定于2017年7月3日（周一）召开") == []
    assert found("2017年7月9日星期天") == []
    assert found("2017年7月3日周二至周五") == []


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("2017年7月3日至2017年6月30日", True),
        ("自2017年7月3日起至6月30日止", True),
        ("2017年7月3日—7月2日", True),
        ("2017年12月30日至2018年1月3日", False),
        ("2017年7月3日至5日", False),
        ("2017年7月3日（星期一）至7月9日", False),
    ],
)
def test_a_span_that_ends_before_it_begins_is_found(text, is_wrong):
    assert [each.code for each in found(text)] == (["dates.range"] if is_wrong else [])


def test_in_force_before_it_was_made_is_found_in_its_own_words_only():
    assert spots(found("本办法自2017年5月1日起施行。")) == [("force", "2017年5月1日")]
    assert found("本办法自2017年8月1日起施行。") == []
    assert found("《某条例》自2008年5月1日起施行。") == []
    assert found("本办法自2017年5月1日起施行。", made_on=None) == []


def test_a_deadline_that_had_passed_is_a_hint_and_history_is_none():
    (each,) = found("请各单位于2016年6月30日前报送材料。")
    assert (each.code, each.weight) == ("dates.deadline", Weight.TELLS)
    assert found("2016年6月30日前完成了整治。") == []
    assert found("请于2017年8月1日前报送。") == []


def test_the_date_below_the_signature_is_that_of_the_header():
    assert spots(found("正文。", "下城区财政局", "2017年7月1日")) == [("signed", "2017年7月1日")]
    assert found("正文。", "2017年7月3日") == []
    assert found("正文。", "2017年7月1日", "2017年7月2日") == []


def test_a_text_of_days_alone_is_looked_through_once():
    days = 100_000  # to compare each with each would take hours
    assert len(found("2017年7月4日2月30日" * days)) == days
