"""The first page of the workbench and its navigation, over HTTP."""

from datetime import date

import pytest
from django.utils import timezone

from gongkai.clocks import services as clocks
from gongkai.desk.context import entries
from gongkai.items import services as items
from tests import make

pytestmark = pytest.mark.django_db


def page(client, person):
    client.force_login(person)
    response = client.get("/desk/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_stranger_signs_in_first(client):
    assert client.get("/desk/").url == "/desk/sign-in/?next=/desk/"


def test_a_clerk_begins_here(client):
    team = make.staff()
    version = make.drafted(team, at=timezone.now())
    shown = page(client, team.clerk)
    assert f'href="/desk/items/{version.item_id}/"' in shown
    assert 'href="/desk/items/new/"' in shown
    assert 'href="/desk/items/upload/"' in shown
    assert "目录落实情况" not in shown
    assert 'href="/desk/people/"' not in shown


def test_the_reason_for_a_return_is_on_the_page(client):
    team = make.staff()
    version = make.drafted(team, at=timezone.now())
    items.submit(version=version, by=team.clerk, at=timezone.now())
    items.send_back(version=version, reason="请写明依据", by=team.reviewer, at=timezone.now())
    assert "退回理由：请写明依据" in page(client, team.clerk)


def test_the_reason_for_a_date_is_on_the_page(client):
    team = make.staff()
    clocks.appoint(
        subject="item:1",
        duty="test",
        title="很久以前的事",
        organisation=team.organisation,
        due_on=date(2017, 6, 28),
        by=None,
        at=make.NOW,
    )
    shown = page(client, team.clerk)
    assert "已逾期" in shown
    assert "为什么是这一天" in shown


def test_a_reviewer_is_offered_no_drafting(client):
    assert 'href="/desk/items/new/"' not in page(client, make.staff().reviewer)


def test_the_openness_office_sees_coverage(client):
    make.obligation()
    assert "目录落实情况" in page(client, make.person("openness", make.office()))


def test_without_a_post_the_page_says_so(client):
    shown = page(client, make.person())
    assert "您目前没有岗位" in shown
    assert "今天没有等您办理的事项" in shown


def test_the_home_page_asks_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    team = make.staff()
    for number in range(5):
        make.drafted(team, at=timezone.now(), title=f"草稿{number}")
        clocks.appoint(
            subject=f"item:{900 + number}",
            duty="test",
            title="事项",
            organisation=team.organisation,
            due_on=date(2017, 6, 28),
            by=None,
            at=make.NOW,
        )
    client.force_login(team.clerk)
    with django_assert_max_num_queries(20):
        client.get("/desk/")


def hrefs(roles, path="/desk/"):
    return [entry.href for entry in entries(frozenset(roles), path)]


def test_navigation_follows_the_roles():
    assert hrefs([]) == ["/desk/", "/desk/account/", "/desk/manual/"]
    assert "/desk/items/" in hrefs(["signer"])
    assert "/desk/people/" not in hrefs(["signer"])
    assert "/desk/log/" in hrefs(["openness"])
    assert "/desk/items/" not in hrefs(["admin"])


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/desk/", "/desk/"),
        ("/desk/items/7/edit/", "/desk/items/"),
        ("/desk/account/password/", "/desk/account/"),
    ],
)
def test_one_entry_is_the_current_one(path, current):
    shown = [entry.href for entry in entries(frozenset({"clerk"}), path) if entry.current]
    assert shown == [current]
