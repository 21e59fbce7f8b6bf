import json
from datetime import date
from pathlib import Path

import pytest

from gongkai.items import rules
from gongkai.items.reading import Citation, Refused, read, words

SAMPLES = Path(__file__).parents[2] / "catalogue" / "samples"
MISSION = (SAMPLES / "work-points-2017.txt").read_bytes()
HEADERS = Path("/work/shared/data/documents/headers.jsonl")


def text(*lines, encoding="utf-8"):
    return read("\n".join(lines).encode(encoding), "a.txt")


def test_the_mission_document_is_understood():
    found = read(MISSION, "work-points-2017.txt")
    assert found.header == {
        "number": "330103--2017--0510",
        "title": "杭州市下城区2017年政务公开工作要点",
        "publisher": "区政府办",
        "disclosure": "proactive",
        "audience": "面向社会",
        "retention": "长期公开",
        "published_on": date(2017, 7, 1),
        "issuer": "杭州市下城区人民政府办公室",
        "made_on": date(2017, 7, 1),
    }
    assert found.sources["number"] == "第1行“信息索引号”"
    assert found.sources["issuer"] == "第105行（落款）"
    assert found.findings == ()


def test_the_mission_document_keeps_its_six_sections_and_thirty_two_points():
    found = read(MISSION, "work-points-2017.txt")
    outline = rules.outline(found.html)
    assert [(each.level, each.id) for each in outline] == [(2, f"s{section}") for section in range(1, 7)]
    assert outline[0].text == "一、以政务公开助力稳增长"
    points = [found.html.count(f'<p id="s{section}-p') for section in range(1, 7)]
    assert points == [8, 6, 4, 7, 3, 4]
    lines = found.html.splitlines()
    assert lines[0].startswith("<p>为进一步做好我区政务公开工作,")
    assert lines[-2:] == [
        '<p class="signature">杭州市下城区人民政府办公室</p>',
        '<p class="signature">2017年7月1日</p>',
    ]
    assert rules.clean(found.html) == found.html


def test_the_documents_that_the_mission_document_cites_are_found_with_their_titles():
    assert read(MISSION, "a.txt").cited == (
        Citation("国办发〔2017〕24号", "国务院办公厅关于印发2017年政务公开工作要点的通知"),
        Citation("浙政办发〔2017〕36号", "浙江省人民政府办公厅关于印发2017年浙江省政务公开工作要点的通知"),
        Citation("杭政办函〔2017〕61号", "2017年杭州市政务公开工作要点"),
        Citation(
            "杭政办函〔2016〕129号",
            "杭州市人民政府办公厅关于印发杭州市整合建立统一的公共资源交易平台实施方案的通知",
        ),
    )


def test_nothing_of_the_mission_document_is_lost():
    found = read(MISSION, "a.txt")
    kept = "".join(rules.plain_text(found.html).split())
    body = MISSION.decode().split("工作要点", 1)[1]
    assert kept == "".join(body.replace("\u3000", "").split())


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("索 引 号：000014349/2018-00222", "number", "000014349/2018-00222"),
        ("信息索取号: 330103--2017--0001", "number", "330103--2017--0001"),
        ("名　　称：关于某事的通知", "title", "关于某事的通知"),
        ("发布机构：区财政局", "publisher", "区财政局"),
        ("发文机关：国务院办公厅", "issuer", "国务院办公厅"),
        ("制发机关:区财政局", "issuer", "区财政局"),
        ("发文字号：国办发[2018] 123 号", "doc_number", "国办发〔2018〕123号"),
        ("备注/文号：下政办发（2017）15号", "doc_number", "下政办发〔2017〕15号"),
        ("成文日期：2018年12月07日", "made_on", date(2018, 12, 7)),
        ("发布日期：2018-12-27 10:19:00", "published_on", date(2018, 12, 27)),
        ("公开日期：二〇一八年十二月二十七日", "published_on", date(2018, 12, 27)),
        ("公开方式：依申请公开", "disclosure", "on-request"),
        ("公开属性：不予公开", "disclosure", "withheld"),
        ("主题分类：综合政务\\政务公开", "theme", "综合政务\\政务公开"),
        ("体裁分类：通知", "genre", "通知"),
        ("主题词：财政 预算", "keywords", "财政 预算"),
        ("责任部门：综合科", "section", "综合科"),
        ("有效性：有效", "validity", "有效"),
        ("施行日期：2018-01-01", "effective_on", date(2018, 1, 1)),
        ("内容概述：<!-- 概述 -->", "abstract", "概述"),
        ("【文号】国办发〔2018〕1号", None, None),
        ("索引号\t330103--2017--0001", "number", "330103--2017--0001"),
    ],
)
def test_header_lines_are_known_by_all_their_names(line, field, value):
    found = text(line, "", "关于某事的通知", "", "正文。")
    if field:
        assert found.header[field] == value


@pytest.mark.parametrize("value", ["", "无", "— —", "——", "-", "/", "null", "暂无"])
def test_placeholders_mean_empty(value):
    assert "doc_number" not in text(f"文号：{value}", "名称：通知", "", "正文。").header


@pytest.mark.parametrize("value", ["1970-01-01", "1900-01-01", "9999-12-31", "1970-01-01 00:00:00"])
def test_sentinel_dates_mean_empty(value):
    found = text(f"发布日期：{value}", "名称：通知", "", "正文。")
    assert "published_on" not in found.header
    assert not any("发布日期" in sentence for sentence in found.findings)


def test_what_cannot_be_understood_is_said_with_its_place():
    found = text("发布日期：2018-02-30", "公开形式：随便", "名称：通知", "", "正文。")
    assert "第1行“发布日期”：没有“2018-02-30”这一天" in found.findings
    assert "第2行“公开形式”：不认识的公开形式“随便”" in found.findings
    assert "没有找到落款和成文日期，请补填发文机关与成文日期" in found.findings


def test_several_values_on_one_line_are_told_apart():
    found = text(
        "索引号：330103--2017--0001  文号：下政发〔2017〕1号  发布日期：2017-07-01", "", "通知", "", "正文。"
    )
    assert (found.text("number"), found.text("doc_number")) == ("330103--2017--0001", "下政发〔2017〕1号")
    assert found.day("published_on") == date(2017, 7, 1)


def test_the_more_telling_name_wins():
    found = text("生成日期：2018-01-05", "成文日期：2018-01-01", "名称：通知", "", "正文。")
    assert found.day("made_on") == date(2018, 1, 1)


def test_a_document_without_header_is_read_from_its_layout():
    found = text(
        "下城区人民政府关于扶持",
        "小微企业的意见",
        "下政发〔2017〕12号",
        "",
        "各街道办事处，区政府各部门：",
        "根据《中小企业促进法》，提出以下意见。",
        "一、总体要求",
        "（一）基本原则",
        "1．坚持市场导向。",
        "（二）坚持公开。凡是政策均应公开。",
        "二、附则",
        "下城区人民政府",
        "二〇一七年七月五日",
        "附件：1.名单",
    )
    assert found.title == "下城区人民政府关于扶持小微企业的意见"
    assert found.text("doc_number") == "下政发〔2017〕12号"
    assert found.text("addressees") == "各街道办事处，区政府各部门"
    assert (found.text("issuer"), found.day("made_on")) == ("下城区人民政府", date(2017, 7, 5))
    assert [(each.level, each.id) for each in rules.outline(found.html)] == [
        (2, "s1"),
        (3, "s1-1"),
        (2, "s2"),
    ]
    assert '<p id="s1-1-p1">1．坚持市场导向。</p>' in found.html
    assert '<p id="s1-2">（二）坚持公开。凡是政策均应公开。</p>' in found.html
    assert found.html.endswith("<p>附件：1.名单</p>")
    assert found.cited == ()


def test_a_title_in_the_header_leaves_the_text_whole():
    found = text("标题：关于某事的通知", "", "现将有关事项通知如下。")
    assert (found.title, found.html) == ("关于某事的通知", "<p>现将有关事项通知如下。</p>")
    found = text("标题：关于某事的通知", "", "关于某事的通知", "", "现将有关事项通知如下。")
    assert found.html == "<p>现将有关事项通知如下。</p>"


def test_a_text_without_title_says_so():
    assert "没有找到标题，请补填名称" in text("现将有关事项通知如下。", "", "请遵照执行。").findings


def test_markup_in_a_text_is_text():
    found = text("通知", "", "<script>alert(1)</script> a < b & c")
    assert found.html == "<p>&lt;script&gt;alert(1)&lt;/script&gt; a &lt; b &amp; c</p>"


def test_titles_within_titles_and_repeated_citations():
    found = text(
        "通知",
        "",
        "按照《关于转发〈意见〉的通知》（国办发〔2017〕24号）和国办发〔2017〕24号、浙政发〔2017〕1号文件，"
        "落实《关于印发《办法》的通知》（杭政函〔2016〕2号）。",
    )
    assert found.cited == (
        Citation("国办发〔2017〕24号", "关于转发〈意见〉的通知"),
        Citation("浙政发〔2017〕1号", ""),
        Citation("杭政函〔2016〕2号", "关于印发《办法》的通知"),
    )


def test_a_document_does_not_cite_itself():
    found = text("文号：下政发〔2017〕1号", "", "通知", "", "本文（下政发〔2017〕1号）自印发之日起施行。")
    assert found.cited == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_read_alike(encoding):
    assert (
        text("索引号：330103--2017--0001", "", "通知", encoding=encoding).text("number")
        == "330103--2017--0001"
    )


@pytest.mark.parametrize("data", [b"\n\n \n", "\u3000\n".encode()])
def test_a_file_without_words_is_refused(data):
    with pytest.raises(Refused, match="没有可以读取的文字"):
        read(data, "a.txt")


def test_formats_that_are_not_read_are_named():
    with pytest.raises(Refused, match="请作为附件上传"):
        read(b"%PDF-1.7", "a.pdf")
    assert words(b"%PDF-1.7", "a.pdf").text == ""


@pytest.mark.skipif(not HEADERS.exists(), reason="the collected headers are not on this machine")
def test_collected_headers_are_understood():
    for row in map(json.loads, HEADERS.read_text().splitlines()):
        fields = row["fields"]
        lines = [f"{label}：{value}" for label, value in fields.items()]
        found = text(*lines, "", "正文。")
        assert found.text("number") == fields["索引号"]
        assert found.title == fields["标题"]
        assert found.text("issuer") == fields["发文机关"]
        assert found.day("made_on") is not None


def test_a_data_set_is_no_text_to_read(monkeypatch):
    monkeypatch.setattr("gongkai.items.reading.MOST_WORDS", 20)
    with pytest.raises(Refused, match="请作为附件上传"):
        text("通知", "", "一二三四五六七八九十一二三四五六七八九十")
    assert (
        words("一二三四五六七八九十一二三四五六七八九十一".encode(), "a.csv").text
        == "一二三四五六七八九十" * 2
    )


def test_long_titles_end_articles_count_and_odd_numbers_stay():
    lines = ["甲" * 40, "乙" * 40, "丙" * 40, "丁" * 40]
    assert text(*lines).title == "甲" * 40 + "乙" * 40 + "丙" * 40
    found = text(
        "文号：一号文件", "", "通知", "", "第一条 目的。", "1、甲", "1、乙", "2017年7月1日", "以上。"
    )
    assert found.text("doc_number") == "一号文件"
    assert [mark for mark in ("s0-1", "s0-p1", "s0-p1-2") if f'id="{mark}"' in found.html] == [
        "s0-1",
        "s0-p1",
        "s0-p1-2",
    ]
    assert found.day("made_on") is None


def test_a_signature_may_be_a_date_alone_or_stand_on_two_lines():
    found = text("通知", "", "正文。", "", "2017年7月1日")
    assert (found.text("issuer"), found.day("made_on")) == ("", date(2017, 7, 1))
    assert text("通知", "", "正文。", "", "区财政局", "（2017年7月1日）").text("issuer") == "区财政局"
    assert text("通知", "", "甲" * 300 + "2017年7月1日").day("made_on") is None


def test_a_title_whose_marks_do_not_match_is_left_out():
    assert text("通知", "", "按照关于某事》（国办发〔2017〕24号）").cited == (
        Citation("国办发〔2017〕24号", ""),
    )
