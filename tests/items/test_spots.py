import pytest

from gongkai.items import rules, spots
from gongkai.proofing import sums

TABLE = """<table><caption>收支表（单位：万元）</caption>
<tr><th rowspan="2">项目</th><th colspan="2">金额</th></tr><tr><th>上半年</th><th>下半年</th></tr>
<tr><td>许可</td><td><p>1</p><p>说明</p></td><td>2</td></tr></table>"""


def pieces(body):
    return [(each.place, each.text, each.is_paragraph) for each in spots.apart(rules.clean(body)).pieces]


def test_paragraphs_and_cells_have_places_and_empty_ones_none():
    assert pieces(f"<h2>一、甲</h2><p> </p><p>乙<br>丙</p>{TABLE}<ul><li>丁</li></ul>") == [
        ("正文第1段", "一、甲", True),
        ("正文第2段", "乙", True),
        ("正文第3段", "丙", True),
        ("正文第4段", "收支表（单位：万元）", True),
        ("正文表1第1行第1列", "项目", False),
        ("正文表1第1行第2列", "金额", False),
        ("正文表1第2行第1列", "上半年", False),
        ("正文表1第2行第2列", "下半年", False),
        ("正文表1第3行第1列", "许可", False),
        ("正文表1第3行第2列", "1", False),
        ("正文表1第3行第2列第2段", "说明", False),
        ("正文表1第3行第3列", "2", False),
        ("正文第5段", "丁", True),
    ]


def test_what_is_read_out_for_pictures_and_shown_for_links_is_a_piece():
    body = f'<p>图<img src="/files/{"a" * 64}/a.png" alt="收支图"><a href="/x" title="说明">见此</a></p>'
    found = spots.apart(rules.clean(body))
    assert [each.place for each in found.pieces] == ["正文第1段", "正文图片1替代文字", "正文链接1提示文字"]
    assert [(each.place, each.alternative) for each in found.pictures] == [("正文图片1", "收支图")]
    assert [(each.text, each.address) for each in found.links] == [("见此", "/x")]


def test_a_table_is_a_grid_whatever_its_cells_reach_over():
    (table,) = spots.apart(rules.clean(TABLE)).tables
    assert table.rows[:2] == (("项目", "金额", ""), ("", "上半年", "下半年"))
    assert table.unit == "万元"


def test_words_are_replaced_whatever_markup_stands_between_them():
    body = "<p>请抓<strong>紧布</strong>署工作。</p><p>布署</p>"
    mended = spots.replace(body, place="正文第1段", start=3, end=5, expected="布署", text="部署")
    assert mended == "<p>请抓<strong>紧部署</strong>工作。</p><p>布署</p>"
    cell = "<table><tbody><tr><td>甲</td><td>布署</td></tr></tbody></table>"
    mended = spots.replace(cell, place="正文表1第1行第2列", start=0, end=2, expected="布署", text="部署")
    assert "<td>部署</td>" in mended


def test_after_a_line_break_words_are_replaced_as_well():
    body = "<p>甲<br>请布署。</p>"
    assert spots.replace(body, place="正文第2段", start=1, end=3, expected="布署", text="部署") == (
        "<p>甲<br>请部署。</p>"
    )


@pytest.mark.parametrize("place", ["正文第1段", "正文第9段"])
def test_what_stands_there_no_more_is_not_replaced(place):
    with pytest.raises(LookupError):
        spots.replace("<p>请部署。</p>", place=place, start=1, end=3, expected="布署", text="部署")


def test_the_lines_of_a_sheet_are_tables():
    found = list(spots.sheets("名单\n甲\t1\n乙\t2\n\n丙\t3", place="附件“a.xlsx”"))
    assert [(each.place, len(each.rows)) for each in found] == [
        ("附件“a.xlsx”第2行起的表", 2),
        ("附件“a.xlsx”第5行起的表", 1),
    ]


def test_separated_values_are_a_table_and_nothing_beyond_all_bounds_is():
    assert spots.separated('甲,"1,000"\n乙,2', place="附件").rows == (("甲", "1,000"), ("乙", "2"))
    assert spots.separated("甲\t1", place="附件").rows == (("甲", "1"),)
    assert spots.separated("甲" * 200_000, place="附件").rows == ()


def test_cells_that_reach_over_others_without_bounds_fill_nothing_up():
    cell = f'<td rowspan="{"9" * 5000}" colspan="200">一</td>'
    (table,) = spots.apart(f"<table>{f'<tr>{cell}</tr>' * 10_000}</table>").tables
    assert sums.MOST_CELLS < sum(map(len, table.rows)) < 3 * sums.MOST_CELLS


def test_a_row_without_bounds_ends():
    row = '<td colspan="200">一</td>' * 5000
    (table,) = spots.apart(f"<table><tr>{row}</tr></table>").tables
    assert len(table.rows[0]) < sums.MOST_CELLS + 500
