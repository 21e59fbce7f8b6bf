import io
import zipfile

import pytest

from gongkai.items.uploads import MEDIA_TYPES, Refused, decode, media_type, part
from tests.items import containers

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
XLSX = containers.archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})


def kind(data, name):
    return media_type(io.BytesIO(data), name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", containers.pdf("hello")),
        ("a.PDF", containers.pdf()),
        ("a.docx", containers.docx("")),
        ("a.xlsx", XLSX),
        ("a.ofd", containers.archive({"OFD.xml": "<ofd/>"})),
        ("a.doc", OLE),
        ("a.xls", OLE),
        ("a.png", PNG),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20),
        ("a.txt", "正文".encode()),
        ("a.csv", "名称,金额\n甲,1".encode("gb18030")),
    ],
)
def test_a_file_is_taken_for_what_its_content_is(name, data):
    assert kind(data, name) == MEDIA_TYPES[f".{name.rsplit('.', 1)[1].lower()}"]


def bomb():
    return containers.docx("", word__media__a="0" * 50_000_000)


def overgrown():
    return containers.archive({f"word/{each}.xml": "" for each in range(5001)})


def encrypted():
    data = bytearray(containers.docx(""))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(start) + (6 if start == b"PK\x03\x04" else 8)] |= 1
    return bytes(data)


MACRO_TYPES = containers.archive(
    {"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled", "word/document.xml": "<a/>"}
)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.txt", b"", "文件是空的"),
        ("a.pdf", b"hello", "不是 pdf 格式"),
        ("a.docx", b"%PDF-1.7", "不是 docx 格式"),
        ("a.docx", XLSX, "不是 docx 格式"),
        ("a.docx", b"PK\x03\x04broken", "不是 docx 格式"),
        ("a.ofd", containers.docx(""), "不是 ofd 格式"),
        ("a.png", b"\xff\xd8\xff\xe0", "不是 png 格式"),
        ("a.jpg", PNG, "不是 jpg 格式"),
        ("a.doc", b"text", "不是 doc 格式"),
        ("a.zip", b"PK\x03\x04", "不接受压缩包"),
        ("a.exe", b"MZ\x90", "可执行程序"),
        ("a.txt", b"MZ\x90\x00", "可执行程序"),
        ("a.pdf", b"\x7fELF", "可执行程序"),
        ("a.txt", b"#!/bin/sh\n", "可执行程序"),
        ("a.svg", b"<svg onload=alert(1)>", "含有脚本"),
        ("a.html", b"<p>x</p><script>1</script>", "含有脚本"),
        ("a.svg", b"<svg></svg>", "不接受网页或 SVG"),
        ("a.docm", containers.docx(""), "含有宏"),
        ("a.docx", containers.docx("", **{"word__vbaProject.bin": "x"}), "含有宏"),
        ("a.docx", MACRO_TYPES, "含有宏"),
        ("a.xls", OLE + "_VBA_PROJECT".encode("utf-16-le"), "含有宏"),
        ("a.doc", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.docx", OLE, "密码"),
        ("a.docx", encrypted(), "密码"),
        ("a.docx", bomb(), "压缩炸弹"),
        ("a.docx", overgrown(), "解压后过大"),
        ("a.docx", containers.archive({"../../etc/passwd": "x"}), "路径不规范"),
        ("a.docx", containers.archive({"/etc/passwd": "x"}), "路径不规范"),
        ("a.docx", containers.archive({"C:/x": "x"}), "路径不规范"),
        ("a.docx", containers.docx("", **{"word__embeddings__a.zip": "x"}), "压缩包或者程序"),
        ("a.docx", containers.docx("", **{"word__embeddings__a.exe": "x"}), "压缩包或者程序"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj", "已损坏"),
        ("a.txt", b"\x00\x01\x02 binary", "控制字符"),
        ("a.txt", b"\x81\x20\xff\xff", "无法识别文件的编码"),
        ("a.psd", b"8BPS", "不接受“.psd”类型"),
        ("README", b"text", "无扩展名"),
        ("../a.txt", b"text", "文件名不规范"),
        ("C:\\a.txt", b"text", "文件名不规范"),
        (".htaccess", b"text", "文件名不规范"),
        ("a\u202etxt.exe", b"text", "文件名不规范"),
        ("a\x00.txt", b"text", "文件名不规范"),
        ("长" * 120 + ".txt", b"text", "文件名过长"),
    ],
)
def test_what_is_refused_is_refused_with_a_sentence(name, data, sentence):
    with pytest.raises(Refused, match=sentence):
        kind(data, name)


def test_a_header_that_lies_about_sizes_is_read_no_further_than_the_limit(monkeypatch):
    data = containers.docx("", word__big="0" * 3_000_000)
    monkeypatch.setattr("gongkai.items.uploads.MOST_XML", 1000)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        with pytest.raises(Refused, match="过大"):
            part(container, "word/big")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_that_offices_use(encoding):
    assert decode("下城区㐀\n一、标题".encode(encoding)) == "下城区㐀\n一、标题"
