"""OFD: words are masked however they are cut, and nothing that repeats them or depends on them stays."""

import io
import zipfile

import pytest

from gongkai.items.reading.pieces import pieces
from gongkai.proofing.redaction import apart
from gongkai.proofing.redaction.faults import Fault
from tests.items import containers
from tests.proofing.test_redaction import ID, MASKED, ORDER, PHONE, gone, parts

OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE = "Doc_0/Pages/Page_0/Content.xml"
redact = apart.REWRITE[".ofd"]


def text(words, x=20.0, y=30.0, inner=""):
    return (
        f'<ofd:TextObject Boundary="{x} {y} {4 * len(words)} 4" Size="4">{inner}'
        f'<ofd:TextCode X="0" Y="4">{words}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(*texts, **entries):
    pages = {"OFD.xml": f"<ofd:OFD {OFD}/>", PAGE: f"<ofd:Page {OFD}>{''.join(texts)}</ofd:Page>"}
    return containers.archive(pages | {name.replace("__", "/"): data for name, data in entries.items()})


def said(data):
    return [each.text for each in pieces(data, "a.ofd")]


def test_words_in_one_text_lose_their_glyphs_and_the_words_around_them_stay():
    glyphs = '<ofd:CGTransform CodePosition="0"><ofd:Glyphs>5 6 7</ofd:Glyphs></ofd:CGTransform>'
    result = redact(ofd(text(f"张三{ID}，男", inner=glyphs), text("公示", y=60, inner=glyphs)), ORDER)
    assert "".join(said(result)) == f"张三{MASKED}，男公示"
    assert gone(result) and parts(result)[PAGE].count("CGTransform") == 2  # only the other text's


def test_letters_placed_one_by_one_in_any_order_are_masked_letter_by_letter():
    letters = [text(letter, x=20 + 4 * place) for place, letter in enumerate(ID)]
    result = redact(ofd(text("1", x=5), *letters[::-1]), ORDER)
    assert "".join(said(result)).replace(" ", "") == f"1{MASKED}"
    assert gone(result)


def test_what_nobody_sees_is_masked_too():
    info = f"<ofd:DocInfo><ofd:Author>李四</ofd:Author><ofd:Subject>{PHONE}</ofd:Subject>"
    info += "<ofd:Cover>Res/cover.png</ofd:Cover></ofd:DocInfo>"
    info += "<ofd:Signatures>Signs/Signatures.xml</ofd:Signatures>"
    note = f'<ofd:P {OFD}><ofd:Annot Creator="王五"/>{text(PHONE)}</ofd:P>'
    small = '<ofd:MultiMedia ID="9"><ofd:MediaFile>small.jpg</ofd:MediaFile></ofd:MultiMedia>'
    data = ofd(
        text(ID),
        "<ofd:Thumbnail>9</ofd:Thumbnail>",
        **{
            "OFD.xml": f"<ofd:OFD {OFD}>{info}</ofd:OFD>",
            "Doc_0__Annots__Page_0__Annotation.xml": note,
            "Doc_0__Tpls__Tpl_0__Content.xml": f"<ofd:Page {OFD}>{text(PHONE)}</ofd:Page>",
            "Doc_0__DocumentRes.xml": f"<ofd:Res {OFD}>{small}</ofd:Res>",
            "Doc_0__Res__small.jpg": b"\xff\xd8\xff",
            "Doc_0__Res__stays.jpg": b"\xff\xd8\xff",
            "Res__cover.png": b"\x89PNG",
            "Doc_0__Signs__Signatures.xml": f"<a>{ID}</a>",
            "Doc_0__Signs__Sign_0__SignedValue.dat": ID,
        },
    )
    assert PHONE in said(data) and "李四" in said(data)
    result = redact(data, ORDER)
    assert gone(result) and gone(result, "李四", "王五", "Signatures")
    assert {name.rpartition("/")[2] for name in parts(result)} == {
        "OFD.xml", "Content.xml", "Annotation.xml", "DocumentRes.xml", "stays.jpg"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("Doc_0__Attachs__list.xlsx", "embedded"),
        ("Encryptions.xml", "encrypted"),
        ("Doc_0__unknown.dat", "embedded"),
        (f"Doc_0__{PHONE}.png", "unproven"),
    ],
)
def test_what_cannot_be_looked_into_is_refused(entry, fault):
    with pytest.raises(Fault, match=fault):
        redact(ofd(text(ID), **{entry: f"x{PHONE}"}), ORDER)


@pytest.mark.parametrize("data", [b"PK\x03\x04", ofd("<a>"), ofd(text("1") + "\x00")])
def test_a_damaged_file_is_refused(data):
    with pytest.raises(Fault, match="broken"):
        redact(data, ORDER)


def test_the_new_file_is_a_plain_container():
    with zipfile.ZipFile(io.BytesIO(redact(ofd(text(ID)), ORDER))) as container:
        assert container.testzip() is None
