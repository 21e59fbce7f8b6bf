"""Pictures, scans and old office files: what is masked is gone, and it is said what the file became."""

import shutil
import zlib
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest

from gongkai.items import services, taking, uploads
from gongkai.items.models import Attachment
from gongkai.items.services import redacting
from gongkai.proofing.redaction import Irredactable, pages
from tests import make
from tests.items import containers
from tests.items.desk import said, url
from tests.items.office import xlsx
from tests.items.old import XLS
from tests.items.test_formats import scanned
from tests.items.test_masking import ID, PHONE, draft, found, mask

pytestmark = pytest.mark.django_db
needs_letters = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PRESENT = xlsx([["救助名单"], ["姓名", "电话", "病种"], ["张三", int(PHONE), "尿毒症"]])


def drawn(*lines):
    """Return the dots of a slip of paper with these lines."""
    page = pypdfium2.PdfDocument(containers.pdf(*lines))[0]
    page.set_mediabox(0, 640, 300, 730)
    return page.render(scale=2, rev_byteorder=True, prefer_bgrx=False)


def picture(*lines):
    """Return a PNG that shows these lines."""
    return pages._png(drawn(*lines))


@pytest.fixture
def office(tmp_path, settings):
    """An office program that gives the same workbook for whatever it is asked to open."""
    (tmp_path / "made.xlsx").write_bytes(PRESENT)
    program = tmp_path / "office"
    program.write_text(
        '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n'
        f'cp {tmp_path}/made.xlsx "$2/$(basename "$3" | cut -d. -f1).xlsx"\n'
    )
    program.chmod(0o755)
    settings.OFFICE_PROGRAM = str(program)


@needs_letters
def test_letters_in_a_picture_are_blackened_and_cannot_be_read_any_more():
    team = make.staff()
    name = "照片.png"
    version = draft(team, (name, picture("Phone of Zhang:", "", PHONE)))
    file = Attachment.objects.get()
    assert PHONE in file.text and file.is_recognised
    body = f'<p><img src="/files/{file.sha256}/{quote(name)}" alt="公示"></p>'
    services.save(version=version, fields={"body": body}, revision=0, by=team.clerk, at=make.NOW)
    assert [each.code for each in found(version)] == ["personal.mobile"]
    mask(team, version)
    after = Attachment.objects.get()
    assert "Zhang" in after.text and PHONE not in after.text.replace(" ", "")
    assert found(version) == []
    assert f"/files/{after.sha256}/" in version.body and file.sha256 not in version.body
    assert after.path.read_bytes().count(b"IHDR") == 1 and b"tEXt" not in after.path.read_bytes()


@needs_letters
def test_a_scan_becomes_one_whose_masked_page_cannot_be_read_any_more():
    bitmap = drawn(f"Card {ID}")
    size = b"/Width %d /Height %d" % (bitmap.width, bitmap.height)
    rows = zlib.decompress(pages._rows(bitmap))
    image = containers.stream(
        rows, b"/Subtype /Image " + size + b" /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    )
    team = make.staff()
    version = draft(team, ("扫描.pdf", scanned(image)))
    assert [each.code for each in found(version)] == ["personal.id_card"]
    mask(team, version)
    assert ID not in Attachment.objects.get().text and found(version) == []


def test_a_scan_of_which_a_page_cannot_be_seen_is_refused(monkeypatch):
    monkeypatch.setattr(taking, "scans", lambda data: [])
    with pytest.raises(Irredactable, match="找不到"):
        redacting._pages(containers.pdf("x"))


def test_a_workbook_of_an_old_program_becomes_one_of_the_present_format(office, enter, item):
    client = enter("clerk")
    version = item.versions.get()
    services.attach(version=version, name="名单.xls", data=OLE, by=item.created_by, at=make.NOW)
    places = [each.place for each in found(version)]
    assert places == ["附件“名单.xls”第3行第3列", "附件“名单.xls”第3行第2列"]
    page = client.post(url("mask", item), {"key": "all", "revision": version.revision}, follow=True)
    assert "“名单.xls”现为“名单.xlsx”" in said(page)
    file = Attachment.objects.get()
    assert (file.name, file.media_type) == ("名单.xlsx", uploads.MEDIA_TYPES[".xlsx"])
    assert PHONE not in file.text and "尿毒症" not in file.text and "张三" in file.text


@pytest.mark.parametrize("name", ["名单.xls", "照片.jpg"])
def test_without_the_program_nothing_is_offered(name, settings):
    settings.OFFICE_PROGRAM = settings.OCR_PROGRAM = "no-such-program"
    assert not redacting.can_be_rewritten(name)
    assert redacting.can_be_rewritten("名单.ofd")


def test_an_old_file_that_cannot_be_converted_is_taken_and_said_to_be_unread(settings):
    settings.OFFICE_PROGRAM = "false"
    assert taking.words(OLE, "名单.xls") == taking.Words("", False)


def test_old_workbooks_are_read_through_the_office_program():
    if not Path("/usr/lib/libreoffice/program/libsclo.so").exists():
        pytest.skip("LibreOffice Calc is not installed")
    assert "李四\t13812345678\t肺癌" in taking.words(XLS, "a.xls").text
