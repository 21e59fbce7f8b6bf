"""What is masked in a file is nowhere in it any more; what cannot be proven is refused with a sentence."""

import io
import re
import zipfile

import pypdfium2
import pytest
from stdnum.iso7064 import mod_11_2

from gongkai.items import pdf, reading
from gongkai.items.reading.pieces import pieces
from gongkai.proofing import redaction
from gongkai.proofing.redaction import Hide, Irredactable, Order, apart, package
from gongkai.proofing.redaction.faults import Fault
from tests.items import containers
from tests.items.office import S, author, xlsx

ID = "33010319900101123" + mod_11_2.calc_check_digit("33010319900101123")
MASKED = f"33{'*' * 14}{ID[-2:]}"
PHONE = "13812345678"
ORDER = Order((Hide(ID, MASKED), Hide(PHONE, "138******78")))


def redact(data, suffix, order):
    """Rewrite a file here: that a process apart does it is tested below, once for each way that it ends."""
    return apart.REWRITE[suffix](data, order)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name).decode("utf-8", "ignore") for name in container.namelist()}


def gone(data, *values):
    """Whether none of these values is in any part, as it is and without its markup."""
    return not any(
        value in part or value in re.sub("<[^>]+>", "", part)
        for part in parts(data).values()
        for value in values or (ID, PHONE)
    )


def said(data, name):
    return [each.text for each in pieces(data, name)]


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_a_number_cut_into_runs_is_masked_and_the_words_around_it_stay():
    body = (
        f"<w:p>{run('张三' + ID[:6])}<w:r><w:rPr><w:b/></w:rPr><w:t>{ID[6:]}</w:t></w:r>{run('，男')}</w:p>"
    )
    result = redact(containers.docx(body), ".docx", ORDER)
    assert said(result, "a.docx") == [f"张三{MASKED}，男"]
    assert gone(result, ID, ID[6:])


def test_what_nobody_looks_at_in_a_word_file_is_masked_too():
    halves = "".join(f"<w:r><w:delText>{half}</w:delText></w:r>" for half in (ID[:9], ID[9:]))
    deleted = f"<w:del w:author='张三'>{halves}</w:del>"
    field = f"<w:p><w:r><w:instrText>HYPERLINK tel:{PHONE}</w:instrText></w:r></w:p>"
    body = f"<w:p>{deleted}{run('公示')}</w:p>{field}" + containers.table(("姓名", "证件"), ("张三", ID))
    margin = containers.paragraph(ID[:6] + "\u200b" + ID[6:])
    data = containers.docx(
        body,
        **{
            "word__header1.xml": f"<w:hdr {containers.W}>{margin}</w:hdr>",
            "word__comments.xml": f"<w:comments {containers.W}>{containers.paragraph(PHONE)}</w:comments>",
            "word___rels__document.xml.rels": f'<x><Relationship Id="r" Target="tel:{PHONE}"/></x>',
            "docProps__core.xml": author("李四"),
            "docProps__custom.xml": f"<x>{ID}</x>",
            "docProps__thumbnail.jpeg": b"\xff\xd8\xff",
            "customXml__item1.xml": f'<x a="{PHONE}">{ID}<!-- {ID} --></x>',
        },
    )
    result = redact(data, ".docx", ORDER)
    assert gone(result)
    assert gone(result, "李四")
    assert "张三" not in parts(result)["word/document.xml"].split("tbl")[0]
    assert not {"docProps/custom.xml", "docProps/thumbnail.jpeg"} & set(parts(result))
    reading.read(result, "a.docx")


def test_a_value_is_masked_however_it_is_typed():
    wide = ID.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    grouped = f"{ID[:6]} {ID[6:14]}-{ID[14:]}"
    result = redact("\n".join([wide, grouped, f"1{PHONE}"]).encode("gb18030"), ".txt", ORDER)
    assert result.decode("utf-8-sig").split("\n") == [MASKED, MASKED, f"1{PHONE}"]


def test_numbers_formulas_and_shared_strings_of_a_workbook_are_masked():
    data = xlsx(
        [["姓名", "证件", "电话"], ["张三", ID, int(PHONE)], ["李四", "无", float(PHONE)]],
        **{
            "xl__worksheets__sheet2.xml": (
                f'<worksheet {S}><sheetData><row r="1">'
                f'<c r="A1" t="str"><f>"138"&amp;B1</f><v>{PHONE}</v></c>'
                f'<c r="B1"><f>VALUE("{PHONE}")</f><v>1</v></c></row></sheetData></worksheet>'
            ),
            "xl__comments1.xml": f"<x {S}><author>王五</author><text><t>{PHONE}</t></text></x>",
            "xl__calcChain.xml": f"<calcChain {S}/>",
        },
    )
    result = redact(data, ".xlsx", ORDER)
    assert gone(result)
    assert gone(result, "王五", "1.3812345678E+10", "1.3812345678")
    assert "xl/calcChain.xml" not in parts(result)
    words = said(result, "a.xlsx")
    assert words[:9] == ["姓名", "证件", "电话", "张三", MASKED, "138******78", "李四", "无", "138******78"]


def test_a_column_of_a_workbook_is_emptied_and_its_words_are_nowhere():
    data = xlsx([["救助名单"], ["姓名", "病种", "金额"], ["张三", "尿毒症", 640], ["李四", "", 780]])
    result = redact(data, ".xlsx", Order((), ("病种",)))
    assert said(result, "a.xlsx") == ["救助名单", "姓名", "病种", "金额", "张三", "***", "640", "李四", "780"]
    assert gone(result, "尿毒症")


def test_a_column_of_a_word_table_is_emptied_below_its_heading():
    body = containers.table(("姓名", "病种"), ("张三", "尿毒症"), ("李四", ""))
    result = redact(containers.docx(body), ".docx", Order((), ("病种",)))
    assert said(result, "a.docx") == ["姓名", "病种", "张三", "***", "李四"]


def test_a_column_of_commas_is_emptied():
    result = redact("姓名,病种\n张三,尿毒症\n".encode(), ".csv", Order((), ("病种",)))
    assert result.decode("utf-8-sig").splitlines() == ["姓名,病种", "张三,***"]


def test_a_workbook_within_a_document_is_masked_as_well():
    body = containers.paragraph("见图")
    inner = xlsx([["电话"], [int(PHONE)]])
    result = redact(containers.docx(body, **{"word__embeddings__a.xlsx": inner}), ".docx", ORDER)
    with zipfile.ZipFile(io.BytesIO(result)) as container:
        assert gone(container.read("word/embeddings/a.xlsx"))


def test_a_short_value_is_masked_only_where_it_stands_alone():
    data = xlsx([["住址"], ["1号"], ["2017年5月1号"]])
    assert said(redact(data, ".xlsx", Order((Hide("1号", "***"),))), "a.xlsx") == [
        "住址",
        "***",
        "2017年5月1号",
    ]


def test_the_page_of_a_pdf_becomes_a_picture_without_the_words():
    data = containers.pdf(f"Zhang {ID}", extra={9: b"<< /Author (Zhang) >>"}, trailer=b"/Info 9 0 R")
    result = redact(data, ".pdf", ORDER)
    assert pdf.fault(result) == ""
    assert pdf.words(result)[0].strip() == ""
    assert pdf.authors(result) == []
    assert ID.encode() not in result
    page = pypdfium2.PdfDocument(result)[0]
    assert page.get_size() == (600, 800)
    dark = bytes(page.render(scale=1, grayscale=True).buffer).count(0)
    assert dark > 100  # what was masked is black, and there is something to be seen


def test_the_other_pages_of_a_pdf_keep_their_words_and_lose_their_comments():
    note = b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (secret) >>"
    data = containers.pdf(
        f"one {ID}",
        extra={
            2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
            6: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 7 0 R /Annots [8 0 R] "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            7: containers.stream(b"BT /F1 12 Tf 50 700 Td (two) Tj ET"),
            8: note,
        },
    )
    result = redact(data, ".pdf", ORDER)
    assert [each.strip() for each in pdf.pages(result)] == ["", "two"]
    assert b"secret" not in result


def test_a_page_that_shares_a_form_with_a_masked_one_becomes_a_picture_too():
    form = containers.stream(
        b"BT /F1 12 Tf 50 600 Td (%s) Tj ET" % ID.encode(),
        b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F1 5 0 R >> >>",
    )
    resources = b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 9 0 R >> >>"
    data = containers.pdf(
        extra={
            2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
            3: containers.page(resources),
            4: containers.stream(b"/X Do"),
            6: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 7 0 R " + resources + b" >>",
            7: containers.stream(b"BT /F1 12 Tf 50 700 Td (two) Tj ET"),
            9: form,
        },
    )
    result = redact(data, ".pdf", ORDER)
    assert [each.strip() for each in pdf.pages(result)] == ["", ""]


ENCRYPTED = containers.pdf("x", trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >>")


@pytest.mark.parametrize(
    ("data", "suffix", "sentence"),
    [
        (b"PK\x03\x04 nothing", ".docx", "已损坏"),
        (b"%PDF-1.7 nothing", ".pdf", "已损坏"),
        (ENCRYPTED, ".pdf", "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xlsx", "密码"),
        (containers.docx("<w:p>"), ".docx", "已损坏"),
        (containers.docx("", prolog='<!DOCTYPE x [<!ENTITY e "x">]>'), ".docx", "已损坏"),
        (containers.docx("", **{"word__embeddings__a.bin": b"x"}), ".docx", "内嵌"),
        (containers.docx("", **{"word__afchunk.rtf": b"x"}), ".docx", "内嵌"),
        (containers.docx("", **{"word__media__a.png": b"\x89PNG" + PHONE.encode()}), ".docx", "仍能找到"),
        (containers.docx("", **{"word__big.xml": b"<a/>" * 2_000_000}), ".docx", "过大"),
        (b"\xff\xfe\xff", ".txt", "已损坏"),
        (b"x", ".png", "不能自动遮蔽"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_masked_is_refused_with_a_sentence(data, suffix, sentence):
    with pytest.raises(Irredactable, match=sentence):
        redaction.redact(data, suffix, ORDER)


def test_a_process_apart_gives_the_same_file():
    data = containers.docx(containers.paragraph(ID))
    assert redaction.redact(data, ".docx", ORDER) == redact(data, ".docx", ORDER)


def test_a_package_that_unpacks_to_more_than_there_is_room_for_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES", 1000)
    with pytest.raises(Fault, match="crowded"):
        redact(containers.docx("", word__more="x" * 1001), ".docx", ORDER)


def test_columns_of_a_workbook_with_a_pivot_table_are_refused():
    data = xlsx([["姓名", "病种"], ["张三", "肺癌"]], **{"xl__pivotCache__pivotCacheRecords1.xml": "<x/>"})
    with pytest.raises(Fault, match="cached"):
        redact(data, ".xlsx", Order((), ("病种",)))


def test_a_file_that_takes_too_long_ends_its_own_process_only(monkeypatch):
    monkeypatch.setattr(redaction, "PATIENCE", 0.01)
    with pytest.raises(Irredactable, match="过大"):
        redaction.redact(containers.docx(containers.paragraph("x")), ".docx", ORDER)


@pytest.mark.parametrize(
    "text",
    [
        "证件 33 01-03·1990 0101\u200b1234。",
        "ＡＢ１２３４５６７、ab1234567",
        "王 小\u00a0明，王小明明",
        "330103199001011234567",
        "-",
        "没有要找的",
    ],
)
def test_of_many_values_those_that_stand_in_a_text_are_found_in_every_guise(text):
    values = ["330103199001011234", "AB-1234567", "王小明", "明", *(f"1380013{n:04}" for n in range(300))]
    order = Order(tuple(Hide(each, "*") for each in values))
    expected = text
    for each in order.hides:
        expected = each.pattern.sub("*", expected)
    assert order.masked(text) == expected
    assert order.is_in(text) is any(each.pattern.search(text) for each in order.hides)
