"""What must stay as it is when there are a hundred thousand items: queries, and how much one act renews."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.items.models import Item
from gongkai.items.models import item as rows
from gongkai.portal.finish import FINISHED_PAGES
from gongkai.portal.listing import LENGTH
from gongkai.publication.models import Page
from tests.portal import builders

pytestmark = pytest.mark.django_db
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")  # where transactions begin and end


@pytest.fixture
def long_list(db):
    """More notices than fit on the pages that are kept."""
    first = builders.published(kind="notice", title="通知", number="330103--2016--1000")
    for serial in range(FINISHED_PAGES * LENGTH + 1):
        again = Item.objects.get(pk=first.pk)
        version = first.versions.get()
        again.pk, again.number, again.current = None, f"330103--2016--{2000 + serial}", None
        again.address, again.is_public = again.get_absolute_url(), False
        again.save(force_insert=True)
        version.pk, version.item = None, again
        version.save(force_insert=True)
        Item.objects.filter(pk=again.pk).update(current=version, is_public=True)


def test_the_far_pages_of_a_list_are_rendered_for_whoever_asks(client, long_list):
    near, far = f"/kinds/notice/page/{FINISHED_PAGES}/", f"/kinds/notice/page/{FINISHED_PAGES + 1}/"
    assert client.get(near).status_code == client.get(far).status_code == 200
    assert list(Page.objects.filter(path__contains="/page/").values_list("path", flat=True)) == [near]
    assert client.get(f"/kinds/notice/page/{FINISHED_PAGES + 2}/").status_code == 404


def counted(client, path):
    Page.objects.filter(path=path).update(is_stale=True)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code in {200, 410}
    return [each["sql"] for each in asked if not each["sql"].startswith(CONTROL)]


@pytest.mark.parametrize(
    "path", ["/", "/kinds/document/", "/years/2017/", "/feeds/all.atom", "/organisations/"]
)
def test_more_items_ask_no_more_queries(client, district, path):
    client.get(path)
    before = counted(client, path)
    for serial in range(5):
        builders.published(title=f"通知{serial}", obligation=district.policy.obligation)
    client.get(path)
    assert len(counted(client, path)) == len(before)


def test_no_list_fetches_a_body(client, district):
    paths = ["/", "/kinds/document/", "/areas/fiscal/", "/organisations/finance/", "/feeds/all.atom"]
    asked = [sql for path in paths for sql in counted(client, path)]
    assert [sql for sql in asked if '"items_version"."body"' in sql] == []


def test_an_act_renews_one_portion_of_the_sitemap(client, district):
    client.get("/sitemaps/items-1.xml")
    builders.amended(district.successor)
    stale = set(Page.objects.stale().values_list("path", flat=True))
    assert "/sitemaps/items-1.xml" in stale
    assert Item(pk=rows.PORTION).portion == 1 and Item(pk=rows.PORTION + 1).portion == 2


def test_the_index_of_sitemaps_names_only_portions_that_hold_something(client, district):
    text = client.get("/sitemap.xml").content.decode()
    assert "/sitemaps/items-1.xml" in text and "items-2.xml" not in text
    assert client.get("/sitemaps/items-2.xml").status_code == 404


def test_an_item_page_costs_at_most_twelve_queries_with_being_kept(client, district):
    """The first time after its announcement, and again; rendering, storing, and what it depends on."""
    never_amended_first = Item.objects.exclude(address="").order_by("current__serial", "pk")
    for item in never_amended_first:
        first = counted(client, item.address)
        again = counted(client, item.address)
        assert len(first) <= 12 and len(again) <= 10, "\n".join(first)
        assert not Page.objects.get(path=item.address).is_stale
