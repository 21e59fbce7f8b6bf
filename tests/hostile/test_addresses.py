"""Addresses, methods and fields an attacker tries: none is a defect, none leads elsewhere."""

import os
import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.orgs.models import Act
from gongkai.publication.models import Page
from gongkai.publication.server import FinishedServer
from tests import make


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
    client.force_login(clerk.person)
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
FORMS = [each for each in PATTERNS if each.startswith("desk/") and "sign-out" not in each]
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
    max_examples=600 if os.environ.get("CI") else 200,
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
@given(pattern=st.sampled_from(PATTERNS), word=GARBAGE, name=st.sampled_from(NAMES), value=GARBAGE)
def test_no_address_and_no_query_is_a_defect(desk_of, pattern, word, name, value):
    address = filled(pattern, word)
    for client in desk_of:
        status = client.get(address.encode("utf-8", "replace").decode(), {name: value}).status_code
        assert status < 500, (address, name, value)


@pytest.mark.parametrize(("name", "word"), [("page", "9" * 20), ("q", "a\x00b")])
def test_every_address_survives_the_worst_words(desk_of, name, word):
    for pattern in PATTERNS:
        assert desk_of[1].get(filled(pattern, word), {name: word}).status_code < 500, pattern


@LENIENT
@given(pattern=st.sampled_from(FORMS), value=GARBAGE)
def test_no_field_is_a_defect(desk_of, draft, pattern, value):
    send(desk_of[1], pattern, draft, value)


@pytest.mark.parametrize("value", ["a\x00b", "#²"])
def test_every_form_survives_the_worst_words(desk_of, draft, value):
    for pattern in FORMS:
        send(desk_of[1], pattern, draft, value)


def send(client, pattern, draft, value):
    fields = (
        "title body kind publisher obligation theme genre made_on expires_on disclosure ground revision "
        "target successor cited_title since basis publish_at change overruling note account password code "
        "key level1 limit_rules statutory_items text seen tasks organisations lead due_on name email role "
        "short_name reason "
        "index_template parent order percent status evidence"
    ).split()
    address = filled(pattern, str(draft.pk))
    assert client.post(address, dict.fromkeys(fields, value)).status_code < 500, (address, value)


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
