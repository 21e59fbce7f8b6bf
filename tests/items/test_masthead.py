"""Heads of official documents (GB/T 9704-2012), and what is told of a text beyond its head."""

import pytest

from gongkai.items import summing
from gongkai.items.reading import read

TITLE = "关于做好政务公开工作的通知"
REST = f"{TITLE}\n\n各部门：\n现就有关事项通知如下。\n\n"


def text(*lines):
    return read("\n".join(lines).encode(), "a.txt")


HEADS = {
    "down": (["000012", "机密★1年", "特急", "下城区人民政府文件", "", "下政发〔2017〕3号", ""],
             "下政发〔2017〕3号", "下城区人民政府", ""),
    "up": (["下城区财政局文件", "下财发〔2017〕3号　　　签发人：王某某", ""],
           "下财发〔2017〕3号", "下城区财政局", "王某某"),
    "signer below": (["下城区财政局文件", "下财发〔2017〕3号", "签发人：王某某", ""],
                     "下财发〔2017〕3号", "下城区财政局", "王某某"),
    "joint": (["下城区财政局", "下城区教育局文件", "下财发〔2017〕3号", ""],
              "下财发〔2017〕3号", "下城区财政局 下城区教育局", ""),
    "letter": (["下城区财政局", "下财函〔2017〕3号", ""], "下财函〔2017〕3号", "下城区财政局", ""),
    "spread": (["国 务 院 文 件", "国发〔2017〕3号", ""], "国发〔2017〕3号", "国务院", ""),
    "order": (["下城区人民政府令", "第 3 号", ""], "下城区人民政府令第3号", "下城区人民政府", ""),
    "minutes": (["下城区政府常务会议纪要", "〔2017〕3号", "下城区人民政府办公室　　　2017年7月1日", ""],
                "〔2017〕3号", "下城区人民政府办公室", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_heads_are_read_and_the_title_follows(name):
    head, number, issuer, signatory = HEADS[name]
    found = text(*head, REST)
    assert found.title == TITLE and found.text("addressees") == "各部门"
    assert (found.text("doc_number"), found.text("issuer")) == (number, issuer)
    assert found.text("signatory") == signatory
    assert "发文" in found.sources["doc_number"] or "令号" in found.sources["doc_number"]
    assert number not in found.html and "文件" not in found.html


def test_what_is_no_head_stays_in_the_text():
    assert text("下城区人民政府办公室", f"{TITLE}", "", "正文。").title == f"下城区人民政府办公室{TITLE}"
    assert "下城区财政局" in text("下城区财政局", "", "2017年预算说明如下。", "正文。").title
    assert text("下城区财政局文件").title == "下城区财政局文件"


def test_all_who_sign_are_issuers():
    found = text("财政部文件", "财发〔2017〕3号", "", REST, "财政部", "教育部", "2017年7月1日")
    assert found.text("issuer") == "财政部 教育部"


def test_an_abstract_is_made_of_whole_sentences_that_tell_what_it_is_about():
    words = (
        "各部门：\n一、总体要求\n经区政府同意，特此转发。为做好公开工作，现通知如下。请遵照执行。"
        + "长" * 120
        + "。"
    )
    assert summing.abstract_of(words) == "为做好公开工作，现通知如下。"
    assert summing.abstract_of("没有句号的一行\n甲\t乙。") == ""
    assert len(summing.abstract_of("为做好某项工作，制定本办法。" * 30)) <= 100


def test_an_abstract_leaves_out_numbers_of_paragraphs_and_no_figures():
    assert summing.abstract_of("1.上半年公共预算收入51.3亿元。") == "上半年公共预算收入51.3亿元。"
    assert summing.abstract_of("51.3亿元是上半年的公共预算收入。") == "51.3亿元是上半年的公共预算收入。"


def test_genre_theme_and_keywords_follow_the_words():
    genres = ("意见", "通知", "函", "命令（令）")
    assert summing.genre_of("关于某事的通知（试行）", genres) == "通知"
    assert summing.genre_of("关于某事的复函", genres) == "函"
    assert summing.genre_of("某省人民政府令", genres) == "命令（令）"
    assert summing.genre_of("2017年工作安排", genres) == ""
    words = {"财政": ("预算", "财政"), "教育": ("学校", "招生")}
    assert summing.theme_of("关于预算公开的通知", "财政资金", words) == "财政"
    assert summing.theme_of("关于学校预算的通知", "", words) == ""  # as much one as the other
    assert summing.theme_of("关于某事的通知", "", words) == ""
    assert summing.keywords_of("关于学校预算公开的通知", ["预算", "预算公开", "学校"]) == "学校 预算公开"
