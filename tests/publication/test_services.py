"""One door: the announcement, the ledger, index, pages and messages come together or not at all."""

from datetime import timedelta

import pytest
import rfc8785
from django.http import HttpResponse
from django.test import RequestFactory

from gongkai.channels.models import Message, Subscription
from gongkai.ledger.models import Leaf
from gongkai.orgs import services as orgs
from gongkai.publication import services, store
from gongkai.publication.finished import finished
from gongkai.publication.middleware import FinishedPages
from gongkai.publication.models import Announcement, Page, Topic
from gongkai.search.models import Document
from tests import make

pytestmark = pytest.mark.django_db


def announce(**fields):
    return services.announce(notice=make.notice(**fields), by=None, at=make.NOW)


def page(path="/a/", *topics, body=b"page", seen=None):
    response = finished(HttpResponse(body), *topics)
    return services.keep(
        path=path,
        response=response,
        topics=topics,
        seen=services.tick() if seen is None else seen,
        at=make.NOW,
    )


def stale():
    return set(Page.objects.stale().values_list("path", flat=True))


def test_announcements_are_numbered_from_zero_without_gaps():
    assert [announce().seq for _ in range(3)] == [0, 1, 2]


def test_everything_about_an_announcement_is_written_together():
    Subscription.objects.create(channel="email", recipient="reader@example.cn", topic="org:finance")
    made = announce()
    assert Leaf.objects.get(index=made.seq)
    assert Document.objects.get(address=made.address).seq == made.seq
    assert made.address in stale()
    assert Message.objects.get().subject == "【公开】关于公开财政收支情况的通知"


def test_nothing_is_written_when_a_part_fails():
    with pytest.raises(rfc8785.CanonicalizationError):
        announce(content={"unsayable": object()})
    assert not Announcement.objects.exists()
    assert not Leaf.objects.exists()
    assert not Document.objects.exists()
    assert not Page.objects.exists()


def test_a_later_announcement_names_the_earlier_of_its_address():
    first = announce(address="/items/x/")
    again = announce(address="/items/x/", event="amended", version=2)
    found = Announcement.objects
    assert list(found.latest_per_address()) == list(found.not_followed()) == [again]
    assert first.salt != again.salt


def test_a_repeal_leaves_the_day_of_publication():
    first = announce(address="/items/x/")
    later = make.NOW + timedelta(days=30)
    services.announce(notice=make.notice(address="/items/x/", event="repealed"), by=None, at=later)
    assert Announcement.objects.public().get().published_at == first.at
    services.announce(notice=make.notice(address="/items/x/", event="amended"), by=None, at=later)
    assert Announcement.objects.public().get().published_at == later


def test_withdrawal_takes_the_words_out_of_the_index():
    made = announce(address="/items/x/")
    announce(address=made.address, event="withdrawn")
    document = Document.objects.get(address=made.address)
    assert document.is_removed and document.text == "" and document.title == ""
    assert not Announcement.objects.public()


def test_a_page_is_stale_once_something_it_shows_has_changed():
    page("/finance/", "org:finance")
    page("/education/", "org:education")
    announce()
    assert "/finance/" in stale() and "/education/" not in stale()


def test_a_page_rendered_beside_an_announcement_is_found_stale():
    before = services.tick()
    announce()
    page("/finance/", "org:finance", seen=before)
    assert "/finance/" in stale()


def test_an_older_rendering_never_replaces_a_newer_one():
    announce()
    assert page("/finance/", "org:finance", body=b"new")
    assert not page("/finance/", "org:finance", body=b"old", seen=0)
    assert store.read("/finance/", 200) == b"new"


def test_a_response_with_a_cookie_is_never_kept():
    response = finished(HttpResponse("x"), "site")
    response.set_cookie("a", "b")
    assert not services.keep(path="/a/", response=response, topics=["site"], seen=0, at=make.NOW)


def test_touch_makes_pages_stale_without_an_announcement():
    page("/catalogue/", "catalogue")
    services.touch("catalogue")
    assert stale() == {"/catalogue/"}
    assert not Announcement.objects.exists()


def test_lateness_comes_with_the_day_once():
    page("/catalogue/", "catalogue")
    assert services.new_day(on=make.NOW.date())
    assert services.new_day(on=make.NOW.date()) == 0
    assert stale() == {"/catalogue/"}


def test_a_change_of_an_organisation_reaches_its_pages():
    page("/organisations/finance/", "org:finance")
    orgs.record(verb="change", thing="organisation:finance", by=None, at=make.NOW)
    later = make.NOW + timedelta(minutes=2)  # long enough for acts whose numbers came before to be there
    assert services.follow_acts(at=later) == 1
    assert services.follow_acts(at=later) == 0
    assert stale() == {"/organisations/finance/"}


def test_a_page_that_is_no_longer_there_is_taken_away():
    page("/no-such-page/", "site")
    services.touch("site")
    assert services.refresh(at=make.NOW) == 1
    assert store.read("/no-such-page/", 200) is None
    assert not Page.objects.exists()


def serve(path, response, **query):
    respond = FinishedPages(lambda request: response)
    return respond(RequestFactory().get(path, query))


def test_the_middleware_keeps_finished_pages_only():
    serve("/a/", finished(HttpResponse("a"), "site"))
    serve("/b/", HttpResponse("b"))
    serve("/c/", finished(HttpResponse("c"), "site"), page="2")
    assert set(Page.objects.values_list("path", flat=True)) == {"/a/"}
    assert store.read("/a/", 200) == b"a"


def test_a_full_disk_does_not_keep_the_page_from_its_reader(settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.PAGES = tmp_path / "file"
    assert serve("/a/", finished(HttpResponse("a"), "site")).content == b"a"


def test_topics_are_not_lost_when_they_are_many():
    services.touch(*(f"area:{n}" for n in range(300)))
    assert Topic.objects.count() == 300


def test_the_audit_names_what_is_missing_and_repairs_pages():
    announce(address="/items/x/")
    Document.objects.all().delete()
    facts = {each.fact for each in services.audit()}
    assert facts == {"有公开记录而无对应信息", "检索库缺少该条", "成品页尚未生成"}
