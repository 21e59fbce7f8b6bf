"""Prescribed elements, forms, and what is a mere excerpt (law.md 6.1)."""

import pytest
import yaml
from django.conf import settings

from gongkai.items import declared, interpretation
from gongkai.proofing.rules import Weight

DECLARED = declared.interpretation()
WHOLE = (
    "出台背景是什么。目标任务有三项。主要内容如下。适用范围是全区。补贴标准为每平方米十元。政策期限为两年。"
    "小微企业是指符合国家规定的企业。与原政策的区别在于额度。惠民举措有房租减免。需要注意的是先申报。"
)


def test_the_ten_elements_of_the_law_are_declared_with_a_skeleton():
    titles = [each.title for each in DECLARED.elements]
    assert (
        titles
        == "背景依据 目标任务 主要内容 适用范围 执行标准 期限 关键词诠释 新旧差异 惠民举措 注意事项".split()
    )
    found = interpretation.skeleton(DECLARED.elements)
    assert found.count("<h2>") == 10 and "<h2>新旧差异</h2><p></p>" in found


def test_an_interpretation_with_everything_lacks_nothing():
    assert interpretation.missing(WHOLE, DECLARED.elements) == []
    assert list(interpretation.findings(WHOLE, ["另一份文件。"], DECLARED)) == []


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ("出台背景是什么。", "背景依据"),
        ("适用范围是全区。", "适用范围"),
        ("需要注意的是先申报。", "注意事项"),
    ],
)
def test_what_is_left_out_is_named(words, lacks):
    found = list(interpretation.findings(WHOLE.replace(words, ""), [], DECLARED))
    assert [(each.code, each.weight) for each in found] == [("interpretation.elements", Weight.TELLS)]
    assert f"没有写到：{lacks}（" in found[0].sentence


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("对小微企业给予房租补贴。每户每年最高五千元。", 100),
        ("对小微企业，给予房租补贴；每户 每年最高五千元", 100),  # punctuation changed is copied all the same
        ("对小微企业给予房租补贴。具体可以向财政局企业科咨询。", 46),
        ("我们来说说这项政策能给您带来什么好处。", 0),
        ("短句。", 0),
        ("", 0),
    ],
)
def test_the_share_of_copied_sentences_is_measured_in_characters(text, percent):
    document = "一、对小微企业给予房租补贴。\n二、每户每年最高五千元。本意见自公布之日起施行。"
    assert interpretation.copied(text, document, shortest=9) == percent


def test_a_mere_excerpt_is_told():
    found = list(interpretation.findings(WHOLE, [WHOLE], DECLARED))
    assert [each.code for each in found] == ["interpretation.excerpt"]
    assert "100%" in found[0].sentence and found[0].is_warning


def change(**values):
    data = yaml.safe_load((settings.CATALOGUE / "interpretation.yaml").read_text())
    return {**data, **values}


@pytest.mark.parametrize(
    "broken",
    [
        {"plan": {"weight": "perhaps"}},
        {"excerpt": {"weight": "tells"}},
        {"elements": "ten"},
        {"forms": []},
        {"forms": ["text"]},
    ],
)
def test_a_broken_declaration_is_refused_with_a_sentence(broken):
    with pytest.raises(interpretation.BadInterpretation, match=r"interpretation\.yaml 不完整或有误"):
        interpretation.declared_from(change(**broken))


@pytest.mark.parametrize("text", ["a: [", "- only\n- a list"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path, text):
    path = tmp_path / "interpretation.yaml"
    path.write_text(text)
    with pytest.raises(interpretation.BadInterpretation):
        declared.interpretation(path)


@pytest.mark.parametrize(
    ("body", "empty"),
    [
        ("<h2>背景依据</h2><p></p><h2>主要内容</h2><p>有三条。</p>", ["背景依据"]),
        ("<h2>背景依据</h2><h3>背景</h3><p>因为。</p><h2>期限</h2>", ["期限"]),
        ('<h2>图解</h2><p><img src="x"></p>', []),
        ("<p>没有小标题。</p>", []),
        ("", []),
    ],
)
def test_a_heading_with_nothing_beneath_is_found(body, empty):
    assert interpretation.empty_headings(body) == empty


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("<h2>背景依据</h2><p></p><h2>主要内容</h2><p>有三条。</p>", "<h2>主要内容</h2><p>有三条。</p>"),
        (
            "<h2>背景</h2><h3>一</h3><p> </p><h3>二</h3><h2>期限</h2><p>五年。</p>",
            "<h2>期限</h2><p>五年。</p>",
        ),
        ("<p>前言。</p><h2>期限</h2><p></p><p></p>", "<p>前言。</p>"),
        ("<h2>背景依据</h2><p></p>", ""),
        (
            '<h2>图解</h2><p><img src="x" alt="图"></p><p></p>',
            '<h2>图解</h2><p><img src="x" alt="图"></p><p></p>',
        ),
        ("<p>没有小标题。</p><p></p>", "<p>没有小标题。</p><p></p>"),
        ("", ""),
    ],
)
def test_headings_with_nothing_beneath_are_dropped_and_nothing_else_is(body, kept):
    assert interpretation.without_empty(body) == kept
