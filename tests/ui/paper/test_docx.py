"""The .docx of a paper can be worked on, looks like an official paper and tells of no program or clock."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings

from gongkai.items import reading
from gongkai.ui.paper import Fields, Heading, Numbered, Paragraph, Table, cells
from gongkai.ui.paper.editable import edited
from tests.papers import ANYTHING, LETTER, ON, PAPERS, REPORT, joined, paper, read_docx


def opened(each):
    return Document(BytesIO(edited(each)))


def test_styles_name_their_chinese_faces():
    styles = opened(LETTER).styles
    faces = {
        name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "发文机关标志")
    }
    assert faces == {
        "Normal": "仿宋",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体",
        "发文机关标志": "方正小标宋简体",
    }


def test_text_and_page_have_the_measures_of_official_papers():
    document = opened(LETTER)
    text, page = document.styles["Normal"], document.sections[0]
    assert (text.font.size, text.paragraph_format.line_spacing) == (Pt(16), Pt(28))
    assert document.styles["Title"].font.size == Pt(22)
    sides = (page.top_margin, page.left_margin, page.page_width - page.left_margin - page.right_margin)
    assert [round(each / Mm(1), 1) for each in sides] == [37, 28, 156]


def test_the_file_tells_whose_it_is_and_of_which_day():
    told = opened(LETTER).core_properties
    assert (told.title, told.author, told.subject) == (LETTER.title, LETTER.organisation, LETTER.number)
    assert told.last_modified_by == LETTER.organisation and told.language == "zh-CN"
    assert told.created.date() == told.modified.date() == ON and told.comments == ""


@pytest.mark.parametrize("each", PAPERS)
def test_no_part_tells_of_the_library_or_of_the_clock(each):
    with ZipFile(BytesIO(edited(each))) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name or "vba" in name.lower()]
        whole = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml")).lower()
    assert b"python-docx" not in whole and b"macintosh" not in whole and b"2013" not in whole


def test_numbers_of_pages_stand_outside_on_both_sides_of_the_sheet():
    document = opened(LETTER)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for foot, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = foot.paragraphs[0]
        assert "PAGE" in line._p.xml and f'w:jc w:val="{side}"' in line._p.xml


def test_merged_cells_are_one_cell():
    table = opened(REPORT).tables[0]
    assert [len(row.cells) for row in table.rows] == [7] * 8
    corner = {table.cell(row, column)._tc for row in range(3) for column in range(3)}
    assert len(corner) == 1 and table.cell(2, 1).text == "勾稽关系"
    result = {table.cell(row, 0)._tc for row in range(4, 8)}
    assert len(result) == 1 and table.cell(6, 0).text == "三、本年度办理结果"
    heads = [row._tr.trPr is not None and "tblHeader" in row._tr.trPr.xml for row in table.rows]
    assert heads == [True] * 3 + [False] * 5


def test_two_tables_stay_two():
    one = Table(header=(), rows=(cells("ab"),))
    body = opened(paper(one, one)).element.body
    names = [each.tag.rpartition("}")[2] for each in body]
    assert "tbl" in names and ("tbl", "tbl") not in zip(names, names[1:], strict=False)


def test_the_code_has_words_for_who_cannot_see_it():
    assert 'descr="二维码：https://www.example.gov.cn/' in opened(LETTER).element.xml


def test_markup_in_a_text_stays_text():
    text = "<w:p/>&amp; ]]> <!-- {{x}} =1+1"
    assert joined(text) in read_docx(edited(paper(Paragraph(text))))


def test_our_own_reader_takes_a_letter_for_what_it_is():
    found = reading.read(edited(LETTER), "告知书.docx")
    assert found.header == {
        "title": LETTER.title,
        "issuer": LETTER.organisation,
        "doc_number": LETTER.number,
        "addressees": LETTER.addressee,
        "made_on": ON,
    }
    assert '<h2 id="s1">一、予以公开的信息</h2>' in found.html


@settings(max_examples=15)
@given(ANYTHING)
def test_any_text_can_be_written(text):
    blocks = (Paragraph(text), Heading(text), Fields(((text, text),)), Numbered((text,)))
    table = Table((cells([text]),), (cells([text]),), caption=text, notes=(text,))
    names = dict.fromkeys(("addressee", "number", "signature", "footer"), text)
    Document(BytesIO(edited(paper(*blocks, table, enclosures=(text,), **names))))
