import pytest

from gongkai.proofing import structure
from gongkai.proofing.rules import Piece, Weight
from tests.proofing.finding import paragraphs, spots

LONG = "各部门应当按照要求公开信息，并于每月月底前报送进展情况，未按时报送的予以通报批评并限期改正。"


def found(*texts):
    return list(structure.check(paragraphs(*texts)))


def test_the_same_paragraph_twice_is_found_at_the_second():
    (each,) = found(LONG, LONG)
    assert (each.code, each.place, each.weight) == ("structure.twice", "正文第2段", Weight.ASKS)
    assert "正文第1段" in each.sentence
    assert [each.weight for each in found(LONG, "其间。", LONG)] == [Weight.TELLS]


def test_short_lines_may_stand_twice():
    assert found("同意。", "同意。", "联系人：张某") == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("《条例", ["《"]),
        ("条例》", ["》"]),
        ("（附件", ["（"]),
        ("国办发〔2017 24号", ["〔"]),
        ("（见《条例）", ["《"]),
        ("（全角与半角)", []),
        ("（一）工作；（二）进展", []),
        ("1）工作；2）进展", []),
        ("a）选项", []),
        ("《关于〈办法〉的通知》", []),
    ],
)
def test_brackets_come_in_pairs(text, marks):
    assert [each.excerpt for each in found(text)] == marks


def test_brackets_are_looked_at_in_cells_and_fields_but_quotations_in_paragraphs():
    cell = Piece("body", "正文表1第1行第1列", "（万元")
    assert [each.code for each in structure.check([cell])] == ["structure.bracket"]
    assert list(structure.check([Piece("attachments", "附件", "（万元")])) == []


@pytest.mark.parametrize(
    ("texts", "places"),
    [
        (["称“公开为常态。"], ["正文第1段"]),
        (["公开为常态”。"], ["正文第1段"]),
        (["“一段引文。", "“又一段引文。”"], []),
        (["第十条修改为：“第一款。", "第二款。”"], []),
        (["It’s"], []),
        (["说“甲”和“乙”。"], []),
    ],
)
def test_quotation_marks_come_in_pairs_over_paragraphs(texts, places):
    assert [each.place for each in found(*texts)] == places


@pytest.mark.parametrize(
    ("texts", "excerpts"),
    [
        (["一、甲", "二、乙", "四、丁"], ["四、"]),
        (["一、甲", "（一）子", "（二）丑", "二、乙", "（一）子", "（三）寅"], ["（三）"]),
        (["第一条　甲", "第二条　乙", "第四条　丁"], ["第四条"]),
        (["一、甲", "一、乙"], ["一、"]),
        (["1.甲", "2.乙", "3.丙", "二、乙"], []),
        (["一、甲", "二、乙", "附件1", "一、甲"], []),
        (["第九条　甲", "第二章　乙", "第十条　丙"], []),
        (["1.5万元", "3.2万元"], []),
        (["一、甲", "五十、乙"], []),
    ],
)
def test_numbers_that_skip_or_repeat_are_found(texts, excerpts):
    assert [each.excerpt for each in found(*texts)] == excerpts


def test_what_is_missing_is_named():
    (each,) = found("一、甲", "四、丁")
    assert each.sentence == "序号由“一、”跳到“四、”，缺少“二、”“三、”"
    assert spots([each]) == [("numbering", "四、")]


def test_a_text_of_brackets_and_quotation_marks_alone_is_looked_through_once():
    half = 100_000  # to look back for each of them would take hours
    assert len(found("（" * half + "】" * half)) == 2 * half
    assert len(found("“" * half * 10)) == half * 10
