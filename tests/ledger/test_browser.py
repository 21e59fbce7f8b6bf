"""The check in a real Chromium: WebCrypto against what Python and OpenSSL made."""

import hashlib
import json
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from playwright.sync_api import Browser, Page, expect

from gongkai.ledger.rules import digest
from gongkai.ledger.services import append, seal
from tests.ledger.conftest import AT, SALT, fill, leaf

expect.set_options(timeout=30_000)
CHROMIUM = shutil.which("chromium") or ""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium"),
    pytest.mark.urls("tests.ledger.test_browser"),
    pytest.mark.django_db(transaction=True),
]
ATTACHMENT = b"%PDF-1.4 a signed page"
# Names and characters that a careless canonical form gets wrong: order by UTF-16, escapes, nesting.
CONTENT = {
    "标题": '下城区“十三五”规划\n第\t一章 \u2028 \\ " \x7f \u0001',
    "\ufb33": 1,
    "\U0001f600": [0, -7, 9007199254740991, None, True, {"b": [], "a": {}}],
    "é": "e\u0301",
    "attachments": [{"sha256": hashlib.sha256(ATTACHMENT).hexdigest()}],
}
SHOWN = {
    "title": "关于“放管服”改革的通知 &amp; 说明",
    "body": "<h2>一、总体要求</h2>\n<p>收费标准为 3&nbsp;元，<b>不得</b>提高。</p>",
}
EVIDENCE: dict[str, object] = {}


def evidence(request: HttpRequest, number: str) -> HttpResponse:
    return HttpResponse(json.dumps(EVIDENCE, ensure_ascii=False), content_type="application/json")


def item(request: HttpRequest, number: str) -> HttpResponse:
    """A page as the portal makes it: parts of the content, and the place of the check."""
    return HttpResponse(
        f"""<!doctype html><html lang="zh"><title>x</title><h1 data-verified="title">{SHOWN["title"]}</h1>
        <div data-verified="body">{SHOWN["body"]}</div><div data-verify="/items/{number}/evidence.json"></div>
        <script type="module" src="/static/ledger/verify.js"></script>"""
    )


urlpatterns = [
    path("items/<path:number>/page/", item),
    path("items/<path:number>/evidence.json", evidence),
    path("", include("gongkai.ledger.urls")),
]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture
def document(log, live_server) -> str:
    """An item in the middle of a log of 300; returns the address of the check page."""
    mark = digest(CONTENT, SALT)
    fill(130)
    append(leaf=leaf(130, content=mark), at=AT)
    fill(169, start=131)
    seal(at=AT)
    EVIDENCE.update(content=CONTENT, salt=SALT, index=130, leaf=leaf(130, content=mark))
    return f"{live_server.url}/ledger/check/?item=330103--2026-0130"


@pytest.fixture
def shown(log, live_server) -> str:
    """A page that shows its own content; returns its address."""
    content: dict[str, object] = {**SHOWN, "title": "关于“放管服”改革的通知 & 说明"}
    mark = digest(content, SALT)
    append(leaf=leaf(0, content=mark), at=AT)
    seal(at=AT)
    EVIDENCE.update(content=content, salt=SALT, index=0, leaf=leaf(0, content=mark))
    return f"{live_server.url}/items/330103--2026-0000/page/"


def test_page_that_shows_what_was_logged_is_proven(page, shown):
    check(page, shown)
    expect(page.locator("[role=status][data-result]")).to_have_text("核验通过：内容与公开时完全一致")
    assert "本页显示的标题和正文与核验数据逐字一致" in page.locator("[data-verify] ol").inner_text()


def test_page_that_shows_something_else_is_refused(page, shown, monkeypatch):
    monkeypatch.setitem(SHOWN, "body", SHOWN["body"].replace("3&nbsp;元", "8&nbsp;元"))
    check(page, shown)
    expect(page.locator("[role=status][data-result]")).to_have_text("核验未通过")
    assert "本页显示的内容与核验数据不一致" in page.locator("[data-verify] ol").inner_text()


def check(page: Page, document: str) -> None:
    page.goto(document)
    page.get_by_role("button", name="在浏览器中核验").click()


def test_untouched_document_is_proven_in_the_browser(page, document):
    check(page, document)
    expect(page.locator("[role=status][data-result]")).to_have_text("核验通过：内容与公开时完全一致")
    steps = page.locator("[data-verify] li").all_inner_texts()
    assert len(steps) == 4
    assert all(step.startswith("✓ 通过") for step in steps)
    assert "日志共 300 条，本文件是其中第 130 条" in steps[2]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"content": {**CONTENT, "é": "é"}}, "内容已被改动"),
        ({"index": 131}, "算不出检查点的根散列值"),
        ({"leaf": leaf(130, content=digest(CONTENT, SALT), publisher="other")}, "算不出检查点的根散列值"),
    ],
)
def test_changed_document_is_refused_in_the_browser(page, document, change, sentence):
    EVIDENCE.update(change)
    check(page, document)
    expect(page.locator("[role=status][data-result]")).to_have_text("核验未通过")
    assert sentence in page.locator("[data-verify] ol").inner_text()


def test_checkpoint_signed_by_another_key_is_refused_in_the_browser(page, document, log):
    name, identity, key = (log / "key.pub").read_text().split("+", 2)
    page.route("**/ledger/key", lambda route: route.fulfill(body=f"{name}+00000000+{key}"))
    check(page, document)
    expect(page.locator("[role=status][data-result]")).to_have_text("核验未通过")
    assert "没有公布的密钥的有效签名" in page.locator("[data-verify] ol").inner_text()


def test_browser_without_ed25519_says_what_it_could_not_check(page, document):
    page.add_init_script("crypto.subtle.importKey = () => Promise.reject(new Error('NotSupported'))")
    check(page, document)
    expect(page.locator("[role=status][data-result]")).to_contain_text("除签名外均已通过")


def test_unsealed_document_is_told_to_wait(page, document):
    append(leaf=leaf(300), at=AT)
    EVIDENCE.update(index=300)
    check(page, document)
    expect(page.locator("[role=status][data-result]")).to_contain_text("尚未列入已签署的检查点")


@pytest.mark.parametrize(("data", "outcome"), [(ATTACHMENT, "核验通过"), (ATTACHMENT + b" ", "核验未通过")])
def test_attachment_is_checked_in_the_browser(page, document, data, outcome):
    page.goto(document)
    file = {"name": "附件.pdf", "mimeType": "application/pdf", "buffer": data}
    page.get_by_label("核验附件").set_input_files(file)
    expect(page.locator("[role=status][data-result]")).to_contain_text(outcome)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["/ledger/", "/ledger/check/?item=330103--2026-0130"])
def test_pages_have_no_accessibility_violations(page, document, live_server, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + address)
    tags = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=tags)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_check_page_breaks_no_rule_of_its_own_content_security_policy(page, document):
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    check(page, document)
    expect(page.locator("[role=status][data-result]")).to_be_visible()
    assert [text for text in complaints if "Content Security" in text] == []
