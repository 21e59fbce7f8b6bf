"""No page of the desk asks more than twenty questions of the database, whatever stands on it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongkai.clocks import services as clocks
from gongkai.desk import services
from gongkai.orgs import services as orgs
from tests import make

pytestmark = pytest.mark.django_db
MOST = 20


@pytest.fixture
def desk(client):
    """Return addresses of the desk of a clerk whose organisation followed another; all has happened twice."""
    team, old, now = make.staff(), make.organisation("old"), timezone.now()
    orgs.close(organisation=old, on=date(2017, 1, 1), successor=team.organisation, by=None, at=make.NOW)
    items = [make.published(team, at=make.NOW, title=f"公开的通知{n}") for n in range(2)]
    drafts = [make.drafted(team, at=now, title=f"通知草稿{n}") for n in range(2)]
    for number in range(2):
        clocks.appoint(
            subject=f"obligation:{number}",
            duty="test",
            title="月度收支",
            organisation=team.organisation,
            due_on=timezone.localdate() - timedelta(days=number),
            by=None,
            at=now - timedelta(days=30),
        )
    services.notify(at=now)
    services.save_filter(name="草稿", query="stage=draft", by=team.clerk, at=now)
    client.force_login(team.clerk)
    draft, item = f"/desk/items/{drafts[0].item_id}/", f"/desk/items/{items[0].pk}/"
    plain = "search/?q=通知 due/ due/board/ due/calendar/ notices/ figures/ items/ items/?q=通知 items/new/"
    return [
        "/desk/",
        *(f"/desk/{each}" for each in plain.split()),
        *(f"{draft}{each}" for each in ("", "edit/", "submit/", "preview/", "targets/?find=通知")),
        *(f"{item}{each}" for each in ("", "preview/", "revise/")),
        "/desk/catalogue/",
        "/desk/planning/",
        "/desk/account/",
        "/desk/manual/",
    ]


def test_twenty_questions_are_enough_for_every_page(client, desk, django_assert_max_num_queries):
    for address in desk:
        client.get(address)  # what is read once a process is read
        with django_assert_max_num_queries(MOST, info=address):
            assert client.get(address).status_code == 200, address


def test_they_are_enough_for_the_overview_of_the_openness_office(client, desk, django_assert_max_num_queries):
    client.force_login(make.person("openness", make.office()))
    client.get("/desk/office/")
    with django_assert_max_num_queries(MOST):
        assert client.get("/desk/office/").status_code == 200


def test_only_a_reading_remembers(client, django_assert_num_queries):
    from gongkai.orgs.models import Post
    from gongkai.orgs.remembering import one_reading

    clerk = make.person("clerk")
    with django_assert_num_queries(2):
        Post.objects.held_by(clerk, on=date(2017, 7, 3))
        Post.objects.held_by(clerk, on=date(2017, 7, 3))
    with django_assert_num_queries(1), one_reading():
        Post.objects.held_by(clerk, on=date(2017, 7, 3))
        assert Post.objects.held_by(clerk, on=date(2017, 7, 3))[0][1] == "clerk"
