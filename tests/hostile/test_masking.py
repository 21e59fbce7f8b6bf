"""Hostile files that are to be masked: each ends in one word or sentence, and nothing of them comes out."""

import io
import struct
import zipfile
import zlib

import pytest

from gongkai.items import taking, uploads
from gongkai.items.services.redacting import can_be_rewritten, renamed
from gongkai.proofing.redaction import PICTURED, apart
from gongkai.proofing.redaction.faults import Fault
from tests.each import OnDemand
from tests.hostile.files import EXTERNAL, LAUGHS
from tests.hostile.test_reading import TEXT, ofd
from tests.items import containers
from tests.proofing.test_redaction import ID, ORDER, gone

PAGE = TEXT.format(ID) + "</ofd:Page>"
WHOLE = ofd(PAGE)
OFDS = OnDemand(
    {
        "笑话": (ofd(LAUGHS + TEXT.format("&i;") + "</ofd:Page>"), "broken"),
        "外部": (ofd(EXTERNAL + TEXT.format("&e;") + "</ofd:Page>"), "broken"),
        "深": lambda: (ofd("<a>" * 100_000 + "</a>" * 100_000), "broken"),
        "碎": lambda: (ofd("<a>" + "<b/>" * 1_600_000 + "</a>"), "crowded"),
        "炸弹": lambda: (ofd(" " * 100_000_000), "crowded"),
        "截断": (WHOLE[: len(WHOLE) // 2], "broken"),
        "空": (b"", "broken"),
        "别的": (b"%PDF-1.7", "broken"),
    }
)


def png(width, height, rows):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in parts
    )


PICTURES = {
    "巨.png": png(90_000, 90_000, b"\0" * 1_000_000),
    "截.png": png(400, 400, b"\0" * 481_000)[:500],
    "假.jpg": b"\xff\xd8\xff" + b"\0" * 3000,
}


@pytest.mark.parametrize("name", OFDS)
def test_a_hostile_ofd_is_not_rewritten(name):
    data, fault = OFDS[name]
    with pytest.raises(Fault, match=fault):
        apart.REWRITE[".ofd"](data, ORDER)


@pytest.mark.parametrize("name", ["../../etc/passwd.xml", "/etc/passwd.xml"])
def test_an_entry_with_a_path_in_its_name_is_never_taken(name):
    data = containers.archive({"OFD.xml": "<x/>", "Doc_0/Pages/P/Content.xml": "<x/>", name: "<x/>"})
    for each in (data, apart.REWRITE[".ofd"](data, ORDER)):
        with pytest.raises(uploads.Refused, match="路径"):
            uploads.media_type(io.BytesIO(each), "a.ofd")


def test_numbers_beyond_all_sheets_hide_nothing():
    data = ofd(PAGE.replace("1 1 9 9", "1e999 nan inf -1e308"))
    result = apart.REWRITE[".ofd"](data, ORDER)
    assert gone(result) and zipfile.ZipFile(io.BytesIO(result)).testzip() is None


@pytest.mark.parametrize("name", PICTURES)
def test_a_hostile_picture_says_nothing_and_is_not_redrawn(name):
    assert taking.words(PICTURES[name], name) == taking.Words("", False)
    if not can_be_rewritten(name):
        pytest.skip("tesseract is not installed")
    with pytest.raises((Fault, uploads.Refused)):
        lettered = taking.lettered([(uploads.suffix_of(name), PICTURES[name])])
        apart.REWRITE[PICTURED](lettered, ORDER)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x89PNG", containers.pdf(ID)[:200]])
def test_what_is_no_page_is_not_redrawn(data):
    with pytest.raises(Fault, match="broken"):
        apart.REWRITE[PICTURED](data, ORDER)


def test_a_picture_of_a_page_shows_no_word_of_it_and_bears_nothing_else():
    result = apart.REWRITE[PICTURED](containers.pdf(ID), ORDER)
    kinds = [result[place : place + 4] for place in (12, result.index(b"IDAT"), len(result) - 8)]
    assert kinds == [b"IHDR", b"IDAT", b"IEND"] and ID.encode() not in result
    with pytest.raises(Fault, match="unplaced"):
        apart.REWRITE[PICTURED](containers.pdf("x"), ORDER)


@pytest.mark.parametrize("data", [b"", b"MZ" + b"\0" * 600, b"PK\x03\x04" + b"\0" * 600])
@pytest.mark.parametrize("name", ["名单.xls", "名单.et", "照片.png", "公示.ofd"])
def test_a_file_of_another_kind_or_of_none_is_refused_by_its_content(name, data):
    with pytest.raises(uploads.Refused):
        uploads.media_type(io.BytesIO(data), name)


@pytest.mark.parametrize(
    ("name", "after"),
    [("名单.XLS", "名单.xlsx"), ("a.b.et", "a.b.xlsx"), ("照片.JPEG", "照片.png"), ("x.ofd", "x.ofd")],
)
def test_the_name_says_what_a_file_becomes(name, after):
    assert renamed(name) == after
