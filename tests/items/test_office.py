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
    assert words(data, "名单.xlsx") == "姓名\t金额\n张三\t110105194912310021\t\t\n10"


def test_a_sheet_without_shared_strings_is_read():
    data = containers.archive(
        {"xl/worksheets/sheet1.xml": f"<worksheet {S}><row><c><v>1</v></c></row></worksheet>"}
    )
    assert words(data, "a.xlsx") == "1"


def test_slides_and_their_notes_are_read():
    slide = f"<p {A}><a:p><a:r><a:t>公开</a:t></a:r><a:r><a:t>要点</a:t></a:r></a:p></p>"
    data = containers.archive({"ppt/slides/slide1.xml": slide, "ppt/notesSlides/notesSlide1.xml": slide})
    assert words(data, "a.pptx") == "公开要点\n公开要点"


def test_pages_of_ofd_are_read():
    page = f"<ofd:Page {OFD}><ofd:TextCode>下城区</ofd:TextCode><ofd:TextCode>通知</ofd:TextCode></ofd:Page>"
    data = containers.archive({"OFD.xml": "<x/>", "Doc_0/Pages/Page_0/Content.xml": page})
    assert words(data, "a.ofd") == "下城区\n通知"


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
