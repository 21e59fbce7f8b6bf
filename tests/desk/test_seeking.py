"""One search over everything: each finds what is theirs, and nothing else."""

from datetime import date

import pytest
from django.utils import timezone

from gongkai.desk.seeking import seek
from gongkai.desk.standing import standing
from gongkai.planning import services as planning
from gongkai.search import services as search
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", name="下城区财政局", short_name="区财政局"))


def found(person, text, at=make.NOW):
    groups = seek(standing(person, at=at), text, size=5)
    return {group.label: [hit.title for hit in group.hits] for group in groups}


def test_a_draft_is_found_at_its_own_desk_alone(team):
    make.drafted(team, title="关于预算的草稿")
    other = make.staff(make.organisation("health"))
    assert found(team.signer, "预算") == {"在办信息": ["关于预算的草稿"]}
    assert found(make.person("openness", make.office()), "预算") == {"在办信息": ["关于预算的草稿"]}
    for person in (other.clerk, make.person("admin", make.office()), make.person()):
        assert found(person, "预算") == {}


def test_what_is_public_is_found_by_everyone_and_leads_to_the_desk_of_its_own(team):
    item = make.published(team, title="关于供水的通知")
    search.index()
    other = make.person("clerk", make.organisation("health"))
    own = seek(standing(team.clerk, at=make.NOW), "供水", size=5)
    theirs = seek(standing(other, at=make.NOW), "供水", size=5)
    assert [hit.href for group in own for hit in group.hits] == [f"/desk/items/{item.pk}/"]
    assert [hit.href for group in theirs for hit in group.hits] == [item.address]
    assert found(team.clerk, item.number)["公开信息"] == ["关于供水的通知"]


def test_the_nearest_that_hold_something_else_are_not_shown(team):
    make.published(team, title="关于供水的通知")
    search.index()
    assert found(team.clerk, "供水管网改造工程") == {}


def test_tasks_are_those_of_ones_own_organisation(team):
    officer = make.person("openness", make.office())
    task = make.work_points(officer).tasks.first()
    planning.assign(
        task=task,
        organisation=team.organisation,
        is_lead=True,
        due_on=date(2017, 12, 1),
        by=officer,
        at=make.NOW,
    )
    assert "工作任务" in found(team.clerk, "第一件事")
    assert "工作任务" in found(officer, "第一件事")
    assert "工作任务" not in found(make.person("clerk", make.organisation("health")), "第一件事")


def test_obligations_are_everyones_people_and_organisations_the_keepers(team):
    make.obligation()
    officer = make.person("openness", make.office())
    assert found(team.clerk, "月度收支") == {"公开事项": ["月度收支"]}
    assert found(officer, team.clerk.name)["人员"] == [team.clerk.name]
    assert found(officer, "财政局")["机构"] == ["下城区财政局"]
    assert found(team.clerk, team.clerk.name) == {}
    assert found(team.clerk, "财政局") == {}


@pytest.mark.parametrize("text", ["", "   ", "\x00", "'", "(", "甲" * 500, "%"])
def test_odd_questions_are_answered(team, text):
    assert found(team.clerk, text) in ({}, {"公开信息": []})


def test_the_page_and_the_palettes_list_show_the_same(client, team):
    make.drafted(team, title="关于预算的草稿", at=timezone.now())
    client.force_login(team.clerk)
    page, part = client.get("/desk/search/?q=预算").text, client.get("/desk/search/?palette=1&q=预算").text
    assert "关于预算的草稿" in page and "关于预算的草稿" in part
    assert "<html" in page and "<html" not in part
    assert 'id="palette"' in page
    assert "没有找到" in client.get("/desk/search/?q=没有的字").text
