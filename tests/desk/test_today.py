"""What waits for whom, in which order; and what does not."""

from datetime import date, timedelta

import pytest

from gongkai.clocks import services as clocks
from gongkai.desk import today
from gongkai.desk.standing import standing
from gongkai.items import services as items
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Post
from gongkai.planning import services as planning
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.NOW


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", short_name="区财政局"))


@pytest.fixture
def other():
    return make.staff(make.organisation("health"))


def appoint(organisation, due_on, title="办结事项", subject="item:1"):
    return clocks.appoint(
        subject=subject,
        duty="test",
        title=title,
        organisation=organisation,
        due_on=due_on,
        by=None,
        at=NOW - timedelta(days=40),
    )


def test_overdue_duties_of_ones_organisations_come_with_their_reasons(team, other):
    appoint(team.organisation, date(2017, 6, 28), "补正材料", "item:7")
    appoint(other.organisation, date(2017, 6, 28), "别人的事", "item:8")
    section = today.pressing(standing(team.clerk, at=NOW))[0]
    assert section.total == 1
    duty = section.rows[0]
    assert (duty.title, duty.href, duty.organisation) == ("补正材料", "/desk/items/7/", "区财政局")
    assert duty.due_on == date(2017, 6, 28)
    assert duty.days_left < 0
    assert any("2017-06-28" in reason for reason in duty.reasons)


def test_what_a_dissolved_organisation_owed_waits_for_its_heir_from_the_day_after(team, other):
    appoint(team.organisation, date(2017, 6, 28), "补正材料", "item:7")
    version = make.drafted(team)
    items.submit(version=version, by=team.clerk, at=NOW)
    last = date(2017, 7, 4)
    orgs.close(organisation=team.organisation, on=last, successor=other.organisation, by=None, at=NOW)
    for at, there in ((make.moment(2017, 7, 4), False), (make.moment(2017, 7, 5), True)):
        assert bool(today.pressing(standing(other.clerk, at=at))[0].rows) is there
        assert (version in today.waiting_for(standing(other.reviewer, at=at))) is there


def test_due_soon_means_five_working_days(team):
    appoint(team.organisation, date(2017, 7, 10), subject="item:1")  # Monday to Monday: five working days
    appoint(team.organisation, date(2017, 7, 11), subject="item:2")
    assert [duty.due_on for duty in today.pressing(standing(team.clerk, at=NOW))[1].rows] == [
        date(2017, 7, 10)
    ]
    assert today.pressing(standing(team.clerk, at=NOW))[0].total == 0


def test_a_long_list_is_cut_and_says_how_long_it_is(team):
    for number in range(today.SHOWN + 3):
        appoint(team.organisation, date(2017, 6, 1), subject=f"item:{number}")
    section = today.pressing(standing(team.clerk, at=NOW))[0]
    assert (len(section.rows), section.total) == (today.SHOWN, today.SHOWN + 3)


def test_a_stranger_has_nothing_to_do(team):
    appoint(team.organisation, date(2017, 6, 28))
    make.drafted(team)
    stranger = make.person()
    assert today.pressing(standing(stranger, at=NOW))[0].total == 0
    assert not today.drafts(standing(stranger, at=NOW))
    assert not today.waiting_for(standing(stranger, at=NOW))
    assert not today.recent(standing(stranger, at=NOW))


@pytest.mark.parametrize(
    ("subject", "place"),
    [
        ("item:7", "/desk/items/7/"),
        ("assignment:3", "/desk/planning/assignments/3/"),
        ("filing:4", "/desk/planning/filings/4/"),
        ("obligation:fiscal-monthly", "/desk/catalogue/of/fiscal-monthly/"),
        ("obligation:fiscal-monthly/finance", "/desk/catalogue/of/fiscal-monthly/"),
        ("meeting:1", ""),
    ],
)
def test_a_duty_leads_to_where_it_is_done(subject, place):
    assert today.place_of(subject) == place


def test_each_stage_waits_for_its_role_only(team, other):
    version = make.drafted(team)
    items.submit(version=version, by=team.clerk, at=NOW)
    assert today.waiting_for(standing(team.reviewer, at=NOW)) == [version]
    for person in (team.clerk, team.secrecy, team.signer, other.reviewer):
        assert not today.waiting_for(standing(person, at=NOW))
    items.review(version=version, by=team.reviewer, at=NOW)
    assert today.waiting_for(standing(team.secrecy, at=NOW)) == [version]
    version = items.clear(version=version, by=team.secrecy, at=NOW)
    assert today.waiting_for(standing(team.signer, at=NOW)) == [version]
    items.sign(version=version, by=team.signer, at=NOW)
    assert not today.waiting_for(standing(team.signer, at=NOW))


def test_the_openness_office_reviews_for_everyone(team):
    version = make.drafted(team)
    items.submit(version=version, by=team.clerk, at=NOW)
    assert today.waiting_for(standing(make.person("openness", make.office()), at=NOW)) == [version]


def test_nobody_is_asked_to_review_what_they_submitted(team):
    Post.objects.create(
        person=team.clerk, organisation=team.organisation, role="reviewer", valid_from=date(2010, 1, 1)
    )
    items.submit(version=make.drafted(team), by=team.clerk, at=NOW)
    assert not today.waiting_for(standing(team.clerk, at=NOW))
    assert len(today.waiting_for(standing(team.reviewer, at=NOW))) == 1


def test_a_returned_draft_comes_first_and_with_its_reason(team):
    kept, back = make.drafted(team), make.drafted(team, title="退回的通知")
    items.submit(version=back, by=team.clerk, at=NOW)
    items.send_back(version=back, reason="请写明依据", by=team.reviewer, at=NOW + timedelta(hours=1))
    returned = today.returned(standing(team.clerk, at=NOW))
    assert [each.pk for each in returned] == [back.pk]
    assert (returned[0].why, returned[0].returned_by) == ("请写明依据", team.reviewer.name)
    assert [each.pk for each in today.drafts(standing(team.clerk, at=NOW))] == [kept.pk]


def test_a_returned_draft_sent_in_again_is_no_longer_returned(team):
    back = make.drafted(team)
    items.submit(version=back, by=team.clerk, at=NOW)
    items.send_back(version=back, reason="请写明依据", by=team.reviewer, at=NOW + timedelta(hours=1))
    items.submit(version=back, reply="依据见第二段", by=team.clerk, at=NOW + timedelta(hours=2))
    assert not today.returned(standing(team.clerk, at=NOW))


def test_the_drafts_of_colleagues_are_not_mine(team):
    make.drafted(team)
    colleague = make.person("clerk", team.organisation)
    assert not today.drafts(standing(colleague, at=NOW))


def test_what_is_signed_for_later_is_shown_with_its_time(team):
    version = make.at_signing(team)
    when = NOW + timedelta(days=2)
    items.sign(version=version, publish_at=when, by=team.signer, at=NOW)
    assert [each.publish_at for each in today.scheduled(standing(team.clerk, at=NOW))] == [when]


def test_recent_publications_are_those_of_ones_own_organisations(team, other):
    mine = make.published(team)
    make.published(other)
    assert today.recent(standing(team.signer, at=NOW)) == [mine]


def test_filed_plans_wait_for_the_openness_office(team):
    officer = make.person("openness", make.office())
    work_points = make.work_points(by=officer)
    task = work_points.tasks.first()
    planning.assign(
        task=task, organisation=team.organisation, is_lead=True, due_on=date(2017, 12, 1), by=officer, at=NOW
    )
    filing = planning.open_plan(
        work_points=work_points, organisation=team.organisation, by=team.clerk, at=NOW
    )
    planning.save_line(
        filing=filing,
        task=task,
        measures="按月公开",
        due_on=date(2017, 11, 1),
        revision=0,
        by=team.clerk,
        at=NOW,
    )
    planning.file_plan(filing=filing, by=team.clerk, at=NOW)
    assert today.filings(standing(officer, at=NOW)) == [filing]
    assert not today.filings(standing(team.clerk, at=NOW))


def test_the_office_sees_who_is_late_and_how_far_the_catalogue_is_met(team, other):
    make.obligation("fiscal-monthly")
    make.obligation("never-published")
    make.published(team)
    for number in range(2):
        appoint(other.organisation, date(2017, 6, 1), subject=f"item:{900 + number}")
    appoint(team.organisation, date(2017, 6, 1), subject="item:990")
    assert [row["value"] for row in today.late_organisations(at=NOW)] == [2, 1]
    found = today.coverage(at=NOW)
    assert (found.obligations, found.published, found.never) == (2, 1, 1)
