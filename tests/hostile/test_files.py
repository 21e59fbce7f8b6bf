"""Hostile files and texts at the desk: each refusal is a Chinese sentence in its place, nothing is lost."""

import io
import re
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.items import reading
from gongkai.items.models import Attachment, Version
from tests.hostile.files import EXTERNAL, FILES, SHEET, sheet, upload, workbook
from tests.items import containers

CHINESE = re.compile("[一-鿿]{4}")


def errors(response):
    """Return the sentences of refusal on a page."""
    found = [str(each) for form in ("form", "attach_form") if form in response.context
             for each in sum(response.context[form].errors.values(), [])]  # fmt: skip
    return found + [each["error"] for each in response.context.get("outcomes", []) if "error" in each]


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_a_sentence(clerk, draft, name):
    data, publisher = FILES[name], draft.publisher_id
    before = time.process_time()
    read = clerk.post("/desk/items/upload/", {"publisher": publisher, "uploads": upload(name, data)})
    hung = clerk.post(f"/desk/items/{draft.pk}/attach/", {"uploads": upload(name, data)})
    assert time.process_time() - before < 15
    assert read.status_code in {200, 422} and errors(read) and all(map(CHINESE.search, errors(read)))
    assert hung.status_code in {200, 302, 422}
    assert hung.status_code == 302 or all(map(CHINESE.search, errors(hung)))
    assert Version.objects.count() == 1
    for each in Attachment.objects.all():
        assert "/" not in each.name and len(each.name) <= 120
        assert each.name in {
            "笑话.docx",
            "共享.xlsx",
        }  # harmless: what they name is never fetched or unfolded
        assert "root:" not in each.text and len(each.text) < 1000


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\a.txt", "/etc/passwd", "a\r\nSet-Cookie: x=1.txt"]
)
def test_a_path_in_a_name_leads_nowhere(clerk, draft, name):
    clerk.post(f"/desk/items/{draft.pk}/attach/", {"uploads": upload(name, "公开".encode())})
    for each in Attachment.objects.all():
        assert re.fullmatch(r"[^/\\\r\n]+", each.name)
        address = f"/desk/items/{draft.pk}/files/{each.pk}/"
        headers = clerk.get(address).headers
        assert "set-cookie" not in {key.lower() for key in headers} or "x=1" not in headers["Set-Cookie"]


def test_external_entities_are_never_fetched(clerk, draft):
    data = containers.docx(containers.paragraph("关于某事的通知&e;"), prolog=EXTERNAL)
    page = clerk.post(
        "/desk/items/upload/", {"publisher": draft.publisher_id, "uploads": upload("a.docx", data)}
    )
    assert page.status_code == 200
    assert not Version.objects.filter(body__contains="root:").exists()
    assert not Version.objects.filter(title__contains="root:").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_text_in_the_usual_encodings_is_read(clerk, draft, encoding):
    data = "关于公开财政收支情况的通知\n\n现公开收支情况。\n".encode(encoding)
    clerk.post("/desk/items/upload/", {"publisher": draft.publisher_id, "uploads": upload("a.txt", data)})
    assert Version.objects.filter(title="关于公开财政收支情况的通知").exists()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32", "cp037", "utf-7"])
def test_text_in_other_encodings_is_refused_or_read_but_never_a_defect(clerk, draft, encoding):
    data = "notice 12345".encode(encoding)
    page = clerk.post(
        "/desk/items/upload/", {"publisher": draft.publisher_id, "uploads": upload("a.txt", data)}
    )
    assert page.status_code == 200
    assert all(map(CHINESE.search, errors(page)))


DEEP = "<blockquote title='</b>'>"
BODIES = {
    "deep": DEEP * 3000 + "正文" + "</blockquote>" * 3000,
    "deep in comments": "<ul><!--</b>--><li>" * 3000 + "正文",
    "long": "字" * 3_400_000,
    "crowded": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">正文</p>",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_kept_is_refused_at_its_field_and_not_lost(clerk, draft, name):
    before = time.process_time()
    typed = {"title": "新的名称", "body": BODIES[name], "revision": "0"}
    page = clerk.post(f"/desk/items/{draft.pk}/edit/", typed)
    assert time.process_time() - before < 15
    form = page.context["form"]
    assert CHINESE.search(form.errors["body"][0])
    assert form["body"].value() == BODIES[name]
    assert form["title"].value() == "新的名称"
    assert draft.versions.get().body == "<p>正文。</p>"


def test_a_long_text_is_kept_whole(clerk, draft):
    words = "公开" * 600_000
    clerk.post(f"/desk/items/{draft.pk}/edit/", {"title": "长", "body": f"<p>{words}</p>", "revision": "0"})
    assert words in draft.versions.get().body


def test_a_form_too_long_to_be_parsed_is_refused_with_a_sentence(client, db):
    page = client.post(
        "/desk/sign-in/", "account=" + "%e5" * 1_000_000, content_type="application/x-www-form-urlencoded"
    )
    assert page.status_code == 413
    assert "超过" in page.text
    many = client.post("/ledger/check/", {f"f{n}": "x" for n in range(1500)})
    assert many.status_code == 413


def test_what_is_shared_in_a_sheet_is_read_once_only():
    shared = f"<sst {SHEET}><si><t>{'x' * 3_900_000}</t></si></sst>"
    data = workbook(sheet("<row>" + '<c t="s"><v>0</v></c>' * 20_000 + "</row>"), shared=shared)
    assert len(reading.words(data, "a.xlsx").text) < 1_000_000


@settings(max_examples=300, derandomize=True)
@given(st.data())
def test_a_damaged_container_is_refused_and_never_a_defect(data):
    whole = containers.docx(containers.paragraph("关于某事的通知") + containers.table(("甲", "乙")))
    harmed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(harmed) - 1))
        harmed[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        reading.read(bytes(harmed), "a.docx")
    except reading.Refused as refusal:
        assert CHINESE.search(str(refusal))


def test_a_container_that_is_not_one():
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(FILES["假冒.docx"]))
