"""Tables on pages: cells of several lines, names at their top or in their middle, names within the cells."""

import pytest

from gongkai.items.pdf import layout, looking
from gongkai.items.reading import read, understand
from tests.items import containers
from tests.items.test_formats import placed

TITLE = "区政府关于做好政务公开工作的通知"
TEXT = [
    (74, 600, "为进一步推进决策执行管理服务和结果公开现就有关事项通知如下。", 16),
    (50, 570, "以上。", 16),
]


def at(*cells):
    return [(x, 700 - y, words) for x, y, words in cells]


TOP = at(
    (50, 0, "索引号"), (110, 0, "001-2017-00001"), (272, 0, "主题分类"), (340, 0, "综合"),
    (50, 15, "标题"), (110, 15, "区政府关于做好政务公开"), (272, 15, "文号"), (340, 15, "X政发〔2017〕3号"),
    (110, 30, "工作的通知"),
    (50, 45, "发文机关"), (110, 45, "区政府"), (272, 45, "成文日期"), (340, 45, "2017年7月1日"),
)  # fmt: skip
MIDDLE = at(
    (340, 0, "综合政务、政务公开和"),
    (50, 7, "索引号"), (110, 7, "001-2017-00001"), (272, 7, "主题分类"),
    (340, 15, "其他"),
    (110, 30, "区政府关于做好政务公开"),
    (50, 37, "标题"), (272, 37, "文号"), (340, 37, "X政发〔2017〕3号"),
    (110, 45, "工作的通知"),
    (50, 60, "发文机关"), (110, 60, "区政府"), (272, 60, "成文日期"), (340, 60, "2017年7月1日"),
)  # fmt: skip
GAPS = at(
    (50, 0, "索引号"), (110, 0, "001-2017-00001"), (272, 0, "主题分类"), (340, 0, "综合"),
    (110, 25, "区政府关于做好政务公开"),
    (50, 40, "标题"), (110, 40, "工作的"), (272, 40, "文号"), (340, 40, "X政发〔2017〕3号"),
    (110, 55, "通知"),
    (50, 80, "发文机关"), (110, 80, "区政府"), (272, 80, "成文日期"), (340, 80, "2017年7月1日"),
)  # fmt: skip
PAIRS = at(
    (272, 0, "主题分类：综合政务、"),
    (50, 7, "索引号：001-2017-00001"),
    (272, 15, "其他"),
    (50, 30, "标题：区政府关于做好政务公开"), (272, 30, "文号：X政发〔2017〕3号"),
    (50, 45, "工作的通知"),
    (50, 60, "发文机关：区政府"), (272, 60, "成文日期：2017年7月1日"),
)  # fmt: skip


def blocks(*lines):
    return list(layout.blocks(looking.opened(placed(*lines))))


@pytest.mark.parametrize("header", [TOP, MIDDLE, GAPS, PAIRS], ids=["top", "middle", "gaps", "pairs"])
def test_a_header_in_cells_of_several_lines_is_read(header):
    found = understand(blocks(*header, *TEXT))
    assert (found.title, found.text("doc_number")) == (TITLE, "X政发〔2017〕3号")
    assert (found.text("number"), found.text("issuer")) == ("001-2017-00001", "区政府")
    assert str(found.day("made_on")) == "2017-07-01"
    assert found.text("theme").startswith("综合")
    assert "以上。" in found.html and "标题" not in found.html


def test_a_pair_of_name_and_value_in_one_cell_of_a_word_file_is_read():
    row = containers.table(("标题：关于某事的通知", "文号：X政发〔2017〕3号"))
    found = read(containers.docx(row + containers.paragraph("以上。")), "a.docx")
    assert (found.title, found.text("doc_number")) == ("关于某事的通知", "X政发〔2017〕3号")


def test_two_short_lines_are_no_table():
    found = blocks(
        (74, 700, "一、总体目标"), (74, 680, "（一）具体要求"), (50, 660, "项目"), (250, 660, "期限")
    )
    assert all(not block.rows for block in found)


def test_the_time_for_a_file_is_counted_from_its_first_page(monkeypatch):
    clock = iter([100.0, 101.0])
    monkeypatch.setattr(layout.time, "process_time", lambda: next(clock))
    assert blocks((74, 700, "以上。"))
