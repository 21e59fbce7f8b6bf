"""Files as an attacker makes them, and the upload of one under a name no browser would send."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.each import OnDemand
from tests.items import containers

SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 20}'>" for n in range(8)
) + "]>"  # fmt: skip


def workbook(*sheets, shared=""):
    entries = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
    entries |= {"xl/sharedStrings.xml": shared} if shared else {}
    return containers.archive(entries | {f"xl/worksheets/s{n}.xml": each for n, each in enumerate(sheets)})


def sheet(rows):
    return f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>"


def forged():
    """Return a container whose directory asks for a version of the format that does not exist."""
    data = bytearray(containers.docx(containers.paragraph("关于某事的通知")))
    data[data.index(b"PK\x01\x02") + 6] = 99
    return bytes(data)


def shifted():
    """Return a container whose directory points before its beginning."""
    return containers.docx(containers.paragraph("关于某事的通知"))[7:]


FILES = OnDemand(
    {
        "空.docx": b"",
        "空.txt": b"",
        "炸弹.docx": lambda: containers.docx(containers.paragraph("字" * 30_000_000)),
        "套娃.docx": containers.docx(containers.paragraph("x"), inner__more="x", **{"word__a.zip": b"PK"}),
        "宏.docx": containers.docx(
            containers.paragraph("x"), word__vbaProject="x", **{"word__vbaProject.bin": b"x"}
        ),
        "路径.docx": containers.archive(
            {"../../etc/passwd": "x", "[Content_Types].xml": containers.TYPES, "word/document.xml": "<x/>"}
        ),
        "空元素.docx": lambda: containers.docx("<w:p/>" * 1_200_000),
        "假冒.docx": b"PK\x03\x04" + b"\0" * 500,
        "伪造.docx": forged(),
        "错位.docx": shifted(),
        "笑话.docx": containers.docx(containers.paragraph("&i;"), prolog=LAUGHS),
        "共享.xlsx": workbook(
            sheet("<row>" + "<c/>" * 9 + "</row>") * 2,
        ),
        "很多表.xlsx": lambda: workbook(*[sheet("<row/>" * 500_000)] * 30),
        "长名" + "长" * 300 + ".docx": containers.docx(containers.paragraph("关于某事的通知")),
        "反转\u202efdp.exe": containers.docx(containers.paragraph("关于某事的通知")),
        "程序.pdf": b"MZ" + b"\0" * 200,
        "程序.docx": b"\x7fELF" + b"\0" * 200,
        "图.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "页.html": b"<script>alert(1)</script>",
        "页.pdf": b"<html><script>alert(1)</script>",
        "动作.pdf": b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        "改写.pdf": containers.pdf(extra={6: b"<< /S /J#61vaScript /JS (app.alert(1)) >>"}),
        "打包.pdf": containers.pdf(extra={6: containers.packed({7: b"<< /S /JavaScript /JS (x) >>"})}),
        "夹带.pdf": containers.pdf(extra={6: b"<< /F (a.exe) /EF << /F 7 0 R >> >>"}),
        "加密.pdf": containers.pdf(extra={6: b"<< /Filter /Standard /V 9 >>"}, trailer=b"/Encrypt 6 0 R"),
        "膨胀.pdf": lambda: containers.pdf(
            extra={6: containers.stream(b"0" * 200_000_000, b"/N 1 /First 4")}
        ),
        "环.pdf": containers.pdf(extra={2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}),
        "拥挤.pdf": lambda: containers.HEAD + b"1 0 obj<<>>endobj " * 400_000 + containers.pdf("x"),
        "图.png": b"<svg onload=alert(1)>",
        "随机.txt": bytes(range(256)) * 20,
        "控制.txt": "关于\x00某事".encode(),
        "盘.zip": containers.archive({"a": "b"}),
    }
)


def upload(name, data):
    """Return a file under exactly this name: what a browser would never send, an attacker does."""
    file = SimpleUploadedFile("x", data)
    file._name = name
    return file
