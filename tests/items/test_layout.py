"""The review paths at the desk: which one is taken, who decides each step today, where nobody does."""

import shutil

import pytest
from django.conf import settings as house
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", short_name="区财政局"))


@pytest.fixture
def admin(client):
    found = make.person("admin", make.organisation("finance"), name="管理员甲")
    client.force_login(found)
    return client


def drawn(client, **query):
    page = client.get(reverse("items:paths"), query)
    seats = page.context.get("seats", [])
    return page, {seat.step.title: [person.name for person in seat.people] for seat in seats}


def test_each_step_names_those_who_decide_it_today(team, admin):
    make.person("openness", make.office(), name="公开科乙")
    page, seats = drawn(admin, organisation="finance", kind="document")
    assert page.status_code == 200
    assert list(seats) == ["公开属性审核", "科室负责人审核", "保密审查", "会签", "合法性审查", "签发"]
    assert seats["公开属性审核"] == ["公开科乙"]
    assert set(seats["科室负责人审核"]) == {team.reviewer.name, "公开科乙"}
    assert seats["签发"] == [team.signer.name]
    assert page.text.count("无人担任</") == 1  # 合法性审查: nobody is there
    assert reverse("orgs:person", args=[team.signer.account]) in page.text


def test_a_step_for_other_kinds_is_not_drawn(team, admin):
    _, seats = drawn(admin, organisation="finance", kind="notice")
    assert "公开属性审核" not in seats and "签发" in seats


def test_without_a_choice_the_first_organisation_is_drawn(team, admin):
    page, seats = drawn(admin)
    assert page.context["organisation"] == team.organisation
    assert seats["签发"] == [team.signer.name]


def test_a_wrong_choice_is_said_at_its_field(team, admin):
    page, seats = drawn(admin, organisation="nowhere", kind="document")
    assert (page.status_code, seats) == (422, {})
    assert page.context["form"].errors["organisation"]


def test_a_path_of_its_own_is_taken_and_a_broken_file_is_told(team, admin, settings, tmp_path):
    shutil.copy(house.CATALOGUE / "limits.yaml", tmp_path)
    own = house.CATALOGUE.joinpath("review-paths.yaml").read_text().split("  - key: general")[1]
    short = """paths:
  - key: short
    title: 财政局通知路径
    organisations: [finance]
    kinds: [notice]
    steps:
      - {key: head, title: 科长审核, order: 1, role: reviewer}
      - {key: secrecy, title: 保密审查, order: 2, role: secrecy}
      - {key: elsewhere, title: 审计意见, order: 3, role: signer, at: audit}
      - {key: signing, title: 签发, order: 4, role: signer}
"""
    file = tmp_path / "review-paths.yaml"
    file.write_text(f"{short}  - key: general{own}")
    settings.CATALOGUE = tmp_path
    page, seats = drawn(admin, organisation="finance", kind="notice")
    assert list(seats) == ["科长审核", "保密审查", "审计意见", "签发"]
    assert "audit（没有这个机构）" in page.text and "区财政局的通知公告" in page.text
    file.write_text(short.replace("order: 4, role: signer", "order: 4, role: reviewer"))
    page, _ = drawn(admin, organisation="finance", kind="notice")
    assert page.status_code == 422
    assert "每条路径应以本机构签发" in page.text


def test_it_is_for_those_who_keep_posts(team, client):
    for person, status in ((team.signer, 404), (make.person("openness", make.office()), 200)):
        client.force_login(person)
        assert client.get(reverse("items:paths")).status_code == status
