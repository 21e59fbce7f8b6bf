"""What a document says of its own force, and what it does not."""

from datetime import date

import pytest

from gongkai.law.force import terms

MADE = date(2017, 6, 30)
CASES = [
    ("本办法自2017年8月1日起施行。", (2017, 8, 1), None),
    ("本意见自２０１７年８月１日起施行，有效期至2020年7月31日。", (2017, 8, 1), (2020, 7, 31)),
    ("本规定自二〇一七年八月一日起正式施行，有效期三年。", (2017, 8, 1), (2020, 7, 31)),
    ("本办法自2017年8月1日起试行，试行期2年。", (2017, 8, 1), (2019, 7, 31)),
    ("本通知自印发之日起执行，有效期为5年。", (2017, 6, 30), (2022, 6, 29)),
    ("自2016年3月1日起实施，有效期限为1年。", (2016, 3, 1), (2017, 2, 28)),
    ("本意见自公布之日起30日后施行。", None, None),
    ("资金使用有效期为两年。", None, None),
    ("《甲办法》自2015年1月1日起施行，《乙办法》自2016年1月1日起施行。", None, None),
    ("本办法自2017年8月1日起施行，有效期至2016年7月31日。", None, None),
    ("本办法自2017年2月30日起施行。", None, None),
    ("二、申报时间：2017年8月1日起受理。", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("text", "begins", "ends"), CASES)
def test_what_is_stated_is_read(text, begins, ends):
    expected = {"effective_on": begins, "expires_on": ends}
    assert terms(text, made_on=MADE) == {name: date(*day) for name, day in expected.items() if day}


def test_the_day_of_issue_is_needed_where_force_begins_with_it():
    assert terms("本通知自印发之日起执行，有效期为5年。") == {}


def test_a_long_text_of_digits_is_read_in_an_instant():
    assert terms("自2017年" * 40_000) == {} and terms("有效期自" + "一" * 200_000) == {}
