"""Filters under names of one's own, the tour, the manual."""

import re

import pytest

from gongkai.desk import manual, services, tour
from gongkai.desk.models import SavedFilter
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    clerk = make.staff().clerk
    client.force_login(clerk)
    return clerk


def save(client, name="草稿", query="stage=draft&q=预算&page=3&next=//x"):
    return client.post("/desk/filters/", {"name": name, "query": query})


def test_a_filter_is_kept_shown_to_its_owner_alone_and_let_go(client, clerk):
    assert save(client).url == "/desk/items/?q=%E9%A2%84%E7%AE%97&stage=draft"
    chip = '<a href="?q=%E9%A2%84%E7%AE%97&amp;stage=draft">草稿</a>'
    assert chip in client.get("/desk/items/").text
    client.force_login(make.person("clerk"))
    assert chip not in client.get("/desk/items/").text
    client.post("/desk/filters/drop/", {"name": "草稿"})
    assert SavedFilter.objects.count() == 1
    client.force_login(clerk)
    client.post("/desk/filters/drop/", {"name": "草稿"})
    assert not SavedFilter.objects.exists()


def test_the_same_name_replaces_and_a_filter_needs_a_name(client, clerk):
    save(client)
    save(client, query="stage=review")
    assert SavedFilter.objects.get().query == "stage=review"
    assert "请为筛选写一个名称" in client.get(save(client, name="").url).text
    assert "名称不超过 20 字" in client.get(save(client, name="长" * 21).url).text
    assert SavedFilter.objects.count() == 1


def test_there_is_an_end_to_filters(client, clerk):
    for number in range(services.choosing.MOST_FILTERS):
        save(client, name=f"第{number}个")
    assert "请先删除不用的" in client.get(save(client).url).text


def test_the_tour_is_shown_until_it_is_put_away_and_once_more_on_wish(client, clerk):
    assert "第 1 步，共 5 步" in client.get("/desk/").text
    assert "第 5 步，共 5 步" in client.get("/desk/?tour=5").text
    assert "第 1 步" in client.get("/desk/?tour=9").text
    client.post("/desk/tour/")
    assert "共 5 步" not in client.get("/desk/").text
    client.post("/desk/tour/again/")
    assert "共 5 步" in client.get("/desk/").text


@pytest.mark.parametrize("role", ["clerk", "reviewer", "secrecy", "signer", "openness", "admin"])
def test_every_role_has_a_tour_of_its_own_and_a_chapter(client, role):
    stops = tour.stops({role})
    assert len(stops) == 5 and stops[1] is tour.OWN[role]
    assert [chapter.key for chapter in manual.for_roles({role})] == ["start", role]
    client.force_login(make.person(role, make.office()))
    for stop in stops:
        assert client.get(stop.href).status_code == 200, stop.href


def test_someone_without_a_post_is_told_so():
    assert tour.stops([])[1] is tour.ANYONE


def test_every_chapter_is_served_and_its_pictures_are_there(client, clerk):
    for chapter in manual.chapters():
        page = client.get(f"/desk/manual/{chapter.key}/")
        assert page.status_code == 200 and chapter.title in page.text
        for anchor in chapter.sections:
            assert f'id="{anchor.anchor}"' in page.text
        for name in re.findall(r'src="/desk/manual/images/([^"]+)"', page.text):
            assert manual.picture(name), name
        for target in re.findall(r'<a href="(/desk/manual/[^"]*)"', chapter.html):
            assert client.get(target).status_code == 200


def test_the_manual_is_searched_by_all_words(client, clerk):
    shown = client.get("/desk/manual/?q=撤销 批量").text
    assert "一次办理多件" in shown
    assert "手册里没有这些字" in client.get("/desk/manual/?q=没有这几个字").text
    assert [found.section.title for found in manual.find("定时公开")][0] == "定时公开"
    assert manual.find(" ") == []


@pytest.mark.parametrize("name", ["../desk.png", "desk.svg", "x.png", ".png"])
def test_only_pictures_of_the_manual_are_served(client, clerk, name):
    assert manual.picture(name) is None
    assert client.get(f"/desk/manual/images/{name.rpartition('/')[2]}x").status_code == 404
    assert client.get("/desk/manual/nonsense/").status_code == 404


def test_markup_in_a_chapter_is_text():
    chapter = manual._chapter("x", "# 题\n\n## 一\n\n<script>alert(1)</script>\n")
    assert "<script>" not in chapter.html and chapter.title == "题"
