"""The words of attachments that are not read as documents."""

import pytest

from gongkai.items.reading import Refused, words
from tests.items import containers

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def test_cells_of_all_sheets_are_read_in_order():
    rows = (
        '<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>金额</t></is></c></row>'
        '<row><c t="s"><v>1</v></c><c><v>110105194912310021</v></c><c t="s"><v>9</v></c><c/></row>'
    )
    data = containers.archive(
        {
            "xl/sharedStrings.xml": f"<sst {S}><si><t>姓名</t></si>"
            "<si><r><t>张</t></r><r><t>三</t></r></si></sst>",
            "xl/worksheets/sheet10.xml": f"<worksheet {S}><row><c><v>10</v></c></row></worksheet>",
            "xl/worksheets/sheet2.xml": f"<worksheet {S}>{rows}</worksheet>",
        }
    )
    assert words(data, "名单.xlsx").text == "姓名\t金额\n张三\t110105194912310021\t\t\n10"


def test_a_sheet_without_shared_strings_is_read():
    data = containers.archive(
        {"xl/worksheets/sheet1.xml": f"<worksheet {S}><row><c><v>1</v></c></row></worksheet>"}
    )
    assert words(data, "a.xlsx").text == "1"


def test_slides_and_their_notes_are_read():
    slide = f"<p {A}><a:p><a:r><a:t>公开</a:t></a:r><a:r><a:t>要点</a:t></a:r></a:p></p>"
    data = containers.archive({"ppt/slides/slide1.xml": slide, "ppt/notesSlides/notesSlide1.xml": slide})
    assert words(data, "a.pptx").text == "公开要点\n公开要点"


def test_pages_of_ofd_are_read():
    page = f"<ofd:Page {OFD}><ofd:TextCode>下城区</ofd:TextCode><ofd:TextCode>通知</ofd:TextCode></ofd:Page>"
    data = containers.archive({"OFD.xml": "<x/>", "Doc_0/Pages/Page_0/Content.xml": page})
    assert words(data, "a.ofd").text == "下城区\n通知"


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("a.xlsx", "xl/worksheets/sheet1.xml"),
        ("a.pptx", "ppt/slides/slide1.xml"),
        ("a.ofd", "Doc_0/Pages/P/Content.xml"),
    ],
)
def test_a_damaged_part_is_refused(name, entry):
    with pytest.raises(Refused, match="已损坏"):
        words(containers.archive({entry: "<broken"}), name)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
D = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_what_stands_around_a_text_and_was_deleted_from_it_is_read():
    part = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format
    data = containers.docx(
        part("正文") + "<w:p><w:del><w:r><w:delText>删去的</w:delText></w:r></w:del></w:p>",
        **{
            "word/header1.xml": f"<w:hdr {W}>{part('页眉')}</w:hdr>",
            "word/footnotes.xml": f"<w:footnotes {W}><w:footnote>{part('脚注')}</w:footnote></w:footnotes>",
            "word/comments.xml": f"<w:comments {W}><w:comment>{part('批注')}</w:comment></w:comments>",
        },
    )
    assert words(data, "a.docx").text.split("\n") == ["正文", "脚注", "批注", "页眉", "删去的"]


def test_comments_and_drawings_of_sheets_and_slides_are_read():
    comment = f"<comments {S}><comment><text><r><t>批</t></r><r><t>注</t></r></text></comment></comments>"
    drawing = f'<d xmlns:a="{D}"><a:p><a:r><a:t>文本框</a:t></a:r></a:p></d>'
    sheet = {"xl/worksheets/sheet1.xml": f"<worksheet {S}/>", "xl/comments1.xml": comment}
    data = containers.archive(sheet | {"xl/drawings/drawing1.xml": drawing})
    assert words(data, "a.xlsx").text == "批注\n文本框"
    threaded = '<x xmlns="urn:x"><threadedComment><text>批注</text></threadedComment></x>'
    assert words(containers.archive({"ppt/comments/c1.xml": threaded}), "a.pptx").text == "批注"


def test_what_holds_no_letters_is_not_wholly_read():
    assert not words(containers.archive({"OFD.xml": "<x/>"}), "扫描.ofd").is_whole
    assert not words(b"", "图.png").is_whole
