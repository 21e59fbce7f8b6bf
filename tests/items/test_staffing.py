"""A step that nobody may decide is told: to the clerk, on the page of the item, at the keepers' own desk."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gongkai.items import services
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Post
from tests import make
from tests.items.desk import said, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", short_name="区财政局"))


def dismiss(person):
    Post.objects.filter(person=person).update(valid_to=date(2016, 1, 1))


def sentences(version, by=None):
    return [str(each) for each in services.vacancies(version, by=by, at=make.NOW)]


def test_a_full_house_has_no_vacancy(team):
    version = make.drafted(team)
    assert sentences(version, team.clerk) == []
    services.submit(version=version, by=team.clerk, at=make.NOW)
    assert services.gaps(at=make.NOW) == []


def test_a_role_that_nobody_holds_is_named_with_its_step(team):
    dismiss(team.secrecy)
    assert sentences(make.drafted(team)) == ["“保密审查”环节：区财政局无人担任保密审查人"]


def test_whoever_submits_does_not_count(team):
    dismiss(team.secrecy)
    Post.objects.create(
        person=team.clerk, organisation=team.organisation, role="secrecy", valid_from=date(2010, 1, 1)
    )
    version = make.drafted(team)
    assert sentences(version) == []
    assert sentences(version, team.clerk) == ["“保密审查”环节：区财政局没有其他人可以担任保密审查人"]


def test_the_only_one_to_clear_a_text_does_not_count_as_its_signer(team):
    dismiss(team.signer)
    Post.objects.create(
        person=team.secrecy, organisation=team.organisation, role="signer", valid_from=date(2010, 1, 1)
    )
    assert sentences(make.drafted(team)) == ["“签发”环节：区财政局没有其他人可以担任签发人"]


def test_the_openness_office_reviews_where_nobody_else_does(team):
    dismiss(team.reviewer)
    version = make.drafted(team)
    assert sentences(version) == ["“科室负责人审核”环节：区财政局无人担任审核人"]
    make.person("openness", make.office())
    assert sentences(version) == []


def test_whoever_acts_in_the_lent_post_of_the_one_who_submits_does_not_count_either(team):
    deputy, day = make.person("clerk", team.organisation), make.NOW.date()
    Post.objects.create(
        person=team.secrecy, organisation=team.organisation, role="clerk", valid_from=date(2010, 1, 1)
    )
    orgs.delegate(
        post=Post.objects.get(person=team.secrecy, role="secrecy"), deputy=deputy, since=day, until=day,
        reason="出差", by=team.secrecy, at=make.NOW,
    )  # fmt: skip
    version = make.drafted(team)
    assert sentences(version, team.clerk) == []
    assert sentences(version, team.secrecy) == ["“保密审查”环节：区财政局没有其他人可以担任保密审查人"]


def test_a_cosigner_without_a_signer_is_named(team):
    version = make.drafted(team)
    audit = make.organisation("audit", short_name="区审计局")
    services.arrange(version=version, is_normative=False, cosigners=[audit], by=team.clerk, at=make.NOW)
    assert sentences(version) == ["“会签”环节：区审计局无人担任签发人"]


def test_what_waits_for_nobody_is_counted_by_organisation_and_role(team):
    first, second = make.drafted(team), make.drafted(team, title="关于另一件事的通知")
    for n, version in enumerate((first, second)):
        services.submit(version=version, by=team.clerk, at=make.NOW + timedelta(hours=n))
    assert services.gaps(at=make.NOW) == []
    dismiss(team.secrecy)
    (gap,) = services.gaps(at=make.NOW)
    assert (gap.organisation, gap.label, gap.titles) == (team.organisation, "保密审查人", ("保密审查",))
    assert [version.pk for version in gap.versions] == [first.pk, second.pk]
    services.recall(version=first, by=team.clerk, at=make.NOW)
    (gap,) = services.gaps(at=make.NOW)
    assert [version.pk for version in gap.versions] == [second.pk]


def test_the_page_of_submission_says_who_is_missing_and_whom_to_ask(team, client):
    dismiss(team.signer)
    make.person("admin", make.office(), name="管理员甲")
    version = make.drafted(team, at=timezone.now())
    client.force_login(team.clerk)
    shown = client.get(url("submit", version.item)).content.decode()
    assert "“签发”环节：区财政局无人担任签发人" in shown
    assert "请联系系统管理员（管理员甲）任命" in shown
    answer = client.post(url("submit", version.item), follow=True)
    assert said(answer).startswith("“签发”环节：区财政局无人担任签发人。请联系系统管理员（管理员甲）任命")
    page = answer.content.decode()
    assert page.count("无人担任</") == 1


def test_the_road_of_a_draft_says_where_nobody_is(team, client):
    dismiss(team.signer)
    version = make.drafted(team, at=timezone.now())
    client.force_login(team.clerk)
    assert "区财政局签发人" in client.get(url("arrange", version.item)).content.decode()


def test_those_who_keep_posts_see_the_gap_and_only_the_office_its_items(team, client):
    version = make.drafted(team, at=timezone.now(), title="关于等待的通知")
    services.submit(version=version, by=team.clerk, at=timezone.now())
    dismiss(team.signer)
    shown = {}
    for role in ("openness", "admin"):
        client.force_login(make.person(role, make.office()))
        shown[role] = client.get("/desk/").content.decode()
        assert "区财政局：签发人" in shown[role]
    assert "关于等待的通知" in shown["openness"]
    assert "关于等待的通知" not in shown["admin"]
    client.force_login(team.clerk)
    assert "审签环节无人担任" not in client.get("/desk/").content.decode()
