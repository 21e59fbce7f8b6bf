"""PDF files: what acts of its own is found wherever it hides, and words are read as far as they go."""

import pytest

from gongkai.items import pdf
from tests.each import OnDemand
from tests.items import containers
from tests.items.containers import CATALOG, HEAD, packed, stream

ID_CARD = "11010519491231002X"  # the specimen of GB 11643
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
ENCRYPTION = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (%s) /U (%s) >>" % (b"x" * 32, b"y" * 32)
OPEN = CATALOG[:-2]

ACTIVE = {
    "script": containers.pdf(extra={6: SCRIPT}),
    "script by another spelling": containers.pdf(extra={6: SCRIPT.replace(b"Java", b"J#61va")}),
    "script in a catalogue": containers.pdf(catalog=OPEN + b" /OpenAction " + SCRIPT + b" >>"),
    "script named by its key": containers.pdf(extra={6: b"<< /S 7 0 R /JS (app.alert(1)) >>"}),
    "script in a packed object": containers.pdf(extra={6: packed({7: SCRIPT})}),
    "script in packed objects without a type": containers.pdf(extra={6: packed({7: SCRIPT}, b"")}),
    "script that the table does not mention": HEAD + b"9 0 obj" + SCRIPT + b"endobj\n" + containers.pdf("x"),
    "second of two keys": containers.pdf(extra={6: b"<< /S /URI /S /J#61vaScript >>"}),
    "second of two keys, packed": containers.pdf(extra={6: packed({7: b"<< /S /URI /S /JavaScript >>"})}),
    "script after what cannot be parsed": containers.pdf(extra={6: b"<< /A } /S /J#61vaScript >>"}),
    "script in an address": containers.pdf(extra={6: b"<< /S /URI /URI ( JavaScript:alert(1)) >>"}),
    "program": containers.pdf(extra={6: b"<< /S /Launch /F (calc.exe) >>"}),
    "file": containers.pdf(extra={6: b"<< /F (a.exe) /EF << /F 7 0 R >> >>"}),
    "files in a catalogue": containers.pdf(catalog=OPEN + b" /Names << /EmbeddedFiles 6 0 R >> >>"),
    "form with scripts of its own": containers.pdf(catalog=OPEN + b" /AcroForm << /XFA 6 0 R >> >>"),
}
BROKEN = OnDemand(
    {
        "no objects": b"%PDF-1.4",
        "no pages": containers.numbered({1: CATALOG, 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
        "pages that hold themselves": containers.numbered(
            {1: CATALOG, 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}
        ),
        "packed objects that cannot be unpacked": containers.pdf(
            extra={6: b"<< /N 1 /First 4 /Filter /FlateDecode /Length 3 >>\nstream\nxyz\nendstream"}
        ),
        "bomb": lambda: containers.pdf(extra={6: stream(b"0" * 200_000_000, b"/Type /ObjStm /N 1 /First 4")}),
    }
)


@pytest.mark.parametrize("name", ACTIVE)
def test_what_acts_of_its_own_is_found_wherever_it_hides(name):
    assert pdf.fault(ACTIVE[name]) == pdf.SENTENCES["active"]


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_refused(name):
    assert pdf.fault(BROKEN[name]) == pdf.SENTENCES["broken"]


def test_a_locked_file_is_refused():
    assert (
        pdf.fault(containers.pdf(extra={6: ENCRYPTION}, trailer=b"/Encrypt 6 0 R"))
        == pdf.SENTENCES["encrypted"]
    )


def test_names_in_words_are_no_names():
    assert pdf.fault(containers.pdf("/JavaScript", "/Launch", "/EmbeddedFiles")) == ""
    assert pdf.fault(containers.pdf(extra={6: b"<< /URI (https://example.gov.cn/JS/Launch) >>"})) == ""


def test_words_of_pages_comments_and_fields_are_read():
    note = b"/Annots [<< /Subtype /Text /Contents (seen by all) >> << /Subtype /Widget /V (filled in) >>]"
    data = containers.pdf("Name", ID_CARD, entries=note)
    text, is_whole = pdf.words(data)
    assert text.split("\n") == ["Name", ID_CARD, "", "seen by all", "filled in"]
    assert is_whole


@pytest.mark.parametrize("encoding", [("GBK-EUC-H", "gbk"), ("UniGB-UCS2-H", "utf-16-be")])
def test_chinese_is_read(encoding):
    name, codec = encoding
    words = f"张三{ID_CARD}"
    font = {
        4: stream(b"BT /F1 12 Tf 50 700 Td <%s> Tj ET" % words.encode(codec).hex().encode()),
        5: b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /%s /DescendantFonts [6 0 R] >>"
        % name.encode(),
        6: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun >>",
    }
    assert pdf.words(containers.pdf(extra=font)) == (words, True)


def test_scans_and_fonts_that_hide_their_letters_are_told():
    picture = b"/Resources << /XObject << /I 6 0 R >> >>"
    assert pdf.words(containers.pdf(extra={3: containers.page(picture)})) == ("", False)
    hidden = {
        4: stream(b"BT /F1 12 Tf <001400150016> Tj ET"),
        5: b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
        6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X >>",
    }
    assert pdf.words(containers.pdf(extra=hidden))[1] is False
    assert pdf.words(containers.pdf()) == ("", True)


def test_one_damaged_page_does_not_hide_the_others():
    pages = {
        2: b"<< /Type /Pages /Kids [7 0 R 3 0 R] /Count 2 >>",
        7: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 8 0 R >>",
        8: b"<< /Filter /Unheard /Length 3 >>\nstream\nxyz\nendstream",
    }
    text, is_whole = pdf.words(containers.pdf("second", extra=pages))
    assert (text.strip(), is_whole) == ("second", False)


def test_a_process_that_is_ended_has_not_said_all(monkeypatch):
    monkeypatch.setattr("gongkai.proofing.apart.ask", lambda module, task, data: [["first", True]])
    assert pdf.words(b"") == ("first", False)
    monkeypatch.setattr("gongkai.proofing.apart.ask", lambda module, task, data: [])
    assert pdf.fault(b"") == pdf.SENTENCES["crowded"]
