"""Differences of two wordings, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.items import differences
from gongkai.items.differences import Piece


def side(pieces, without):
    return "".join(piece.text for piece in pieces if piece.mark != without)


def test_words_are_compared_not_characters():
    pieces = differences.texts("公开财政收入情况", "公开财政支出情况")
    assert pieces == (
        Piece("same", "公开"),
        Piece("removed", "财政收入"),
        Piece("added", "财政支出"),
        Piece("same", "情况"),
    )


@given(st.text("公开财政收支<>&0", max_size=20), st.text("公开财政收支<>&0", max_size=20))
def test_both_wordings_can_be_read_out_of_their_difference(old, new):
    pieces = differences.texts(old, new)
    assert side(pieces, "added") == old
    assert side(pieces, "removed") == new


def test_a_rewritten_paragraph_is_paired_and_a_new_one_added():
    old = "<p>第一段保持不变。</p><p>本办法自2017年1月1日起施行。</p>"
    new = "<p>第一段保持不变。</p><p>本办法自2018年1月1日起施行。</p><p>全新的一段话。</p>"
    same, rewritten, added = differences.bodies(old, new)
    assert not same.is_changed
    assert {piece.mark for piece in rewritten.pieces} == {"same", "added", "removed"}
    assert added.pieces == (Piece("added", "全新的一段话。"),)


def test_paragraphs_that_went_stand_before_what_follows_them():
    old = "<p>应当删去的完全不同的内容</p><p>第二条 主管部门负责。</p>"
    rows = differences.bodies(old, "<p>第二条 主管部门承担。</p>")
    assert [row.pieces[0].mark for row in rows] == ["removed", "same"]


def test_unchanged_stretches_are_left_out_and_counted():
    old = "".join(f"<p>第{n}条 内容{n}。</p>" for n in range(10))
    rows = differences.bodies(old, old + "<p>完全另外增加</p>")
    assert [row.skipped for row in rows] == [9, 0, 0]
    assert differences.bodies(old, old)[0].skipped == 10


def test_other_words_for_a_picture_are_a_change():
    body = (
        "<p>见下图<img src='/files/a.png' alt='{0}'>。</p><figure><img src='/files/b.png' alt='{1}'></figure>"
    )
    rows = differences.bodies(body.format("收入图", ""), body.format("支出图", "地图"))
    assert [[(piece.mark, piece.text) for piece in row.pieces] for row in rows] == [
        [("same", "见下图［图片："), ("removed", "收入"), ("added", "支出"), ("same", "图］。")],
        [("same", "［图片："), ("removed", "没有替代文字"), ("added", "地图"), ("same", "］")],
    ]
    assert differences.paragraphs("<img src='/files/a.png' alt='图'>") == ["［图片：图］"]


def test_markup_is_text_and_table_rows_are_paragraphs():
    body = "<table><tr><td>单位</td><td>5&lt;6</td></tr></table><ul><li>一</li></ul>"
    assert differences.paragraphs(body) == ["单位 │ 5<6", "一"]


def test_plain_text_and_nothing_have_paragraphs_of_their_own():
    assert differences.paragraphs("只有文字") == ["只有文字"]
    assert differences.paragraphs("  ") == []
    assert differences.bodies("", "") == []


def test_lines_of_plain_text_are_compared_one_by_one():
    rows = differences.lines("甲\n乙\n丙", "甲\n丁戊己\n丙")
    marks = [[piece.mark for piece in row.pieces] for row in rows]
    assert marks == [["same"], ["added"], ["removed"], ["same"]]


def test_unchanged_paragraphs_between_two_changes_are_counted():
    old = "\n".join(f"第{n}条" for n in range(8))
    new = old.replace("第0条", "全新开头的一段").replace("第7条", "完全不同的末尾")
    assert [row.skipped for row in differences.lines(old, new) if row.skipped] == [4]


def test_a_single_character_between_two_rewritten_stretches_is_no_island():
    pieces = differences.texts("由财政局和审计局负责", "由民政厅和统计厅负责")
    assert [piece.mark for piece in pieces] == ["same", "removed", "added", "same"]
    assert "".join(p.text for p in pieces if p.mark != "added") == "由财政局和审计局负责"
    assert "".join(p.text for p in pieces if p.mark != "removed") == "由民政厅和统计厅负责"


def test_what_was_only_added_on_either_side_leaves_the_word_between_alone():
    pieces = differences.texts("应当公开", "应当及时、准确公开")
    assert [(p.mark, p.text) for p in pieces if p.mark != "same"] == [("added", "及时、准确")]
