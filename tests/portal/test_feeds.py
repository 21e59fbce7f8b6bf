from datetime import date

import feedparser
import pytest
from lxml import etree

from gongkai.publication.services import Notice, announce
from tests import make
from tests.portal import builders

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_an_independent_reader_understands_the_feed(client, district, format):
    response = client.get(f"/feeds/all.{format}")
    found = feedparser.parse(response.content)
    assert not found.bozo
    assert found.feed.title
    titles = [entry.title for entry in found.entries]
    assert "【废止】旧的收费办法" in titles
    assert "【修改】采购信息公开办法" in titles
    assert not [title for title in titles if "身份证" in title]


def test_an_address_stands_once_with_its_newest_act(client, district):
    found = feedparser.parse(client.get("/feeds/all.atom").content)
    identifiers = [entry.id for entry in found.entries]
    assert len(identifiers) == len(set(identifiers))


def test_json_feed_keeps_to_its_version(client, district):
    feed = client.get("/feeds/organisations/finance.json").json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert {"id", "url", "title", "content_text", "date_published", "tags"} <= set(feed["items"][0])
    assert feed["items"][0]["date_published"].endswith("+08:00")


def test_area_feed_holds_only_its_area(client, district):
    builders.published(title="与财政无关")
    text = client.get("/feeds/areas/fiscal.json").content.decode()
    assert "财政收支公开办法" in text
    assert "与财政无关" not in text


def test_a_report_and_a_register_stand_among_the_items(client, district):
    office = make.office()
    for kind, event, note in (("report", "published", ""), ("register", "amended", "新增 3 条")):
        notice = Notice(
            event=event, address=f"/x/{kind}/", number="", version=1, kind=kind, title=f"演示{kind}",
            publisher=office, content={}, text="", published_on=date(2026, 3, 31), note=note,
        )  # fmt: skip
        announce(notice=notice, by=None, at=make.NOW)
    register, report, *_ = client.get("/feeds/all.json").json()["items"]
    assert (register["title"], register["content_text"]) == ("【修改】演示register", "新增 3 条")
    assert (report["title"], report["tags"]) == ("演示report", ["年度报告"])
    assert report["authors"] == [{"name": office.name}]
    own = client.get(f"/feeds/organisations/{office.key}.json").json()["items"]
    assert [each["title"] for each in own[:2]] == [register["title"], report["title"]]


def test_sitemap_lists_every_public_item_and_no_other(client, district):
    index = etree.fromstring(client.get("/sitemap.xml").content)
    assert len(index.findall(f"{SITEMAP}sitemap")) == 2
    tree = etree.fromstring(client.get("/sitemaps/items-1.xml").content)
    found = [url.findtext(f"{SITEMAP}loc") for url in tree]
    assert len(found) == 9
    assert not [loc for loc in found if district.withdrawn.number in loc]
    assert tree[0].findtext(f"{SITEMAP}lastmod").startswith("2017-07-03T09:30:00+08:00")


def test_robots_keep_out_of_the_desk_and_find_the_sitemap(client, db):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in text
    assert "/sitemap.xml" in text
