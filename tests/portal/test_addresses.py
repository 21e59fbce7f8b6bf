"""What the sitemap names the worker keeps finished: readers meet bytes, also while the database is away."""

import re

import feedparser
import pytest
from lxml import etree, html

from gongkai.portal.addresses import columns
from gongkai.publication import services, store
from gongkai.publication.models import Page
from tests import make

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LISTS = [
    "areas/fiscal",
    "organisations/finance",
    "obligations/fiscal-monthly",
    "kinds/document",
    "themes/4",
    "genres/8",
    "years/2017",
]


def named(client, path):
    tree = etree.fromstring(client.get(path).content)
    return [url.findtext(f"{SITEMAP}loc").removeprefix("http://127.0.0.1:8000") for url in tree]


def test_every_column_is_finished_before_anyone_asks(district):
    announced = {"/work-points/2017/"}
    assert services.expect_pages(columns()) == len(set(columns()) - announced)
    assert services.expect_pages(columns()) == 0
    while services.refresh(at=make.NOW):
        pass
    assert not Page.objects.stale().exists()
    assert [path for path in columns() if store.read(path, 200) is None] == []


def test_columns_are_in_the_sitemap_and_none_is_missing(client, district):
    found = named(client, "/sitemaps/columns.xml")
    assert set(columns()) <= set(found)
    assert len(found) == len(set(found))
    assert {"/years/2017/", "/work-points/2017/", "/catalogue/organisations/finance/"} <= set(found)
    assert [path for path in found if client.get(path).status_code != 200] == []


def test_every_page_that_follows_is_named(client, district):
    """Nothing listable is reached by a link from a column and missing in the sitemap."""
    known = {*named(client, "/sitemaps/columns.xml"), *named(client, "/sitemaps/items-1.xml")}
    linked = set()
    for path in columns():
        linked |= {
            link.split("#")[0] for link in html.fromstring(client.get(path).content).xpath("//a/@href")
        }
    apart = r"/(feeds|files|desk|search|ledger|api/v1)/|/requests/.|/page/|/versions/|\.(json|xml)$"
    apart += r"|https?:|mailto:"
    assert sorted(link for link in linked - known if link and not re.match(apart, link)) == []


@pytest.mark.parametrize("of", LISTS)
@pytest.mark.parametrize("format", ["atom", "rss", "json"])
def test_every_list_has_its_feed(client, district, of, format):
    response = client.get(f"/feeds/{of}.{format}")
    assert response.status_code == 200
    text = response.content.decode()
    assert "财政收支公开办法" in text
    assert "含有身份证号的名单" not in text
    if format != "json":
        assert not feedparser.parse(response.content).bozo


@pytest.mark.parametrize("of", LISTS)
def test_every_list_names_its_feed_to_readers_and_machines(client, district, of):
    folder = "catalogue/obligations" if of.startswith("obligations/") else of.split("/")[0]
    tree = html.fromstring(client.get(f"/{folder}/{of.split('/')[1]}/").content)
    assert f"/feeds/{of}.atom" in tree.xpath('//link[@rel="alternate"]/@href')
    assert {f"/feeds/{of}.atom", f"/feeds/{of}.rss"} <= set(tree.xpath("//a/@href"))


@pytest.mark.parametrize("of", ["kinds/none", "themes/99", "genres/0", "years/1800", "obligations/none"])
def test_a_list_that_is_not_there_has_no_feed(client, district, of):
    assert client.get(f"/feeds/{of}.atom").status_code == 404


def test_a_feed_keeps_to_its_list(client, district):
    text = client.get("/feeds/kinds/interpretation.json").content.decode()
    assert "解读" in text and "采购信息公开办法" not in text
    assert client.get("/feeds/years/2016.json").json()["items"] == []
