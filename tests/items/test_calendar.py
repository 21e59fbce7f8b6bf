"""Releases, entries into force, lapses and repeals on their days, each at the desks concerned."""

from datetime import date

import pytest
from django.urls import reverse

from gongkai.items import services
from tests import make

pytestmark = pytest.mark.django_db
JULY = {"first": date(2017, 7, 1), "last": date(2017, 7, 31)}


def seen(person, **month):
    found = services.happenings(person, **{**JULY, **month}, at=make.NOW)
    return [(each.date.day, each.time, each.kind, each.title) for each in found]


@pytest.fixture
def team():
    return make.staff()


def test_everything_that_happens_in_a_month_stands_in_order(team):
    waiting = make.at_signing(team, title="定时")
    services.sign(version=waiting, publish_at=make.moment(2017, 7, 20, 23, 59), by=team.signer, at=make.NOW)
    make.published(team, title="将施行", effective_on=date(2017, 7, 10))
    make.published(team, title="将失效", expires_on=date(2017, 7, 31))
    gone = make.published(team, title="将废止")
    services.repeal(item=gone, basis="决定", since=date(2017, 7, 15), by=team.signer, at=make.NOW)
    assert seen(team.clerk) == [
        (10, "", "施行", "将施行"),
        (15, "", "废止", "将废止"),
        (20, "23:59", "公开", "定时"),
        (31, "", "失效", "将失效"),
    ]
    assert seen(make.person("clerk", make.organisation("audit"))) == []
    assert len(seen(make.person("openness", make.office()))) == 4
    assert seen(team.clerk, first=date(2017, 8, 1), last=date(2017, 8, 31)) == []


def test_a_release_that_went_out_is_told_apart_and_a_lapse_is_named_once(team):
    version = make.at_signing(team, title="定时")
    services.sign(version=version, publish_at=make.moment(2017, 7, 4), by=team.signer, at=make.NOW)
    services.publish_due(at=make.moment(2017, 7, 4))
    make.published(team, title="到期", expires_on=date(2017, 7, 10))
    services.expire_due(at=make.moment(2017, 7, 11))
    assert seen(team.clerk) == [(4, "09:00", "已公开", "定时"), (10, "", "失效", "到期")]


def test_a_draft_and_a_repealed_document_have_no_dates(team):
    make.drafted(team, expires_on=date(2017, 7, 10))
    gone = make.published(team, title="已废止", expires_on=date(2017, 7, 20))
    services.repeal(item=gone, basis="决定", since=date(2017, 7, 3), by=team.signer, at=make.NOW)
    assert seen(team.clerk) == [(3, "", "废止", "已废止")]


@pytest.mark.parametrize("month", ["2017-07", "", "2017-13", "0001-01", "9999-12", "x"])
def test_any_month_can_be_asked_for(client, team, month):
    client.force_login(team.clerk)
    page = client.get(reverse("items:calendar"), {"month": month})
    assert page.status_code == 200
    assert ("2017年7月" in page.text) == (month == "2017-07")


def test_the_page_leads_to_the_item(client, team):
    item = make.published(team, title="将失效", expires_on=date(2017, 7, 31))
    client.force_login(team.clerk)
    page = client.get(reverse("items:calendar"), {"month": "2017-07"}).text
    assert page.count(f'href="/desk/items/{item.pk}/"') == 2
