"""A new edition of the software renews what the old one rendered, and holds nothing else up."""

import pytest
from django.http import HttpResponse

from gongkai.config.edition import edition
from gongkai.publication import services
from gongkai.publication.models import Page
from tests import make

pytestmark = pytest.mark.django_db


def keep(path):
    response = HttpResponse(b"page")
    services.keep(path=path, response=response, topics=["site"], seen=services.tick(), at=make.NOW)


def stale():
    return set(Page.objects.stale().values_list("path", flat=True))


@pytest.fixture
def rendered():
    services.renew_edition(edition="one")
    for number in range(3):
        keep(f"/{number}/")


def test_the_same_edition_renews_nothing(rendered):
    assert services.renew_edition(edition="one") == 0
    assert stale() == set()


def test_another_edition_renews_everything_in_portions(rendered):
    assert services.renew_edition(edition="two", limit=2) == 2
    assert stale() == {"/0/", "/1/"}
    keep("/0/")
    assert services.renew_edition(edition="two", limit=2) == 0, "the first portion goes first"
    keep("/1/")
    assert services.renew_edition(edition="two", limit=2) == 1
    keep("/2/")
    assert services.renew_edition(edition="two", limit=2) == 0
    assert stale() == set()


def test_going_back_to_the_first_edition_renews_again(rendered):
    services.renew_edition(edition="two")
    for number in range(3):
        keep(f"/{number}/")
    assert services.renew_edition(edition="one") == 3


def test_an_announcement_goes_before_the_rest(rendered):
    services.touch("site")
    assert services.renew_edition(edition="two") == 0
    for number in range(3):
        keep(f"/{number}/")
    assert services.renew_edition(edition="two") == 0, "rendered by the new edition already"


def test_the_name_of_the_site_is_part_of_the_edition(settings):
    before = edition.__wrapped__()
    assert edition.__wrapped__() == before
    settings.SITE_NAME = "另一个网站"
    assert edition.__wrapped__() != before
