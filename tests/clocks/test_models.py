"""What can be asked of clocks, by whom, and what the database refuses."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.clocks import services
from gongkai.clocks.models import Clock
from gongkai.law.deadlines import SHANGHAI
from tests import make

pytestmark = pytest.mark.django_db
MONDAY = datetime(2017, 9, 25, 9, tzinfo=SHANGHAI)


def due_on(day, subject=None, organisation=None):
    return services.appoint(
        subject=subject or f"thing:{day}",
        duty="task",
        title=f"{day}前完成",
        organisation=organisation or make.organisation(),
        due_on=day,
        by=None,
        at=datetime(2017, 7, 3, 9, tzinfo=SHANGHAI),
    )


def days(clocks):
    return [clock.due_on for clock in clocks]


def test_the_board_shows_what_is_overdue_and_what_is_due_soon():
    for day in (
        date(2017, 9, 22),
        date(2017, 9, 25),
        date(2017, 9, 30),
        date(2017, 10, 9),
        date(2017, 10, 10),
    ):
        due_on(day)
    assert days(Clock.objects.overdue(MONDAY)) == [date(2017, 9, 22)]
    # Five working days on: 09-26 to 09-30, a Saturday on which people work.
    assert days(Clock.objects.due_soon(MONDAY)) == [date(2017, 9, 25), date(2017, 9, 30)]
    # The sixth comes only after the holiday.
    assert days(Clock.objects.due_soon(MONDAY, 6))[-1] == date(2017, 10, 9)


def test_what_is_met_cancelled_or_paused_is_not_overdue():
    due_on(date(2017, 9, 20))
    due_on(date(2017, 9, 21))
    services.meet(subject="thing:2017-09-20", duty="task", by=None, at=MONDAY)
    services.cancel(subject="thing:2017-09-21", duty="task", by=None, at=MONDAY)
    services.start(
        subject="request:1", duty="answer", title="答复", organisation=make.organisation(),
        limit="request-answer", by=None, at=datetime(2017, 6, 1, 9, tzinfo=SHANGHAI),
    )  # fmt: skip
    assert Clock.objects.overdue(MONDAY).count() == 1
    services.pause(subject="request:1", duty="answer", reason="征求意见", by=None, at=MONDAY)
    assert not Clock.objects.overdue(MONDAY).exists()
    assert Clock.objects.open().count() == 1


def test_a_clock_is_seen_by_its_own_organisation_and_the_openness_office():
    finance, health = make.organisation("finance"), make.organisation("health")
    clock = due_on(date(2017, 9, 30), organisation=finance)
    today = date(2017, 9, 25)
    stranger, clerk = make.person(), make.person("clerk", finance)
    other, office = make.person("clerk", health), make.person("openness", health)
    assert not Clock.objects.visible_to(stranger, on=today).exists()
    assert not Clock.objects.visible_to(other, on=today).exists()
    assert Clock.objects.visible_to(clerk, on=today).get() == clock
    assert Clock.objects.visible_to(office, on=today).get() == clock
    assert Clock.objects.for_organisations([finance]).get() == clock
    assert not Clock.objects.for_organisations([health]).exists()


def test_a_clock_speaks_for_itself():
    clock = due_on(date(2017, 10, 9))
    assert str(clock) == "2017-10-09前完成（2017-10-09）"
    assert clock.uri == f"clock:{clock.pk}"
    assert clock.working_days_left(MONDAY) == 6
    assert clock.working_days_left(datetime(2017, 10, 10, 9, tzinfo=SHANGHAI)) == -1


@pytest.mark.parametrize(
    "change",
    [
        {"met_at": MONDAY, "cancelled_at": MONDAY},
        {"source": "limit"},  # a limit needs an amount
        {"cadence": "monthly"},  # a cadence belongs to periodic duties only
        {"amount": 5, "unit": "hours"},
    ],
)
def test_the_database_refuses_what_cannot_be(change):
    clock = due_on(date(2017, 9, 30))
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk=clock.pk).update(**change)


def test_the_database_refuses_a_second_open_clock():
    clock = due_on(date(2017, 9, 30))
    clock.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        clock.save(force_insert=True)


def test_lateness_is_counted_by_group_in_one_query(django_assert_num_queries):
    def under(key, day, met=None, cancelled=None):
        clock = due_on(day)
        Clock.objects.filter(pk=clock.pk).update(obligation_key=key, met_at=met, cancelled_at=cancelled)

    old, past = date(2016, 9, 1), date(2017, 9, 1)
    under("a", past)  # overdue
    under("a", date(2017, 9, 2), met=datetime(2017, 9, 3, 9, tzinfo=SHANGHAI))  # late
    under("a", date(2017, 9, 3), met=datetime(2017, 9, 3, 9, tzinfo=SHANGHAI))  # in time
    under("a", date(2017, 9, 4), cancelled=MONDAY)
    under("b", old, met=datetime(2016, 9, 2, 9, tzinfo=SHANGHAI))  # late long ago
    under("c", date(2017, 9, 29))  # not due yet
    since = datetime(2016, 9, 25, 9, tzinfo=SHANGHAI)
    with django_assert_num_queries(1):
        assert Clock.objects.lateness("obligation_key", at=MONDAY, since=since) == {"a": (1, 1)}
