"""Word files: headings, tables, list numbers, and what must not be read."""

from datetime import date

import pytest

from gongkai.items import rules
from gongkai.items.reading import Refused, read, words
from tests.items import containers
from tests.items.containers import paragraph, table


def test_a_word_file_is_read_with_headings_and_tables():
    body = (
        table(
            ("索 引 号", "330103--2017--0008", "文号", "下政发〔2017〕8号"),
            ("发布日期", "2017-07-03", "主题词", "无"),
        )
        + paragraph("下城区财政局关于公开预算的通知", "a")
        + paragraph("各部门：")
        + paragraph("总体要求", "1")
        + paragraph("公开范围", "2")
        + paragraph("公开全部部门预算。", "n")
        + table(("部门", "金额"), ("财政局", "1 &lt; 2"))
        + "<w:p><w:r><w:t>换</w:t><w:br/><w:t>行</w:t></w:r>"
        + "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
        + paragraph("下城区财政局　2017年7月3日")
    )
    found = read(containers.docx(body), "预算.docx")
    assert found.header == {
        "number": "330103--2017--0008",
        "doc_number": "下政发〔2017〕8号",
        "published_on": date(2017, 7, 3),
        "title": "下城区财政局关于公开预算的通知",
        "addressees": "各部门",
        "issuer": "下城区财政局",
        "made_on": date(2017, 7, 3),
    }
    assert found.sources["number"] == "第1段表格“索引号”"
    assert [(each.level, each.text) for each in rules.outline(found.html)] == [
        (2, "总体要求"),
        (3, "公开范围"),
    ]
    assert "<td>1 &lt; 2</td>" in found.html
    assert "<p>换</p>\n<p>行</p>" in found.html
    assert "删去" not in found.html
    assert "部门\t金额" in words(containers.docx(body), "预算.docx").text


def test_a_word_file_cannot_reach_beyond_itself(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("秘密")
    prolog = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    found = read(containers.docx(paragraph("标题") + paragraph("正文&e;。"), prolog=prolog), "a.docx")
    assert "秘密" not in found.html


@pytest.mark.parametrize("document", ["<broken", "<a/>"])
def test_a_damaged_word_file_is_refused(document):
    data = containers.archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document})
    with pytest.raises(Refused, match="已损坏"):
        read(data, "a.docx")


NUMBERED = f"""<w:numbering {containers.W}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3．"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="2"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3.%4"/></w:lvl>
<w:lvl w:ilvl="4"><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%5"/></w:lvl>
<w:lvl w:ilvl="5"><w:numFmt w:val="bullet"/><w:lvlText w:val="l"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"/></w:num>
</w:numbering>"""


def numbered(text, depth, list_id=1):
    mark = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{mark}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_numbers_that_the_word_processor_writes_are_read():
    depths = [0, 1, 1, 2, 3, 4, 5, 0, 1, 2]
    body = paragraph("标题") + "".join(numbered("文字", depth) for depth in depths) + numbered("另起", 0, 2)
    found = words(containers.docx(body, **{"word__numbering.xml": NUMBERED}), "a.docx").text.split("\n")[1:]
    assert found == [
        "一、文字",
        "（一）文字",
        "（二）文字",
        "1．文字",
        "1.b文字",
        "①文字",
        "文字",
        "二、文字",
        "（一）文字",
        "1．文字",
        "一、另起",
    ]


def test_numbered_headings_by_style_make_the_structure():
    styles = containers.STYLES.replace(
        '<w:style w:styleId="1">',
        '<w:style w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
    )
    parts = {"word__numbering.xml": NUMBERED, "word__styles.xml": styles}
    body = paragraph("标题", "a") + paragraph("总体要求", "1") + paragraph("附则", "1")
    outline = rules.outline(read(containers.docx(body, **parts), "a.docx").html)
    assert [(each.id, each.text) for each in outline] == [("s1", "一、总体要求"), ("s2", "二、附则")]


def test_text_in_content_controls_is_read_once_and_pictures_are_missed():
    body = (
        paragraph("标题")
        + f"<w:sdt><w:sdtContent>{paragraph('控件中的文字。')}</w:sdtContent></w:sdt>"
        + '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        + "<mc:Choice><w:r><w:drawing/><w:t>图注</w:t></w:r></mc:Choice>"
        + "<mc:Fallback><w:r><w:t>图注</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
        + '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'
        + "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>"
    )
    found = read(containers.docx(body), "a.docx")
    assert rules.plain_text(found.html) == "控件中的文字。\n图注\n甲\t乙"
    assert "文件中有1处图片或图形没有读入，请另行上传" in found.findings


def test_cells_that_are_no_header_are_passed_over():
    body = table(("索引号：", "330103--2017--0008"), ("其他", "值")) + paragraph("关于某事的通知")
    found = read(containers.docx(body), "a.docx")
    assert (found.text("number"), found.title) == ("330103--2017--0008", "关于某事的通知")


def test_a_list_that_is_not_declared_writes_no_number():
    body = paragraph("标题") + numbered("文字", 0, 7)
    assert words(containers.docx(body, **{"word__numbering.xml": NUMBERED}), "a.docx").text == "标题\n文字"
