"""Meta tags of site, column and article (国办发〔2017〕47号 附件 网页设计规范) on every public page."""

import json
import re
from urllib.parse import urlsplit

import pytest
from lxml import html

from gongkai.items.models import Item
from gongkai.portal.addresses import columns

pytestmark = pytest.mark.django_db
SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnType", "ColumnDescription", "ColumnKeywords"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Url"}


def tags(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    tree = html.fromstring(response.content.decode())
    return tree, {each.get("name"): each.get("content") for each in tree.xpath("//meta[@name]")}


def missing(found, wanted):
    return sorted(name for name in wanted if not found.get(name))


def test_every_column_says_what_it_is(client, district):
    paths = [*columns(), "/ledger/", "/ledger/check/", "/search/"]
    found = {path: missing(tags(client, path)[1], SITE | COLUMN) for path in paths}
    assert {path: names for path, names in found.items() if names} == {}


def test_every_article_says_what_it_is(client, district):
    for path in Item.objects.public().values_list("address", flat=True):
        tree, found = tags(client, path)
        assert missing(found, SITE | ARTICLE | {"ColumnName", "ColumnType"}) == [], path
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"])
        assert urlsplit(found["Url"]).path == path
        assert tree.xpath('//link[@rel="canonical"]/@href') == [found["Url"]]


def test_article_tags_name_publisher_and_title(client, district):
    _, found = tags(client, district.policy.get_absolute_url())
    assert found["ArticleTitle"] == "财政收支公开办法"
    assert found["ContentSource"] == district.policy.publisher.name
    assert found["SiteIDCode"] == "3301030001"


@pytest.mark.parametrize("path", ["/no-such-page/", "/items/330103--1999--0001/"])
def test_a_page_that_is_not_there_still_names_the_site(client, district, path):
    _, found = tags(client, path, status=404)
    assert missing(found, SITE) == []


def test_what_was_withdrawn_names_the_site_and_no_article(client, district):
    _, found = tags(client, district.withdrawn.get_absolute_url(), status=410)
    assert missing(found, SITE) == []
    assert not ARTICLE & set(found)


def test_every_page_has_one_heading_a_title_and_a_language(client, district):
    for path in [*columns(), *Item.objects.public().values_list("address", flat=True)]:
        tree, _ = tags(client, path)
        assert len(tree.xpath("//h1")) == 1, path
        assert tree.xpath("string(//title)").strip(), path
        assert tree.get("lang") == "zh-Hans", path


def structured(client, item):
    tree, _ = tags(client, item.get_absolute_url())
    return json.loads(tree.xpath('string(//script[@type="application/ld+json"])'))


def test_structured_data_of_a_policy(client, district):
    facts = structured(client, district.policy)
    assert facts["@context"] == "https://schema.org"
    assert facts["@type"] == "Legislation"
    assert facts["identifier"] == district.policy.number
    assert facts["legislationLegalForce"] == "https://schema.org/InForce"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", facts["datePublished"])
    assert facts["publisher"]["@type"] == "GovernmentOrganization"


def test_structured_data_of_what_is_repealed_and_what_is_no_law(client, district):
    assert structured(client, district.repealed)["legislationLegalForce"] == "https://schema.org/NotInForce"
    facts = structured(client, district.interpretation)
    assert facts["@type"] == "DigitalDocument"
    assert not [name for name in facts if name.startswith("legislation")]


def test_an_item_offers_its_proof_the_check_and_the_command(client, district):
    tree, found = tags(client, district.policy.get_absolute_url())
    assert tree.xpath('//a[contains(@href, ".tlog-proof")]')
    assert tree.xpath("//*[@data-verify]/@data-verify") == [f"{district.policy.address}evidence.json"]
    assert f"gongkai verify {found['Url']}" in tree.xpath("//code/text()")
