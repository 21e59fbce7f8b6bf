"""Nothing of what is signed for a set minute is to be had before it, and all of it afterwards."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.config import work
from gongkai.items import services
from gongkai.items.forms.deciding import SignForm
from gongkai.items.models import Item
from gongkai.publication import services as publication
from tests import make
from tests.journeys.desk import QUICK

pytestmark = pytest.mark.django_db
WORDS = "绝密补贴新规"
MINUTE = make.moment(2017, 7, 5, 10, 30)
SECOND = timedelta(seconds=1)


def settle(at):
    todo = [job for job in work.jobs() if job.name in {*QUICK, "columns", "edition"}]
    while work.run_once(todo, at=at):
        pass
    assert [str(each) for each in publication.audit()] == []


def scheduled(team, old):
    """Return a release that waits for its minute: it repeals ``old``, has a file and an interpretation."""
    document = make.drafted(
        team, kind="document", title=f"关于{WORDS}的意见", body=f"<p>{WORDS}如下。</p>", abstract=WORDS
    )
    services.relate(item=document.item, kind="repeals", target=old, by=team.clerk, at=make.NOW)
    file = services.attach(
        version=document, name=f"{WORDS}.txt", data=WORDS.encode(), by=team.clerk, at=make.NOW
    )
    told = make.drafted(team, kind="interpretation", title=f"{WORDS}解读")
    services.relate(item=told.item, kind="interprets", target=document.item, by=team.clerk, at=make.NOW)
    make.at_signing(team, version=told)
    make.at_signing(team, version=document)
    services.sign(version=document, publish_at=MINUTE, by=team.signer, at=make.NOW)
    return document.item, file


def addresses(old, file):
    """Return everywhere a stranger could look."""
    return [
        "/",
        old.get_absolute_url(),
        f"{old.get_absolute_url()}evidence.json",
        f"/files/{file.sha256}/{file.name}",
        "/kinds/document/",
        "/kinds/interpretation/",
        "/catalogue/",
        "/catalogue/obligations/fiscal-monthly/",
        "/organisations/finance/",
        "/areas/fiscal/",
        f"/search/?q={WORDS}",
        f"/search/suggest/?q={WORDS[:3]}",
        "/feeds/all.atom",
        "/feeds/kinds/document.json",
        "/feeds/organisations/finance.rss",
        "/sitemap.xml",
        "/sitemaps/items-1.xml",
        "/ledger/",
        *(f"/items/330103--2017--{number:04}/" for number in range(1, 6)),
    ]


def readable(places):
    """Return the addresses at which a stranger reads the words."""
    stranger, found = Client(), []
    for address in places:
        response = stranger.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code in {200, 404}, address
        shown = re.sub(r"</?mark[^>]*>", "", body.decode())
        if any(words in shown for words in (f"关于{WORDS}", f"{WORDS}如下", f"{WORDS}解读")):
            found.append(address)
        elif address.startswith("/files/") and response.status_code == 200:
            found.append(address)
    return found


@pytest.fixture
def team():
    return make.staff()


def test_an_embargo_holds_to_the_minute_everywhere(team):
    old = make.published(team, title="旧办法")
    item, file = scheduled(team, old)
    places = addresses(old, file)
    settle(MINUTE - SECOND)
    assert readable(places) == []
    old.refresh_from_db()
    assert (old.validity, Item.objects.public().count()) == ("valid", 1)
    settle(MINUTE)
    old.refresh_from_db()
    assert old.validity == "repealed"
    item.refresh_from_db()
    expected = {item.get_absolute_url(), old.get_absolute_url(), f"/files/{file.sha256}/{file.name}"}
    expected |= {"/", "/kinds/document/", f"/search/?q={WORDS}", "/feeds/all.atom", "/organisations/finance/"}
    assert expected <= set(readable([*places, item.get_absolute_url()]))


def test_strangers_and_other_departments_cannot_preview_it(team):
    item, file = scheduled(team, make.published(team, title="旧办法"))
    other = Client()
    other.force_login(make.person("clerk", make.organisation("audit")))
    for name, *more in (("preview",), ("detail",), ("bundle",), ("attachment", file.pk)):
        address = reverse(f"items:{name}", args=[item.pk, *more])
        assert other.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert WORDS not in other.get(reverse("items:calendar"), {"month": "2017-07"}).text


def test_a_missed_minute_is_made_up_once(team):
    scheduled(team, make.published(team, title="旧办法"))
    late = MINUTE + timedelta(hours=5)
    assert services.publish_due(at=late) == 2
    assert services.publish_due(at=late) == 0
    assert services.publish_due(at=MINUTE - timedelta(days=1)) == 0  # a clock set back brings nothing twice
    assert set(Item.objects.filter(first_published_at=late).values_list("is_public", flat=True)) == {True}


def test_a_clock_set_back_before_the_minute_only_waits(team):
    scheduled(team, make.published(team, title="旧办法"))
    moments = [MINUTE - timedelta(hours=1), MINUTE - timedelta(days=2), MINUTE - SECOND, MINUTE]
    assert [services.publish_due(at=each) for each in moments] == [0, 0, 0, 2]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5))])
def test_the_minute_is_one_moment_in_every_zone(team, zone):
    scheduled(team, make.published(team, title="旧办法"))
    assert services.publish_due(at=(MINUTE - SECOND).astimezone(zone)) == 0
    assert services.publish_due(at=MINUTE.astimezone(zone)) == 2


def test_what_the_signer_types_is_the_time_of_the_district():
    form = SignForm({"publish_at": "2017-07-05T10:30"})
    assert form.is_valid()
    assert form.cleaned_data["publish_at"] == MINUTE == datetime(2017, 7, 5, 2, 30, tzinfo=UTC)


def test_the_worker_looks_often_enough_for_the_minute():
    job = next(job for job in work.jobs() if job.name == "publish")
    assert job.every <= timedelta(seconds=60) and not job.is_slow


def test_a_release_that_cannot_go_out_does_not_hold_up_another(team):
    blocked, _ = scheduled(team, make.published(team, title="旧办法"))
    told = Item.objects.get(kind="interpretation")
    told.versions.update(disclosure="withheld")  # an interpretation that stays hidden is none
    other = make.at_signing(team, title="另一份")
    services.sign(version=other, publish_at=MINUTE, by=team.signer, at=make.NOW)
    assert services.publish_due(at=MINUTE) == 1
    assert other.item.versions.get().stage == "public"
    blocked.refresh_from_db()
    assert not blocked.is_public
