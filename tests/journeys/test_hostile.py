"""What an attacker sends over HTTP: each refusal is a Chinese sentence where it belongs, nothing is lost."""

import io
import json
import os
import re
import time
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html as markup

from gongkai.items import reading, services
from gongkai.items.models import Attachment, Version
from gongkai.orgs.models import Act
from gongkai.publication.models import Page
from gongkai.publication.server import FinishedServer
from tests import make
from tests.items import containers

CHINESE = re.compile("[一-鿿]{4}")
BACKEND = "django.contrib.auth.backends.ModelBackend"
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


FILES = {
    "空.docx": b"",
    "空.txt": b"",
    "炸弹.docx": containers.docx(containers.paragraph("字" * 30_000_000)),
    "套娃.docx": containers.docx(containers.paragraph("x"), inner__more="x", **{"word__a.zip": b"PK"}),
    "宏.docx": containers.docx(
        containers.paragraph("x"), word__vbaProject="x", **{"word__vbaProject.bin": b"x"}
    ),
    "路径.docx": containers.archive(
        {"../../etc/passwd": "x", "[Content_Types].xml": containers.TYPES, "word/document.xml": "<x/>"}
    ),
    "空元素.docx": containers.docx("<w:p/>" * 1_200_000),
    "假冒.docx": b"PK\x03\x04" + b"\0" * 500,
    "伪造.docx": forged(),
    "错位.docx": shifted(),
    "笑话.docx": containers.docx(containers.paragraph("&i;"), prolog=LAUGHS),
    "共享.xlsx": workbook(
        sheet("<row>" + "<c/>" * 9 + "</row>") * 2,
    ),
    "很多表.xlsx": workbook(*[sheet("<row/>" * 500_000)] * 30),
    "长名" + "长" * 300 + ".docx": containers.docx(containers.paragraph("关于某事的通知")),
    "反转\u202efdp.exe": containers.docx(containers.paragraph("关于某事的通知")),
    "程序.pdf": b"MZ" + b"\0" * 200,
    "程序.docx": b"\x7fELF" + b"\0" * 200,
    "图.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "页.html": b"<script>alert(1)</script>",
    "页.pdf": b"<html><script>alert(1)</script>",
    "动作.pdf": b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
    "图.png": b"<svg onload=alert(1)>",
    "随机.txt": bytes(range(256)) * 20,
    "控制.txt": "关于\x00某事".encode(),
    "盘.zip": containers.archive({"a": "b"}),
}


@pytest.fixture
def clerk(db):
    person = make.person("clerk", make.organisation("finance"))
    client = Client(raise_request_exception=True)
    client.force_login(person, backend=BACKEND)
    client.person = person
    return client


@pytest.fixture
def draft(clerk):
    return make.item(
        clerk.person.posts.get().organisation, clerk.person, title="关于某事的通知", kind="notice"
    )


def upload(name, data):
    """Return a file under exactly this name: what a browser would never send, an attacker does."""
    file = SimpleUploadedFile("x", data)
    file._name = name
    return file


def errors(response):
    """Return the sentences of refusal on a page."""
    found = [str(each) for form in ("form", "attach_form") if form in response.context
             for each in sum(response.context[form].errors.values(), [])]  # fmt: skip
    return found + [each["error"] for each in response.context.get("outcomes", []) if "error" in each]


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_a_sentence(clerk, draft, name):
    before = time.process_time()
    publisher = draft.publisher_id
    read = clerk.post("/desk/items/upload/", {"publisher": publisher, "uploads": upload(name, FILES[name])})
    hung = clerk.post(f"/desk/items/{draft.pk}/attach/", {"uploads": upload(name, FILES[name])})
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


VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='/\\evil.example/'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=//evil.example><input name=csrfmiddlewaretoken><button>x</button></form>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<p class='button' id='edit'>x</p>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<object data=x></object><embed src=x>",
    "<table><caption><svg><title><style><!--</style><img src=x onerror=alert(1)>--></title>",
    "<a href='https://ok.example/' onclick=alert(1) target=_blank>x</a>",
    "<img src='https://evil.example/pixel.gif'>",
    "<details open ontoggle=alert(1)>",
    "{{ 7|add:7 }}{% debug %}",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe",
    "]]><x/>&lt;&amp;\x0b\ufffe",
]
NEVER = {"iframe", "object", "embed", "base", "math", "details-open", "frame", "applet", "style"}
LINKS = {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href"}
OURS = re.compile(r"(?:/(?![/\\])|https?://(?!evil)|#|\?|tel:|mailto:|\Z)")


def active(page):
    """Return what on a page could act, or lead elsewhere, that we did not put there."""
    found = []
    for each in markup.document_fromstring(page).iter():
        if not isinstance(each.tag, str):
            continue
        is_data = each.get("type") in {"application/ld+json", "application/json"}
        is_ours = is_data or each.get("src", "").startswith("/static/")
        if each.tag in NEVER or (each.tag == "script" and not is_ours):
            found.append(each.tag)
        for name, value in each.attrib.items():
            if name.startswith("on") or name == "style" or (name in LINKS and not OURS.match(value.strip())):
                found.append(f"{name}={value}")
    return found


@pytest.fixture
def published(db):
    team = make.staff()

    def publish(vector):
        version = make.drafted(
            team,
            title=f"通知{vector}"[:300],
            abstract=f"概述{vector}"[:100],
            keywords=vector[:60],
            body=f"<p>正文</p>{vector}",
            section=vector[:60],
        )
        name = re.sub(r"[/\\\x00-\x1f\u202e]", "", f"附{vector}")[:100] + ".txt"
        services.attach(version=version, name=name, data="公开".encode(), by=team.clerk, at=make.NOW)
        services.relate(
            item=version.item, kind="based-on", cited_title=vector[:200], by=team.clerk, at=make.NOW
        )
        return make.published(team, version=version)

    return publish


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_was_typed_acts_on_a_page(published, vector):
    item = published(vector)
    client = Client()
    clerk = make.person("clerk", item.publisher)
    desk = Client()
    desk.force_login(clerk, backend=BACKEND)
    for address in (item.address, "/", "/years/2017/", f"{item.address}versions/1/"):
        page = client.get(address)
        assert page.status_code in {200, 404}
        assert active(page.text) == [], address
    for address in (f"/desk/items/{item.pk}/", f"/desk/items/{item.pk}/preview/", "/desk/items/", "/desk/"):
        assert active(desk.get(address).text) == [], address
    structured = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(item.address).text, re.S
    )
    assert json.loads(structured[1])["name"] == item.current.title
    for kind in ("atom", "rss"):
        feed = ElementTree.fromstring(client.get(f"/feeds/all.{kind}").content)
        titles = [each.text for each in feed.iter() if each.tag.endswith("title")]
        assert item.current.title in titles
    assert client.get("/feeds/all.json").json()["items"][0]["title"] == item.current.title
    ElementTree.fromstring(client.get("/sitemap.xml").content)
    file = client.get(f"/files/{item.current.attachments.get().sha256}/{item.current.attachments.get().name}")
    assert file.status_code == 200
    assert "\n" not in file.headers.get("Content-Disposition", "")
    assert "sandbox" in file.headers["Content-Security-Policy"]


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_is_asked_for_acts_on_a_page(client, db, vector):
    for address in ("/search/", "/search/suggest/", "/ledger/check/", "/desk/sign-in/", "/"):
        page = client.get(address, {"q": vector, "item": vector, "next": vector, "organisation": vector})
        assert page.status_code < 500
        assert page["Content-Type"].startswith("application/json") or active(page.text) == [], address


@pytest.mark.parametrize(
    "there", ["//evil.example/", "/\\evil.example", "https://evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(client, db, there):
    person = make.person("clerk")
    answer = client.post("/desk/sign-in/", {"account": person.account, "password": "secret", "next": there})
    assert answer["Location"] == "/desk/"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:80@evil.example", "x" * 300, "[::1", "a b"])
def test_another_host_name_is_refused(client, db, host):
    page = client.get("/desk/sign-in/", headers={"host": host})
    assert page.status_code == 400
    assert "请求有误" in page.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "FOO"])
def test_unusual_methods_change_nothing(clerk, draft, method):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk.person, backend=BACKEND)
    acts = Act.objects.count()
    for address in ("/", "/desk/", f"/desk/items/{draft.pk}/edit/", f"/desk/items/{draft.pk}/discard/"):
        for header in ({}, {"x-http-method-override": "POST"}, {"x-method-override": "DELETE"}):
            assert client.generic(method, address, headers=header).status_code in {200, 403, 405}
    assert Act.objects.count() == acts
    assert draft.versions.exists()


def every_pattern(patterns=None, prefix=""):
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from every_pattern(each.url_patterns, prefix + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield prefix + str(each.pattern)


PATTERNS = sorted(set(every_pattern()))
GARBAGE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "\x00",
            "a\x00b",
            "٣",
            "²",
            "-1",
            "0",
            "1e9",
            "9" * 30,
            "2017-13-45",
            "9999-12-31",
            "0001-01-01",
            "%",
            "%zz",
            "../..",
            "\ud7ff",
            "𠀀",
            "' OR 1=1 --",
            "#" + "9" * 30,
            "#²",
            "(",
            "*",
            "\\",
            '"',
            "国办发〔2017〕24号" * 20,
        ]
    ),  # fmt: skip
    st.integers(-(10**20), 10**20).map(str),
)
NAMES = (
    "q page find field restore download stage kind organisation mine area statutory state late role account "
    "verb thing since until year first last from to sort item next theme genre validity publisher key order "
    "number"
).split()
LENIENT = settings(
    max_examples=60 if os.environ.get("CI") else 10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def filled(pattern, word):
    """Return an address made of a pattern, with ``word`` wherever the converter lets any text through."""
    number = word if word.isascii() and word.isdigit() else "7"
    slug = word if re.fullmatch(r"[-a-zA-Z0-9_]+", word) else "x"
    kinds = {"int": number, "slug": slug, "path": word or "x", "str": word.replace("/", "") or "x"}
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: kinds[found[1]], pattern)


@LENIENT
@given(word=GARBAGE, name=st.sampled_from(NAMES), value=GARBAGE)
@example(word="99999999999999999999", name="page", value="99999999999999999999")
@example(word="a\x00b", name="q", value="a\x00b")
def test_no_address_and_no_query_is_a_defect(desk_of, word, name, value):
    for pattern in PATTERNS:
        address = filled(pattern, word)
        for client in desk_of:
            status = client.get(address.encode("utf-8", "replace").decode(), {name: value}).status_code
            assert status < 500, (address, name, value)


@LENIENT
@given(value=GARBAGE)
@example(value="a\x00b")
@example(value="#²")
def test_no_field_is_a_defect(desk_of, draft, value):
    fields = (
        "title body kind publisher obligation theme genre made_on expires_on disclosure ground revision "
        "target successor cited_title since basis publish_at change overruling note account password code "
        "key level1 limit_rules statutory_items text seen tasks organisations lead due_on name email role "
        "short_name reason "
        "index_template parent order percent status evidence"
    ).split()
    typed = dict.fromkeys(fields, value)
    for pattern in PATTERNS:
        if pattern.startswith("desk/") and "sign-out" not in pattern:
            address = filled(pattern, str(draft.pk))
            assert desk_of[1].post(address, typed).status_code < 500, (address, value)


@pytest.fixture
def desk_of(db):
    """Return a stranger and someone with every post: nothing is out of their reach."""
    office = make.office()
    person = make.person("clerk", office)
    for role in ("reviewer", "secrecy", "signer", "openness", "admin"):
        person.posts.create(organisation=office, role=role, valid_from=make.NOW)
    make.work_points(person)
    make.published(make.staff(), title="公开的通知")
    known = Client()
    known.force_login(person, backend=BACKEND)
    return [Client(), known]


@pytest.mark.parametrize(
    "address",
    [
        "/years/002017/",
        "/years/2017/page/0001/",
        "/themes/01/",
        "/work-points/02017/",
        "/sitemaps/items-01.xml",
    ],
)
def test_one_page_is_kept_under_one_address(client, desk_of, address):
    assert client.get(address).status_code == 200
    assert not Page.objects.filter(path=address).exists()


PATHS = [
    "/../../etc/passwd",
    "/..%2f..%2fetc/passwd",
    "/files/../../gongkai.sqlite3",
    "/files/" + "a" * 64 + "/../../../gongkai.sqlite3",
    "/%2e%2e/%2e%2e/ledger/key.html",
    "/items/..%5c..%5cx/",
    "//etc/passwd",
    "/.html",
    "/a\x00.html",
    "/static/../../gongkai/config/settings.py",
    "/static/%2e%2e/%2e%2e/settings.py",
    "/ledger/tile/../key",
    "/ledger/tile/..%2fkey",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_of_a_folder(client, db, tmp_path, settings, path):
    (tmp_path / "ledger").mkdir(exist_ok=True)
    (tmp_path / "ledger" / "key").write_text("PRIVATE+KEY")
    (tmp_path / "gongkai.sqlite3").write_text("PRIVATE+KEY")
    assert FinishedServer(None, str(settings.PAGES)).find(path) is None
    page = client.get(path)
    body = b"".join(page.streaming_content) if page.streaming else page.content
    assert page.status_code in {301, 302, 400, 404}
    assert b"PRIVATE" not in body and b"root:" not in body and b"INSTALLED_APPS" not in body


def test_what_is_shared_in_a_sheet_is_read_once_only():
    shared = f"<sst {SHEET}><si><t>{'x' * 3_900_000}</t></si></sst>"
    data = workbook(sheet("<row>" + '<c t="s"><v>0</v></c>' * 20_000 + "</row>"), shared=shared)
    assert len(reading.words(data, "a.xlsx")) < 1_000_000


@settings(max_examples=300, deadline=None, derandomize=True)
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
