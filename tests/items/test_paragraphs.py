"""A body is looked through and changed place by place, whatever markup stands between its words."""

import pytest

from gongkai.items.paragraphs import pieces, replaced
from gongkai.items.rules import plain_text

BODY = (
    '<h2 id="s1">标题</h2><p>甲<strong>乙</strong>丙<br>丁</p><ol><li>一<p>二</p></li></ol>'
    "<table><caption>表</caption><tr><th>姓 名</th><th>电话</th></tr>"
    "<tr><td>张三</td><td><p>1</p><p>2</p></td></tr>"
    '</table><p><img src="/files/a" alt="图"><a title="提示" href="#s1">见</a></p>'
)


def test_every_word_has_a_place_and_a_cell_its_heading():
    assert [(each.place, each.text, each.heading) for each in pieces(BODY)] == [
        ("正文第1段", "标题", ""),
        ("正文第2段", "甲乙丙", ""),
        ("正文第3段", "丁", ""),
        ("正文第4段", "一", ""),
        ("正文第5段", "二", ""),
        ("正文第6段", "表", ""),
        ("正文表1第1行第1列", "姓 名", ""),
        ("正文表1第1行第2列", "电话", ""),
        ("正文表1第2行第1列", "张三", "姓名"),
        ("正文表1第2行第2列", "1", "电话"),
        ("正文表1第2行第2列第2段", "2", "电话"),
        ("正文第7段", "见", ""),
        ("正文图片1替代文字", "图", ""),
        ("正文链接1提示文字", "提示", ""),
    ]


@pytest.mark.parametrize("each", pieces(BODY), ids=lambda each: each.place)
def test_whatever_has_a_place_can_be_replaced_there_and_nothing_else_changes(each):
    found = replaced(BODY, {each.place: [(0, len(each.text), "新")]})
    assert [piece.text for piece in pieces(found)] == [
        "新" if piece.place == each.place else piece.text for piece in pieces(BODY)
    ]
    assert found.count("<") == BODY.count("<")


def test_an_address_has_a_place_where_it_holds_somebody_s_number():
    body = '<p><a href="https://a.cn/1">甲</a><a href="https://a.cn/?id=11010519491231002X">乙</a></p>'
    place = pieces(body)[-1].place
    assert [each.place for each in pieces(body)] == ["正文第1段", "正文链接2地址"]
    assert replaced(body, {place: [(17, 35, "***")]}) == body.replace("11010519491231002X", "***")


def test_several_words_of_one_place_are_replaced_from_behind():
    body = "<p>一二<em>三四</em>五</p>"
    assert replaced(body, {"正文第1段": [(0, 1, "X"), (1, 3, "YY")]}) == "<p>XYY<em>四</em>五</p>"
    assert plain_text(replaced(body, {})) == "一二三四五"


def test_a_paragraph_of_numbers_alone_is_written_once():
    times = 40_000  # to write it anew for each of them would take hours
    body = f"<p>{'甲<b>一二</b>三，' * times}</p>"
    spots = [(n * 5 + 1, n * 5 + 3, "**") for n in range(times)]
    found = replaced(body, {"正文第1段": spots})
    assert found == f"<p>{'甲<b>**</b>三，' * times}</p>"
