import pytest

from gongkai.proofing import sums
from gongkai.proofing.sums import Table


def found(*rows, unit=""):
    table = Table("body", "正文表1", tuple(tuple(row.split("|")) for row in rows), unit)
    return [(each.place, each.excerpt) for each in sums.check([table])]


def test_a_total_that_is_not_the_sum_is_found_at_its_cell():
    assert found("项目|件数", "许可|10", "处罚|20", "合计|31") == [("正文表1第4行第2列", "31")]
    assert found("项目|件数", "许可|10", "处罚|20", "合计|30") == []


def test_the_sum_is_named():
    rows = (("项目", "件数"), ("许可", "1,010"), ("处罚", "20"), ("合计", "1,031"))
    (each,) = sums.check([Table("body", "正文表1", rows)])
    assert each.sentence == "合计1,031与各项之和1030不一致，相差1"


def test_a_total_may_stand_first():
    assert found("项目|件数", "合计|31", "许可|10", "处罚|20") == [("正文表1第2行第2列", "31")]


@pytest.mark.parametrize(
    "rows",
    [
        ("项目|金额（万元）", "甲|3.3", "乙|3.3", "丙|3.3", "合计|10.0"),
        ("项目|金额（万元）", "甲|3", "乙|3", "丙|3", "合计|10"),
        ("项目|占比", "甲|33.3%", "乙|33.3%", "丙|33.3%", "合计|100%"),
    ],
)
def test_roundings_of_the_last_digit_are_allowed(rows):
    assert found(*rows) == []


def test_more_than_roundings_is_not():
    assert found("项目|金额（万元）", "甲|3.3", "乙|3.3", "合计|9.9") != []
    assert found("项目|占比", "甲|33.3%", "乙|23.3%", "合计|100%") != []


def test_the_unit_before_a_table_tells_that_its_numbers_are_rounded():
    assert found("项目|金额", "甲|3", "乙|3", "丙|3", "合计|10", unit="亿元") == []
    assert found("项目|人数", "甲|3", "乙|3", "丙|3", "合计|10") != []


def test_subtotals_are_those_of_their_group_and_no_part_of_the_total():
    rows = ("项目|甲|乙", "许可|1|2", "处罚|2|2", "小计|3|4", "强制|4|4", "检查|5|1", "小计|9|5", "合计|12|9")
    assert found(*rows) == []
    assert found(*rows[:-1], "合计|12|99") == [("正文表1第8行第3列", "99")]


def test_a_part_of_a_row_is_not_added_twice():
    assert found("项目|件数", "许可|10", "其中：网上|4", "处罚|20", "合计|30") == []


def test_what_cannot_be_a_sum_is_left_alone():
    assert found("项目|单价", "甲|10", "乙|20", "合计|15") == []
    assert found("项目|同比增长率", "甲|10%", "乙|20%", "合计|15%") == []
    assert found("序号|件数", "1|10", "2|20") == []
    assert found("项目|说明", "甲|已办", "乙|未办", "合计|—") == []


def test_a_structure_that_no_column_confirms_is_left_alone():
    assert found("科目|金额", "一、收入|30", "（一）税收|20", "（二）非税|10", "合计|30") == []


def test_a_row_that_other_rows_confirm_is_checked_across():
    head = "部门|上半年|下半年|合计"
    assert found(head, "甲|1|2|3", "乙|2|2|4", "丙|3|3|7") == [("正文表1第4行第4列", "7")]
    assert found(head, "甲|1|2|9", "乙|2|2|9", "丙|3|3|6") == []


def test_row_numbers_below_the_head_are_no_values():
    assert found("项目|件数", "1|2", "许可|10", "处罚|20", "合计|30") == []


def test_a_number_longer_than_any_that_is_counted_is_no_number():
    long = "9" * 1_000_001
    assert found("项目|件数", f"许可|{long}", f"处罚|{long}", f"合计|{long}") == []
