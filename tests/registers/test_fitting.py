"""Columns of a list: what is empty is left out, what matters comes first, what finds no room is told."""

from gongkai.portal.registers.cells import Cell
from gongkai.portal.registers.fitting import everything, fit, only
from tests.registers.test_schema import declared

SAID = declared()
FIELDS = [SAID.fields[key] for key in ("number", "maker", "inspector", "result", "fine", "checked_on")]


def row(**texts):
    return [Cell(each.key, each.label, texts.get(each.key, ""), each.type.word) for each in FIELDS]


ROWS = [
    row(number="001", maker="下城区演示食品有限责任公司", result="合格", checked_on="2017-06-01"),
    row(number="002", result="不合格", fine="20,000", checked_on="2017-06-02"),
]


def keys(cut):
    return [each.field.key for each in cut.columns]


def fitted(room, first=(), rows=ROWS):
    return fit(SAID.fields["product"], FIELDS, rows, first=first, room=room)


def test_a_column_that_is_empty_in_all_rows_is_left_out():
    cut = fitted(100.0)
    assert keys(cut) == ["number", "maker", "result", "fine", "checked_on"]
    assert cut.left == [], "it says nothing, so nothing of it is missing"


def test_what_a_mask_hides_says_something():
    hidden = [*ROWS, [Cell("inspector", "检验人", "", "person", note="按规定隐去")]]
    assert "inspector" in keys(fitted(100.0, rows=hidden))


def test_what_finds_no_room_is_told_and_the_first_ones_stay_in_their_order():
    cut = fitted(26.0, first=["checked_on", "fine"])
    assert keys(cut) == ["number", "fine", "checked_on"]
    assert [each.key for each in cut.left] == ["maker", "result"]
    assert cut.keys == {"product", "number", "fine", "checked_on"}
    assert [each.key for each in only(ROWS[0], cut)] == ["number", "fine", "checked_on"]


def test_all_that_is_shown_fits():
    for room in range(10, 80):
        cut = fitted(float(room))
        assert cut.head.need + sum(each.need + 1.3 for each in cut.columns) <= room


def test_long_words_stand_on_several_lines_and_days_on_one():
    sizes = {each.field.key: each.size for each in fitted(100.0).columns}
    assert sizes["maker"] == 7
    assert sizes["checked_on"] == 6
    assert sizes["number"] < sizes["maker"]


def test_what_was_chosen_is_shown_whole():
    cut = everything(SAID.fields["product"], FIELDS, ROWS)
    assert keys(cut) == [each.key for each in FIELDS]
    assert cut.left == []


def test_a_list_without_rows_has_no_columns_but_its_head():
    assert keys(fitted(50.0, rows=[])) == []
