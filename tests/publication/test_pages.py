"""Finished pages: no bytes without a row, none stale unnoticed, none renewed in vain."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from gongkai.orgs import services as orgs
from gongkai.orgs.models import Act
from gongkai.publication import services, store
from gongkai.publication.finished import finished
from gongkai.publication.middleware import FinishedPages
from gongkai.publication.models import Page, Tick, Topic
from gongkai.publication.services import pages
from tests import make

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def keep(path, *topics, body=b"page", seen=None, response=None):
    return services.keep(
        path=path,
        response=response or HttpResponse(body),
        topics=topics,
        seen=services.tick() if seen is None else seen,
        at=make.NOW,
    )


def files(settings):
    return {path.name for path in settings.PAGES.rglob("*") if path.is_file()}


@pytest.fixture
def full_disk(settings, tmp_path):
    """Nothing can be written below the folder of pages."""
    (tmp_path / "file").write_text("not a folder")
    settings.PAGES = tmp_path / "file"


@pytest.mark.django_db(transaction=True)
def test_the_row_is_there_before_the_bytes(full_disk):
    with pytest.raises(OSError, match="file"):
        keep("/areas/fiscal/", "area:fiscal")
    page = Page.objects.stale().get()
    assert (page.path, page.seen) == ("/areas/fiscal/", pages.UNSEEN)


def test_a_page_rendered_from_the_newest_state_is_not_rendered_again():
    services.touch("site")
    assert keep("/a/", "site")
    assert not Page.objects.stale()
    assert services.refresh(at=make.NOW) == 0


def test_the_flag_says_what_the_topics_say():
    for number in range(3):
        keep(f"/{number}/", f"area:{number}", "site")
    services.touch("area:1")
    assert list(Page.objects.stale()) == list(Page.objects.outdated()) == [Page.objects.get(path="/1/")]
    services.touch("site")
    assert Page.objects.stale().count() == Page.objects.outdated().count() == 3


def test_a_page_that_shows_something_else_now_depends_on_that():
    keep("/a/", "area:1", "site")
    keep("/a/", "area:2", "site")
    services.touch("area:1")
    assert not Page.objects.stale()
    services.touch("area:2")
    assert Page.objects.stale().exists()


def test_a_page_taken_away_while_it_is_rendered_leaves_no_bytes(settings):
    def taking_away(execute, sql, params, many, context):
        done = execute(sql, params, many, context)
        if sql.startswith('INSERT INTO "publication_page"'):
            Page.objects.filter(path="/a/").delete()
        return done

    with connection.execute_wrapper(taking_away):
        assert not keep("/a/", "site")
    assert files(settings) == set()


def test_a_moved_page_keeps_where_it_went_and_a_gone_one_its_farewell():
    moved = HttpResponse(status=301, headers={"Location": "/b/"})
    assert keep("/a/", "site", response=moved)
    assert store.read("/a/", 301) == b"/b/"
    assert keep("/a/", "site", response=HttpResponse("已撤回", status=410))
    assert store.read("/a/", 301) is None
    assert store.read("/a/", 410) == "已撤回".encode()


@pytest.mark.parametrize(
    "response", [HttpResponse(status=500), HttpResponse(status=404), HttpResponseRedirect("/b/")]
)
def test_what_is_no_finished_page_is_not_kept(response, settings):
    assert not keep("/a/", "site", response=response)
    assert not Page.objects.exists() and files(settings) == set()


def test_a_page_that_cannot_be_renewed_keeps_its_bytes_and_is_tried_again_later(client, caplog):
    keep("/search/", "site", body=b"old")  # never finished: the middleware passes search by
    services.touch("site")
    assert services.refresh(at=make.NOW) == 1
    assert store.read("/search/", 200) == b"old"
    assert services.refresh(at=make.NOW) == 0
    assert services.refresh(at=make.NOW + 2 * MINUTE) == 1
    assert "/search/ was not renewed" in caplog.text


def test_a_page_is_asked_for_again_whatever_is_stored():
    keep("/a/", "site")
    pages.expect_again("/a/")
    assert Page.objects.stale().get().seen == pages.UNSEEN


def record(thing):
    """Log an act as the next one: what came before it has been followed."""
    act = orgs.record(verb="change", thing=thing, by=None, at=make.NOW)
    Tick.objects.update_or_create(pk=1, defaults={"followed": act.pk - 1})
    return act


def changed():
    return set(Topic.objects.filter(changed__gt=0).values_list("name", flat=True))


def test_an_act_on_an_organisation_renews_its_lists_and_all_that_name_it():
    record("organisation:finance")
    services.follow_acts(at=make.NOW)
    assert changed() == {"organisations", "org:finance", "organisation:finance"}


def test_an_act_on_something_else_renews_nothing():
    record("person:clerk")
    assert services.follow_acts(at=make.NOW) == 1
    assert changed() == set()


def test_an_act_that_is_committed_after_a_later_one_is_not_missed():
    late = record("organisation:first").pk + 1
    services.follow_acts(at=make.NOW)
    Act.objects.create(pk=late + 1, at=make.NOW, account="a", name="a", verb="v", thing="organisation:third")
    assert services.follow_acts(at=make.NOW) == 0
    Act.objects.create(pk=late, at=make.NOW, account="a", name="a", verb="v", thing="organisation:second")
    assert services.follow_acts(at=make.NOW) == 2
    assert {"org:second", "org:third"} <= changed()


def test_a_number_that_nobody_will_use_holds_nothing_up_for_long():
    Act.objects.create(pk=7, at=make.NOW, account="a", name="a", verb="v", thing="organisation:finance")
    assert services.follow_acts(at=make.NOW) == 0
    assert services.follow_acts(at=make.NOW + 2 * MINUTE) == 1
    assert Tick.objects.get().followed == 7


def ask(path="/a/", *, respond, method="get"):
    request = getattr(RequestFactory(), method)(path)
    return FinishedPages(respond)(request)


def answer(request):
    return finished(HttpResponse("a"), "site")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_reader_is_answered_although_the_database_is_away(error):
    def away(*execution):
        raise error("gone")

    with connection.execute_wrapper(away):
        assert ask(respond=answer).content == b"a"


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_view_without_its_database_says_when_to_come_back(error):
    made = FinishedPages(answer).process_exception(RequestFactory().get("/a/"), error("gone"))
    assert (made.status_code, made["Retry-After"]) == (503, "120")
    assert "已公开的信息不受影响" in made.content.decode()


def test_another_failure_stays_a_failure():
    assert FinishedPages(answer).process_exception(RequestFactory().get("/a/"), Http404()) is None


def test_only_plain_reading_is_kept():
    ask(respond=answer, method="post")
    ask(respond=answer, method="head")
    ask("/desk/", respond=answer)
    assert not Page.objects.exists()


def test_a_publication_leaves_the_other_items_of_its_organisation_alone():
    team = make.staff()
    first = make.published(team)
    while services.refresh(at=make.NOW):
        pass
    second = make.published(team)
    stale = set(Page.objects.stale().values_list("path", flat=True))
    assert second.address in stale and first.address not in stale


def test_a_changed_organisation_renews_the_items_that_name_it():
    item = make.published(make.staff())
    while services.refresh(at=make.NOW):
        pass
    record(f"organisation:{item.publisher.key}")
    services.follow_acts(at=make.NOW + 2 * MINUTE)
    assert Page.objects.stale().filter(path=item.address).exists()
