"""Whose request is about to be late is told to more and more people, each of them once."""

from datetime import timedelta

import pytest

from gongkai.clocks import services as clocks
from gongkai.clocks.models import Clock
from gongkai.desk import services
from gongkai.desk.models import Notice
from gongkai.law.deadlines import local_day
from tests import make
from tests.requests import cases

pytestmark = pytest.mark.django_db
AT = cases.MONDAY
DAY = timedelta(days=1)


@pytest.fixture
def team():
    return make.staff(make.organisation("finance", short_name="区财政局"))


@pytest.fixture
def officer():
    return make.person("openness", make.office())


def due_on(case, day):
    clock = Clock.objects.get(subject=case.uri)
    end = clock.due_at - (clock.due_on - day)
    Clock.objects.filter(pk=clock.pk).update(due_on=day, due_at=end)


@pytest.fixture
def case(team):
    made = cases.request(team.organisation, at=AT - 10 * DAY).request
    due_on(made, local_day(AT) + 7 * DAY)  # the Monday after: five working days
    return made


def told(person):
    """Return of what kind a person's notices are, but for that of the request's coming in."""
    notices = Notice.objects.visible_to(person).exclude(title__startswith="收到")
    return sorted(notices.values_list("kind", flat=True))


def test_five_working_days_before_the_clerks_are_told_alone(team, officer, case):
    services.notify(at=AT)
    assert told(team.clerk) == ["due-soon"]
    assert told(team.reviewer) == told(team.signer) == told(officer) == []


def test_three_working_days_before_those_who_decide_are_told_and_the_clerks_not_again(team, officer, case):
    services.notify(at=AT)
    services.notify(at=AT + 2 * DAY)
    assert told(team.clerk) == told(team.reviewer) == told(team.signer) == ["due-soon"]
    assert told(team.secrecy) == told(officer) == []
    assert services.notify(at=AT + 3 * DAY) == 0


def test_when_it_is_over_the_openness_office_is_told_even_after_a_week_in_which_nothing_ran(
    team, officer, case
):
    later = AT + 15 * DAY
    assert services.notify(at=later) == 4
    for person in (team.clerk, team.reviewer, team.signer, officer):
        assert told(person) == ["overdue"]
    assert services.notify(at=later + DAY) == 0
    notice = Notice.objects.visible_to(officer).get()
    assert notice.href == f"/desk/requests/{case.pk}/"
    assert "陈某" not in notice.title + notice.words and case.title not in notice.title


def test_those_of_other_departments_are_never_told(team, case):
    other = make.staff(make.organisation("health"))
    services.notify(at=AT + 15 * DAY)
    assert told(other.clerk) == told(other.reviewer) == []


def test_what_is_no_request_is_told_as_before(team, officer):
    clocks.appoint(
        subject="obligation:x", duty="test", title="月度收支", organisation=team.organisation,
        due_on=local_day(AT) + DAY, by=None, at=AT - 40 * DAY,
    )  # fmt: skip
    services.notify(at=AT)
    assert told(team.clerk) == ["due-soon"]
    assert told(team.reviewer) == told(team.signer) == []
