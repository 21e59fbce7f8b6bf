"""Markup an attacker types or asks for: nothing of it acts on a page, in a feed or in a file."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from lxml import html as markup

from gongkai.items import services
from tests import make
from tests.kept import kept

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


@pytest.fixture(scope="module")
def kept_items(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept(build, django_db_blocker, tmp_path_factory.mktemp("markup")) as items:
        yield items


@pytest.fixture
def published(kept_items, db):
    """Return the public items, one for each vector."""
    return kept_items.copy()


def build():
    team = make.staff()
    return [publish(team, vector) for vector in VECTORS]


def publish(team, vector):
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
    services.relate(item=version.item, kind="based-on", cited_title=vector[:200], by=team.clerk, at=make.NOW)
    return make.published(team, version=version)


@pytest.fixture
def desk(published):
    client = Client()
    client.force_login(make.person("clerk", published[0].publisher))
    return client


def test_nothing_that_was_typed_acts_on_the_page_of_an_item(client, published):
    for item in published:
        page = client.get(item.address)
        assert page.status_code == 200
        assert active(page.text) == [], item.current.title
        assert active(client.get(f"{item.address}versions/1/").text) == []
        data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
        assert json.loads(data[1])["name"] == item.current.title


def test_nothing_that_was_typed_acts_at_the_desk(desk, published):
    for item in published:
        assert active(desk.get(f"/desk/items/{item.pk}/").text) == [], item.current.title
        assert active(desk.get(f"/desk/preview/{item.pk}/").text) == ["base"]  # links lead out of the frame
        framing = desk.get(f"/desk/items/{item.pk}/preview/").text
        assert active(framing) == ["iframe"]
        assert 'sandbox="allow-same-origin allow-scripts allow-popups"' in framing


def test_nothing_that_was_typed_acts_in_a_list(client, desk, published):
    for address in ("/", "/years/2017/", "/years/2017/page/2/"):
        assert active(client.get(address).text) == [], address
    for address in ("/desk/items/", "/desk/items/?page=2", "/desk/"):
        assert active(desk.get(address).text) == [], address


def test_feeds_say_what_was_typed_and_stay_whole(client, published):
    typed = {item.current.title for item in published}
    for kind in ("atom", "rss"):
        feed = ElementTree.fromstring(client.get(f"/feeds/all.{kind}").content)
        assert typed <= {each.text for each in feed.iter() if each.tag.endswith("title")}
    assert typed <= {each["title"] for each in client.get("/feeds/all.json").json()["items"]}
    ElementTree.fromstring(client.get("/sitemap.xml").content)


def test_a_file_is_served_where_nothing_of_it_acts(client, published):
    for item in published:
        kept_file = item.current.attachments.get()
        file = client.get(f"/files/{kept_file.sha256}/{kept_file.name}")
        assert file.status_code == 200
        assert "\n" not in file.headers.get("Content-Disposition", "")
        assert "sandbox" in file.headers["Content-Security-Policy"]


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_that_is_asked_for_acts_on_a_page(client, db, vector):
    for address in ("/search/", "/search/suggest/", "/ledger/check/", "/desk/sign-in/", "/"):
        page = client.get(address, {"q": vector, "item": vector, "next": vector, "organisation": vector})
        assert page.status_code < 500
        assert page["Content-Type"].startswith("application/json") or active(page.text) == [], address
