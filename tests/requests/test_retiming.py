"""A due date moves because a notice did: the case follows, once, and its applicant is told."""

from datetime import timedelta

import pytest

from gongkai.channels.models import Message
from gongkai.clocks.models import Clock, DueChange
from gongkai.requests import services
from gongkai.requests.models import Record
from tests import make
from tests.requests import cases

pytestmark = pytest.mark.django_db
AT = cases.MONDAY


def moved(case, days=1):
    """Move the clock of a case as a recomputation does."""
    clock = Clock.objects.get(subject=case.uri)
    after = clock.due_at + timedelta(days=days)
    DueChange.objects.create(
        clock=clock, at=AT, due_before=clock.due_at, due_after=after, cause="放假通知更新后重算"
    )
    due_on = clock.due_on + timedelta(days=days)
    Clock.objects.filter(pk=clock.pk).update(due_at=after, due_on=due_on)
    return due_on


def test_the_case_follows_its_clock_with_the_cause_and_once():
    case = cases.request(email="a@example.cn").request
    before, due_on = case.due_on, moved(case)
    assert services.follow(at=AT) == 1
    assert services.follow(at=AT) == 0
    case.refresh_from_db()
    assert case.due_on == due_on
    event = case.events.last()
    assert (event.kind, event.words) == (Record.RETIME.value, "放假通知更新后重算")
    assert event.facts == {"before": str(before), "after": str(due_on)}


def test_the_applicant_is_told_by_mail_in_words_that_name_nobody():
    case = cases.request(email="a@example.cn").request
    due_on = moved(case)
    services.follow(at=AT)
    message = Message.objects.get()
    assert (message.key, message.recipient) == (f"request:{case.pk}:due:{due_on}", "a@example.cn")
    assert "陈某" not in message.subject + message.body
    assert case.title not in message.subject + message.body
    assert str(due_on) in message.body


def test_who_left_no_address_is_not_told_and_the_case_follows_all_the_same():
    case = cases.request().request
    moved(case)
    assert services.follow(at=AT) == 1
    assert not Message.objects.exists()


def test_a_case_whose_clock_stands_where_it_stood_is_left_alone():
    case = cases.request(email="a@example.cn").request
    assert services.follow(at=AT) == 0
    assert case.events.count() == 2


def test_who_acts_without_having_seen_the_new_date_is_told():
    case = cases.request().request
    moved(case)
    services.follow(at=AT)
    clerk = make.person("clerk", case.organisation)
    with pytest.raises(services.ChangedMeanwhile):
        services.note(request=case, words="x", by=clerk, at=AT)
