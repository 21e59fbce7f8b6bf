"""What is public is proofed every night; what is found waits at the desks of those who mend it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.config import work
from gongkai.items import services
from gongkai.items.services import walking
from gongkai.proofing import services as proofing
from gongkai.proofing.models import Checked, Ignored, Run
from gongkai.proofing.phrases import Phrase
from tests import make
from tests.items.desk import url

pytestmark = pytest.mark.django_db
NIGHT = make.moment(2017, 7, 4, 2, 10)


@pytest.fixture(autouse=True)
def _lists():
    officer = make.person("openness", make.office())
    proofing.add(phrase=Phrase("布署", "部署", "typo"), by=officer, at=make.NOW)


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", short_name="区财政局"))


def flawed(team, **fields):
    return make.public_item(
        team.organisation, **{"title": "关于布署工作的通知", "body": "<p>正文。</p>"} | fields
    )


def walk(at):
    while services.walk_at_night(hour=2, at=at):
        pass
    return Run.objects.first()


def test_a_walk_begins_once_a_night_past_its_hour_and_goes_on_by_portions(team, monkeypatch):
    monkeypatch.setattr(walking, "PORTION", 2)
    for _ in range(3):
        flawed(team)
    assert services.walk_at_night(hour=2, at=make.moment(2017, 7, 4, 1, 59)) == 0
    assert not Run.objects.exists()
    assert services.walk_at_night(hour=2, at=NIGHT) == 2
    assert Run.objects.get().is_running
    assert services.walk_at_night(hour=2, at=NIGHT + timedelta(seconds=1)) == 1
    assert services.walk_at_night(hour=2, at=NIGHT + timedelta(seconds=2)) == 0
    assert not Run.objects.get().is_running
    assert services.walk_at_night(hour=2, at=NIGHT + timedelta(hours=20)) == 0
    assert services.walk_at_night(hour=2, at=NIGHT + timedelta(days=1)) == 2
    assert Run.objects.count() == 2


def test_a_walk_that_somebody_began_and_broke_off_is_gone_on_with_by_day(team):
    flawed(team)
    run = services.begin_walk(at=make.NOW)
    assert services.walk_at_night(hour=2, at=make.NOW + timedelta(minutes=5)) == 1
    run.refresh_from_db()
    assert not run.is_running


def test_the_worker_can_be_told_to_leave_it(team, settings):
    flawed(team)
    settings.PROOF_HOUR = 24
    assert work.proof(NIGHT) == 0
    settings.PROOF_HOUR = 2
    assert work.proof(NIGHT) == 1
    assert "proof" in {job.name for job in work.jobs() if job.is_slow}


def test_findings_count_until_the_next_walk_has_come_to_its_end(team):
    flawed(team)
    first = walk(NIGHT)
    services.begin_walk(at=NIGHT + timedelta(days=1))
    assert Run.objects.shown() == first


def test_findings_wait_at_the_desk_of_the_publishers_clerks_and_of_the_openness_office(team, client):
    item = flawed(team)
    other = make.staff(make.organisation("health"))
    walk(NIGHT)
    office = make.person("openness", make.office())
    for person in (team.clerk, office):
        client.force_login(person)
        page = client.get("/desk/").text
        assert "已公开信息待改正" in page and url("proofing", item) in page
        assert "关于布署工作的通知" in client.get("/desk/items/proofs/").text
    for person in (team.signer, other.clerk):
        client.force_login(person)
        assert "已公开信息待改正" not in client.get("/desk/").text
    client.force_login(other.clerk)
    assert "关于布署工作的通知" not in client.get("/desk/items/proofs/").text


def test_what_a_clerk_lets_stand_in_a_public_text_is_gone_and_not_found_again(team, client):
    item = flawed(team)
    walk(NIGHT)
    client.force_login(team.clerk)
    page = client.get(url("proofing", item))
    (row,) = [row for group in page.context["groups"] for row in group["rows"] if row.ignore]
    assert row.mend is None and "开始更正" in page.text
    sent = {"fingerprint": row.spot.fingerprint, "reason": "引用原文"}
    client.post(url("ignore", item), sent)
    assert Ignored.objects.get().reason == "引用原文"
    assert Checked.objects.get().findings == []
    assert "已公开信息待改正" not in client.get("/desk/").text
    assert walk(NIGHT + timedelta(days=1)).checked.get().findings == []
    client.post(url("mind", item), sent)
    assert Checked.objects.get(run=Run.objects.shown()).asks == 1


def test_only_those_who_may_amend_a_public_text_let_its_findings_stand(team, client):
    item = flawed(team)
    spot = services.looked_at(item.current, at=timezone.now()).open[0]
    for person in (team.reviewer, make.staff(make.organisation("health")).clerk):
        client.force_login(person)
        client.post(url("ignore", item), {"fingerprint": spot.fingerprint, "reason": "引用原文"})
        assert not Ignored.objects.exists()
