"""The PDF of a paper is PDF/A-2a and PDF/UA-1 as far as its structure shows, whatever text it was given."""

import re
from io import BytesIO

import pylopdf_fonts_zh_cn as faces
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from gongkai.ui.paper import Cell, Fields, Heading, Numbered, Paragraph, Table, cells
from gongkai.ui.paper.glyphs import known
from gongkai.ui.paper.typeset import typeset
from tests.papers import ANYTHING, LETTER, PAPERS, REPORT, joined, paper, read_pdf

NAMES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
FORBIDDEN = {"/AA", "/JS", "/OpenAction", "/EF", "/EmbeddedFiles", "/Alternates", "/OPI", "/PS"}
ACTIONS = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/SubmitForm", "/Hide"}


def opened(each):
    return PdfReader(BytesIO(typeset(each)), strict=True)


def objects(reader):
    """Yield every dictionary that can be reached from the root."""
    seen, waiting = set(), [reader.trailer["/Root"]]
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if each.idnum in seen:
                continue
            seen.add(each.idnum)
            each = each.get_object()
        if isinstance(each, DictionaryObject):
            yield each
            waiting += [each.raw_get(key) for key in each]
        elif isinstance(each, ArrayObject):
            waiting += list(each)


@pytest.mark.parametrize("each", PAPERS, ids=["letter", "report"])
def test_the_file_claims_pdf_a_2a_and_pdf_ua_1_in_its_metadata(each):
    stream = opened(each).root_object["/Metadata"].get_object()
    assert "/Filter" not in stream  # readable without a PDF library
    xmp = etree.fromstring(stream.get_data())
    told = {
        name: "".join(xmp.xpath(f"//{name}//text()|//@{name}", namespaces=NAMES)).strip() for name in TOLD
    }
    assert told == {
        "pdfaid:part": "2",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
        "dc:title": each.title.replace("\n", ""),
        "dc:creator": each.organisation,
        "dc:language": "zh-CN",
        "xmp:CreateDate": f"{each.signed_on}T00:00:00Z",
    }


TOLD = "pdfaid:part pdfaid:conformance pdfuaid:part dc:title dc:creator dc:language xmp:CreateDate".split()


@pytest.mark.parametrize("each", PAPERS, ids=["letter", "report"])
def test_catalogue_and_trailer_hold_what_pdf_a_asks_for(each):
    reader = opened(each)
    root = reader.root_object
    assert root["/Lang"] == "zh-CN" and root["/MarkInfo"]["/Marked"].value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    (intent,) = root["/OutputIntents"]
    profile = intent.get_object()["/DestOutputProfile"].get_object()
    assert intent.get_object()["/S"] == "/GTS_PDFA1" and profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp" and profile.get_data()[16:20] == b"RGB "
    assert len(reader.trailer["/ID"]) == 2 and "/Encrypt" not in reader.trailer
    assert reader.metadata.title == each.title.replace("\n", "")
    assert reader.metadata.author == each.organisation
    head = typeset(each)[:20]
    assert head.startswith(b"%PDF-1.7") and min(head[10:14]) > 127  # told to be binary


@pytest.mark.parametrize("each", PAPERS, ids=["letter", "report"])
def test_nothing_acts_and_nothing_lies_outside(each):
    for found in objects(opened(each)):
        assert not {"/AA", "/JS", "/OpenAction", "/EF", "/EmbeddedFiles", "/Alternates", "/OPI"} & set(found)
        assert found.get("/S") not in {
            "/JavaScript",
            "/Launch",
            "/Sound",
            "/Movie",
            "/ResetForm",
            "/ImportData",
        }
        assert found.get("/Filter") not in {"/LZWDecode", "/Crypt"} and "/F" not in found
        assert found.get("/ColorSpace") != "/DeviceCMYK"


@pytest.mark.parametrize("each", PAPERS, ids=["letter", "report"])
def test_every_font_is_embedded_as_a_part_and_tells_its_characters(each):
    fonts = [found for found in objects(opened(each)) if found.get("/Type") == "/Font"]
    assert {font["/Subtype"] for font in fonts} == {"/Type0", "/CIDFontType0"}
    for font in fonts:
        assert re.match(r"/[A-Z]{6}\+Noto(Sans|Serif)SC", font["/BaseFont"])
        if font["/Subtype"] == "/Type0":
            assert font["/Encoding"] == "/Identity-H" and font["/ToUnicode"].get_object().get_data()
        else:
            assert font["/FontDescriptor"]["/FontFile3"].get_object().get_data()


def tags(reader):
    """Return the tag of every element of the structure."""
    return [str(found["/S"]) for found in objects(reader) if {"/S", "/P", "/K"} <= set(found)]


def test_the_parts_of_a_paper_are_tagged():
    letter, report = tags(opened(LETTER)), tags(opened(REPORT))
    assert {"/Document", "/H1", "/H2", "/P", "/L", "/LI", "/Table", "/Figure"} <= set(letter)
    assert {"/Table", "/THead", "/TBody", "/TH", "/TD"} <= set(report)
    shown = [cell for cell in (*REPORT.blocks[1].header, *REPORT.blocks[1].rows) for cell in cell]
    assert report.count("/TH") + report.count("/TD") == len(shown)
    figure = next(found for found in objects(opened(LETTER)) if found.get("/S") == "/Figure")
    assert figure["/Alt"].startswith("二维码：https://www.example.gov.cn/")


def test_headings_that_skip_a_level_do_not_stop_a_paper():
    skipping = paper(Heading("3．细目", level=3), Heading("一、总目"), Heading("2．细目", level=3))
    assert "3．细目一、总目2．细目" in read_pdf(typeset(skipping))


def test_the_page_has_the_measures_of_official_papers():
    page = pypdfium2.PdfDocument(typeset(paper(Paragraph("公开" * 1000))))[0]
    assert [round(each / 72 * 25.4) for each in page.get_size()] == [210, 297]
    words = page.get_textpage()
    characters = list(words.get_text_range())
    boxes = [words.get_charbox(at) for at in range(words.count_chars())]
    lines = sorted({round(box[1]) for box, each in zip(boxes, characters, strict=True) if each == "公"})
    steps = {after - before for before, after in zip(lines, lines[1:], strict=False)}
    assert len(lines) > 12 and steps <= {27, 28, 29}
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    assert left >= 28 / 25.4 * 72 - 1 and right <= 184 / 25.4 * 72 + 1


def test_pages_are_numbered_outside_on_both_sides_of_the_sheet():
    pages = PdfReader(BytesIO(typeset(paper(Paragraph("公开" * 1500))))).pages
    assert [joined(page.extract_text())[-3:] for page in pages] == [f"—{n + 1}—" for n in range(len(pages))]
    assert len(pages) > 2


HOSTILE = [
    '#eval("1") #include "/etc/passwd" #read("/etc/passwd") #sys.inputs',
    "$x^2$ *strong* _emph_ `raw` <label> @ref = 标题 - 项 / 词: 义 // 注 /* 注 */ \\u{41} ~ --- ...",
    ']] }} )) [[ {{ (( "\' \\" #[ #{ #( ;',
    '{"kind": "Table"} \\n \\u0000 ${jndi:ldap://a} {{7*7}} <script>alert(1)</script> %PDF-1.4 endstream',
    "https://www.example.gov.cn/a?b=c&d=%E5%85%AC#e_f*g*h@i 邮箱 someone@example.cn",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_text_stays_text(text):
    table = Table(((Cell(text),),), ((Cell(text),),), caption=text, notes=(text,))
    blocks = (Paragraph(text), Heading(text), Fields(((text, text),)), Numbered((text,)))
    names = ("organisation", "title", "number", "addressee", "signature", "footer")
    whole = typeset(paper(enclosures=(text,), **dict.fromkeys(names, text)))
    assert PdfReader(BytesIO(whole)).metadata.title == text
    assert read_pdf(whole).count(joined(text)) == 7
    assert read_pdf(typeset(paper(*blocks))).count(joined(text)) == 5
    assert read_pdf(typeset(paper(table))).count(joined(text)) == 4


LONG = ["a" * 10_000, "公" * 10_000, "。" * 10_000, "（" * 10_000, "https://" + "a.b/" * 2_500, "——" * 5_000]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:9])
def test_a_text_of_ten_thousand_characters_in_one_line_stays_on_the_paper(text):
    document = pypdfium2.PdfDocument(typeset(paper(Paragraph(text), Fields((("内容", text),)))))
    found = 0
    for page in document:
        words = page.get_textpage()
        for at in range(words.count_chars()):
            if words.get_text_range(at, 1).strip("\u200b\r\n "):
                found += 1
                left, bottom, right, top = words.get_charbox(at)
                assert left > 28 and right < 595 - 28 and bottom > 28 and top < 842 - 28
    assert found >= 20_000


def test_a_long_table_repeats_its_header_and_goes_on():
    rows = tuple(cells([number, "关于公开的事项" * 3]) for number in range(200))
    report = paper(Table((cells(["序号", "事项名称"]),), rows), is_letter=False)
    pages = [joined(page.extract_text()) for page in PdfReader(BytesIO(typeset(report))).pages]
    assert len(pages) > 3 and all("序号事项名称" in page for page in pages[:-1])


def test_cells_over_more_rows_than_a_page_has_go_on():
    rows = ((Cell("合计", 1, 120), Cell("甲0乙")), *(((Cell(f"甲{n}乙"),)) for n in range(1, 120)))
    text = read_pdf(typeset(paper(Table((), rows))))
    assert [f"甲{n}乙" in text for n in range(120)] == [True] * 120


def test_rare_characters_of_names_are_there_and_others_are_told_by_code_point():
    rare = "𬭩𫟼𬍛㐂镕堃喆"
    assert rare in read_pdf(typeset(paper(Paragraph(rare))))
    assert "〓（U+20000）〓（U+1F600）" in read_pdf(typeset(paper(Paragraph("𠀀😀"))))


def test_what_a_font_knows_is_read_from_the_font():
    there = known(faces.serif_path())
    assert {ord(each) for each in "公开〓①□“—·𬭩A"} <= there and not {0x1F600, 0x20000, 0} & there
    assert 30_000 < len(there) < 40_000


def test_a_font_without_the_whole_of_unicode_is_refused(tmp_path):
    font = tmp_path / "some.otf"
    font.write_bytes(b"OTTO\0\1" + bytes(6) + b"cmap" + bytes(7) + b"\x1c" + bytes(8))
    with pytest.raises(ValueError, match=r"some\.otf"):
        known(font)


@settings(max_examples=80)
@given(ANYTHING)
def test_any_text_can_be_set(text):
    blocks = (Paragraph(text), Heading(text), Fields(((text, text),)), Numbered((text,)))
    table = Table(((Cell(text),),), ((Cell(text),),), notes=(text,))
    data = typeset(paper(*blocks, table, addressee=text, number=text, signature=text, enclosures=(text,)))
    assert data.startswith(b"%PDF-1.7")


@settings(max_examples=40)
@given(
    st.text(
        st.sampled_from("公开条例第三十六条，。：；（）《》“”、1234567890abcXYZ-.@#$%&*_\\/ \n"), max_size=200
    )
)
def test_what_was_written_is_read_back_to_the_letter(text):
    expected = joined("白下区人民政府答复书" + text + "2026年11月26日")
    assert read_pdf(typeset(paper(Paragraph(text)))) == expected
