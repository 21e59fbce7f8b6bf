"""Documents in the formats that offices use: headings, numbers, tables and pictures come through."""

import base64
import shutil
import subprocess

import pytest

from gongkai.items import taking
from gongkai.items.uploads import Refused
from gongkai.proofing import apart
from tests.items import containers
from tests.items.containers import stream

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
needs_letters = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
LONG = "为进一步推进决策、执行、管理、服务和结果公开，现就有关事项通知如下，请各部门、各街道认真贯彻执行"


def placed(*lines, size=12):
    """Return a .pdf with lines at places: (x, y, words) or (x, y, words, size)."""
    shown = b"".join(
        b"/F1 %d Tf 1 0 0 1 %d %d Tm <%s> Tj "
        % (line[3] if len(line) > 3 else size, line[0], line[1], line[2].encode("utf-16-be").hex().encode())
        for line in lines
    )
    font = {
        4: stream(b"BT %s ET" % shown),
        5: b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [6 0 R] >>",
        6: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun >>",
    }
    return containers.pdf(extra=font)


def ofd(*pages):
    """Return an .ofd whose pages hold (x, y, size, words) in millimetres."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    entries = {"OFD.xml": f"<ofd:OFD {space}/>"}
    for number, texts in enumerate(pages):
        shown = "".join(
            f'<ofd:TextObject Boundary="{x} {y} {size * len(words)} {size}" Size="{size}">'
            f'<ofd:TextCode X="0" Y="{size}">{words}</ofd:TextCode></ofd:TextObject>'
            for x, y, size, words in texts
        )
        entries[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {space}><ofd:Content><ofd:Layer>{shown}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return containers.archive(entries)


def test_markdown_keeps_headings_lists_and_tables():
    text = (
        "# 关于做好政务公开工作的通知\n\n下政办发〔2017〕3号\n\n各部门：\n\n"
        "现就**有关事项**通知如下，\n请遵照执行。\n\n"
        "## 一、目标\n- 甲项要求\n- 乙项[要求](http://a.cn)\n\n"
        "| 项目 | 期限 |\n|---|:-:|\n| 甲 | 五日 |\n\n"
        "区政府办公室\n\n2017年7月1日\n"
    )
    found = taking.read(b"\xef\xbb\xbf" + text.encode(), "通知.md")
    assert (found.title, found.text("doc_number")) == ("关于做好政务公开工作的通知", "下政办发〔2017〕3号")
    assert "<p>现就有关事项通知如下，请遵照执行。</p>" in found.html
    assert '<h2 id="s1">一、目标</h2>\n<p>甲项要求</p>\n<p>乙项要求</p>' in found.html
    assert "<tr><td>项目</td><td>期限</td></tr><tr><td>甲</td><td>五日</td></tr>" in found.html
    assert str(found.day("made_on")) == "2017-07-01"


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "gbk"])
def test_a_page_gives_its_content_and_nothing_around_it(encoding):
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
        "<title>站</title><style>p{}</style></head>"
        "<body><nav>首页 机构 办事</nav><div class='header'>某区政府</div>"
        "<div id='zoom' class='article'><h1>关于某事的通知</h1><p>各部门：</p>"
        f"<p style='x'><font><b>{LONG}。</b></font></p><h2>一、目标</h2><p>甲<br>乙</p>"
        "<table><tr><th>项目</th><th>期限</th></tr><tr><td>甲</td><td>五日</td></tr></table>"
        "<script>alert(1)</script></div><footer>版权所有</footer></body></html>"
    )
    found = taking.read(page.encode(encoding), "页.html")
    assert (found.title, found.text("addressees")) == ("关于某事的通知", "各部门")
    assert f"<p>{LONG}。</p>" in found.html and "<p>甲</p>\n<p>乙</p>" in found.html
    assert '<h2 id="s1">一、目标</h2>' in found.html and "<td>五日</td>" in found.html
    assert not any(word in found.html for word in ("alert", "版权", "首页", "style", "font"))


def test_lines_of_a_pdf_become_paragraphs_and_its_margins_go():
    first, second = LONG[:40], LONG[40:]
    data = placed(
        (150, 750, "关于做好政务公开工作的通知", 22),
        (50, 700, "各部门："),
        (74, 680, first),
        (50, 660, second + "。"),
        (74, 640, "一、总体目标"),
        (74, 620, "（一）具体要求"),
        (50, 600, "项目"),
        (250, 600, "期限"),
        (50, 580, "公开目录"),
        (250, 580, "五个工作日"),
        (330, 540, "区政府办公室"),
        (330, 520, "2017年7月1日"),
        (280, 30, "— 1 —"),
    )
    found = taking.read(data, "通知.pdf")
    assert (found.title, found.text("addressees")) == ("关于做好政务公开工作的通知", "各部门")
    assert (found.text("issuer"), str(found.day("made_on"))) == ("区政府办公室", "2017-07-01")
    assert f"<p>{LONG}。</p>" in found.html
    assert '<h2 id="s1">一、总体目标</h2>' in found.html and '<h3 id="s1-1">（一）具体要求</h3>' in found.html
    assert "<td>公开目录</td><td>五个工作日</td>" in found.html
    assert "— 1 —" not in found.html
    assert found.sources["title"] == "第1页（正文首行）"


def test_an_ofd_is_read_in_the_order_of_its_lines():
    texts = [
        (30, 60, 5, LONG[:30]),
        (50, 30, 8, "关于某事的通知"),
        (20, 66, 5, LONG[30:] + "。"),
        (120, 90, 5, "2017年7月1日"),
        (120, 84, 5, "区政府办公室"),
        (100, 285, 5, "1"),
    ]
    found = taking.read(ofd(texts), "通知.ofd")
    assert found.title == "关于某事的通知" and f"<p>{LONG}。</p>" in found.html
    assert (found.text("issuer"), str(found.day("made_on"))) == ("区政府办公室", "2017-07-01")


def test_pictures_of_a_word_file_are_kept_where_they_stand():
    drawing = (
        '<w:p><w:r><w:drawing><wp:docPr xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" descr="办理流程"/><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/'
        '2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'r:embed="{}"/></w:drawing></w:r></w:p>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="media/image1.png"/><Relationship Id="r2" Target="media/image2.emf"/>'
        "</Relationships>"
    )
    body = containers.paragraph("关于某事的通知") + drawing.format("r1") + drawing.format("r2")
    data = containers.docx(
        body + containers.paragraph("如上图。"),
        **{
            "word___rels__document.xml.rels": relations,
            "word__media__image1.png": PNG,
            "word__media__image2.emf": b"EMF",
        },
    )
    found = taking.read(data, "通知.docx")
    [picture] = found.pictures
    assert picture.data == PNG and picture.words == "办理流程"
    assert f'<p><img src="{picture.src}" alt="办理流程"></p>' in found.html
    assert found.html.index("<img") < found.html.index("如上图")
    assert "文件中有1处图片或图形没有读入，请另行上传" in found.findings


def test_an_old_word_file_without_the_program_is_refused_with_what_to_do(settings):
    settings.OFFICE_PROGRAM = "no-such-program"
    with pytest.raises(Refused, match="没有安装 LibreOffice，不能读取 .doc 文件：请另存为 .docx"):
        taking.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧.doc")


@needs_office
def test_an_old_word_file_is_read_through_the_office_program(tmp_path):
    source = tmp_path / "a.docx"
    rows = containers.table(("项目", "期限"), ("甲", "五日"))
    grid = '<w:gridCol w:w="3000"/>' * 2
    rows = rows.replace("<w:tbl>", f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>")
    rows += containers.paragraph("以上。")  # no file ends with a table
    source.write_bytes(containers.whole_docx("关于某事的通知", "一、目标", extra=rows))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/p", "--headless", "--convert-to", "doc"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True)
    data = (tmp_path / "a.doc").read_bytes()
    for name in ("旧.doc", "旧.wps"):
        found = taking.read(data, name)
        assert found.title == "关于某事的通知" and '<h2 id="s1">一、目标</h2>' in found.html
        assert "<td>甲</td><td>五日</td>" in found.html
    assert "五日" in taking.words(data, "旧.doc").text
    with pytest.raises(Refused, match="没有读完"):
        taking.read(data[:600], "坏.doc")


def scanned(image):
    picture = containers.page(b"/Resources << /XObject << /I 6 0 R >> >>")
    return containers.pdf(extra={3: picture, 4: stream(b"q 600 0 0 800 0 0 cm /I Do Q"), 6: image})


def grey(width, height, samples, entries=b""):
    return stream(
        samples,
        b"/Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray %s"
        % (width, height, entries),
    )


def test_a_scan_is_kept_and_marked_where_letters_cannot_be_recognised(settings):
    settings.OCR_PROGRAM = "no-such-program"
    found = taking.read(scanned(grey(10, 10, b"\xff" * 100)), "关于某事的通知.pdf")
    assert found.is_scan and found.title == "关于某事的通知" and not found.html
    assert "PDF 是扫描件，没有文字层" in found.findings[0]


@pytest.mark.browser
@needs_letters
def test_a_scan_is_read_by_its_letters_where_they_can_be_recognised(chromium):
    lines = ("关于做好政务公开工作的通知", "各部门：", "现就有关事项通知如下。", "2017年7月1日")
    page = chromium.new_page(viewport={"width": 1000, "height": 500})
    page.set_content("".join(f"<p style='font-size:42px'>{line}</p>" for line in lines))
    jpeg = page.screenshot(type="jpeg", quality=80)
    page.close()
    data = scanned(
        b"<< /Subtype /Image /Width 1000 /Height 500 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
        b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (len(jpeg), jpeg)
    )
    found = taking.read(data, "扫描.pdf")
    assert found.is_scan and "政务公开工作的通知" in found.title
    assert "文字识别（OCR）" in found.findings[0]
    words = taking.words(data, "扫描.pdf")
    assert "有关事项" in words.text and words.is_recognised and not words.is_whole


def test_pictures_of_scans_become_files_that_other_programs_open():
    plain = apart.ask(taking.PDF_READER, "scans", scanned(grey(4, 2, b"\0\xff" * 4)))
    suffix, content = plain[0]
    assert suffix == ".png" and bytes.fromhex(content).startswith(b"\x89PNG")
    fax = stream(b"x").replace(b"/FlateDecode", b"/CCITTFaxDecode /DecodeParms << /K -1 /Columns 8 >>")
    fax = fax.replace(b"/Length", b"/Subtype /Image /Width 8 /Height 8 /Length", 1)
    suffix, content = apart.ask(taking.PDF_READER, "scans", scanned(fax))[0]
    assert suffix == ".tif" and bytes.fromhex(content).startswith(b"II*\0")
    odd = grey(4, 2, b"\0" * 8).replace(b"/DeviceGray", b"/DeviceN")
    assert apart.ask(taking.PDF_READER, "scans", scanned(odd)) == [None]
