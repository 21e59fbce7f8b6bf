"""How long entries are shown: in months, days or working days, or as long as the law says."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.law.deadlines import Length, Unit
from gongkai.registers.schema.definition import Retention
from gongkai.registers.services.retaining import shown_until
from tests.registers.test_schema import declared

CASES = [
    (Length(36, Unit.MONTHS), "", "2017-01-31", date(2020, 1, 31)),
    (Length(1, Unit.MONTHS), "", "2017-01-31", date(2017, 2, 28)),
    (Length(7, Unit.CALENDAR_DAYS), "", "2017-09-29", date(2017, 10, 6)),
    (Length(1, Unit.WORKING_DAYS), "", "2017-09-29", date(2017, 9, 30)),  # 调休: a Saturday on duty
    (Length(2, Unit.WORKING_DAYS), "", "2017-09-29", date(2017, 10, 9)),  # behind the holidays
    (None, "subsistence-review-display", "2017-09-29", date(2017, 10, 16)),  # seven working days
]


@pytest.mark.parametrize(("length", "limit", "day", "last"), CASES)
def test_a_display_ends_when_its_length_is_over(length, limit, day, last):
    rule = Retention("checked_on", length, limit, is_erased=False, basis="演示")
    assert shown_until(replace(declared(), retention=(rule,)), {"checked_on": day}) == last


def test_what_no_rule_fits_is_shown_for_ever():
    rule = Retention("told_on", Length(1, Unit.MONTHS), "", False, "演示", (("result", "合格"),))
    it = replace(declared(), retention=(rule,))
    assert shown_until(it, {"checked_on": "2017-01-01"}) is None
    assert shown_until(it, {"told_on": "2017-01-01", "result": "不合格"}) is None
