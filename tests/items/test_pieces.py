"""Files are read piece by piece, each with its place and with what stands above it."""

import pytest

from gongkai.items.reading import Refused
from gongkai.items.reading.pieces import letters, pieces
from tests.items import containers
from tests.items.office import RELATIONS, S, author, xlsx


def said(data, name):
    return [
        (each.place.removeprefix(f"附件“{name}”"), each.text, each.heading) for each in pieces(data, name)
    ]


def test_the_cells_of_a_sheet_are_called_by_its_title_and_headed():
    data = xlsx([["下城区救助名单"], ["姓 名", "病种"], ["张三", "肺癌"], ["李四", ""]], title="公示")
    assert said(data, "a.xlsx") == [
        ("工作表“公示”A1", "下城区救助名单", ""),
        ("工作表“公示”A2", "姓 名", ""),
        ("工作表“公示”B2", "病种", ""),
        ("工作表“公示”A3", "张三", "姓名"),
        ("工作表“公示”B3", "肺癌", "病种"),
        ("工作表“公示”A4", "李四", "姓名"),
    ]


def test_a_number_in_powers_of_ten_is_read_as_it_is_shown():
    data = xlsx([["姓名", "电话"], ["张三", 1.3812345678e10]])
    assert said(data, "a.xlsx")[-1] == ("工作表“Sheet1”B2", "13812345678", "电话")


def test_a_heading_may_name_a_year():
    data = xlsx([["姓名", "2017年补助（元）"], ["张三", "640"]])
    assert said(data, "a.xlsx")[-1] == ("工作表“Sheet1”B2", "640", "2017年补助（元）")


def test_a_row_of_figures_is_no_heading():
    data = xlsx([["2017", "2018"], ["1", "2"]])
    assert {heading for _, _, heading in said(data, "a.xlsx")} == {""}


def test_a_word_file_is_read_by_paragraphs_and_cells_with_what_nobody_looks_at():
    body = (
        containers.paragraph("公示")
        + containers.table(("姓名", "住址"), ("张三", "东新路3号"))
        + "<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
    )
    header = f"<w:hdr {containers.W}>{containers.paragraph('页眉的话')}</w:hdr>"
    data = containers.docx(body, **{"word__header1.xml": header, "docProps__core.xml": author("张三")})
    assert said(data, "a.docx") == [
        ("第1段", "公示", ""),
        ("第2段表格第1行第1列", "姓名", ""),
        ("第2段表格第1行第2列", "住址", ""),
        ("第2段表格第2行第1列", "张三", "姓名"),
        ("第2段表格第2行第2列", "东新路3号", "住址"),
        ("页眉", "页眉的话", ""),
        ("修订中删去的文字", "删去", ""),
        ("文件属性", "张三", "作者"),
    ]


def test_the_pages_of_a_pdf_are_counted():
    assert said(containers.pdf("Hello"), "a.pdf") == [("第1页", "Hello", "")]


def test_the_author_of_a_pdf_is_read():
    data = containers.pdf("x", extra={9: b"<< /Author (Zhang San) >>"}, trailer=b"/Info 9 0 R")
    assert said(data, "a.pdf")[-1] == ("文件属性", "Zhang San", "作者")


def test_a_table_of_commas_has_cells_and_a_text_has_lines():
    assert said("姓名,病种\n张三,肺癌".encode(), "a.csv")[-1] == ("B2", "肺癌", "病种")
    assert said("甲\n\n乙".encode(), "a.txt") == [("第1行", "甲", ""), ("第3行", "乙", "")]


def test_what_is_not_read_has_no_pieces_and_what_is_damaged_is_refused():
    assert said(b"\x89PNG", "a.png") == []
    with pytest.raises(Refused):
        said(b"PK\x03\x04 nothing", "a.xlsx")
    with pytest.raises(Refused):
        said(b"a,b\n" + b"x" * 200_000, "a.csv")


def test_columns_are_called_as_sheets_call_them():
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


LINK = (
    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="x" Target="mailto:li@qq.com" '
    'TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("part", "content", "said_so"),
    [
        (
            "xl/pivotCache/pivotCacheRecords1.xml",
            f'<a {S}><r><s v="张三"/></r></a>',
            ("数据透视表缓存", "张三"),
        ),
        ("xl/externalLinks/externalLink1.xml", f"<a {S}><v>张三</v></a>", ("外部链接缓存", "张三")),
        ("xl/charts/chart1.xml", '<c:a xmlns:c="c"><c:v>张三</c:v></c:a>', ("图表数据", "张三")),
        ("docProps/custom.xml", "<a><b>张三</b></a>", ("文件属性", "张三")),
        ("customXml/item1.xml", "<a><b>张三</b></a>", ("内嵌数据", "张三")),
        ("xl/worksheets/_rels/sheet1.xml.rels", LINK, ("链接地址", "mailto:li@qq.com")),
        (
            "xl/worksheets/sheet2.xml",
            f"<worksheet {S}><headerFooter><oddHeader>张三</oddHeader></headerFooter></worksheet>",
            ("页眉页脚", "张三"),
        ),
        ("xl/embeddings/a.xlsx", xlsx([["姓名"], ["张三"]]), ("内嵌文件工作表“Sheet1”A2", "张三")),
    ],
)
def test_what_an_office_file_holds_unseen_is_read_too(part, content, said_so):
    data = xlsx([["甲", "乙"]], **{part: content})
    assert said_so in [(place, words) for place, words, _ in said(data, "a.xlsx")]
