"""The reference page names every limit and every notice."""

from gongkai.clocks.loading import calendar, limits
from gongkai.clocks.reference import limits_page


def test_the_page_holds_one_row_for_each_text_of_a_limit_and_each_notice():
    rows = [line for line in limits_page().splitlines() if line.startswith("| ")]
    assert len(rows) == len(limits().rows) + len(calendar().notices) + 2  # and two headings
    assert all(any(f"`{key}`" in row for row in rows) for key in limits().keys)


def test_the_page_says_what_is_not_confirmed():
    row = next(line for line in limits_page().splitlines() if line.startswith("| `interpretation`"))
    assert "未核对" in row
    assert "（公开日，发文日期未核对）" in limits_page()
