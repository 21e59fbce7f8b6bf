"""The worker: every job in its turn, none stopped by another's failure."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from gongkai.config import work
from gongkai.config.management.commands import prepare
from gongkai.config.management.commands.work import Command
from gongkai.items import services as items
from gongkai.items.models import Autosave
from tests import make


def test_a_job_runs_when_it_is_due_and_not_before():
    ran = []
    job = work.Job("count", lambda at: ran.append(at) or 1, timedelta(minutes=1))
    for seconds in (0, 30, 60):
        work.run_once([job], at=make.NOW + timedelta(seconds=seconds))
    assert len(ran) == 2


def test_one_failing_job_does_not_stop_the_others(caplog):
    ran = []

    def fail(at):
        raise OSError("disk full")

    jobs = [work.Job("fail", fail), work.Job("go on", lambda at: ran.append(at) or 3)]
    assert work.run_once(jobs, at=make.NOW) == 3
    assert "fail" in caplog.text and len(ran) == 1
    assert not jobs[0].is_due(make.NOW + timedelta(seconds=29))
    assert jobs[0].is_due(make.NOW + timedelta(seconds=30))


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_alone_does_not_hold_up_the_slow_ones():
    released = threading.Event()
    alone = work.Job("alone", lambda at: int(released.wait(20)), is_slow=True, is_alone=True)
    slow = work.Job("slow", lambda at: released.set() or 1, is_slow=True)
    work.run([alone, slow], clock=lambda: make.NOW, stopped=released.is_set, rest=0)
    assert not [thread for thread in threading.enumerate() if thread.name == "slow jobs"]


@pytest.mark.django_db(transaction=True)
def test_a_slow_job_holds_nothing_up():
    """The quick job ends the slow one: if they waited for each other, neither would end."""
    released, rounds = threading.Event(), []

    def slow(at):
        return int(released.wait(20))

    def quick(at):
        rounds.append(at)
        if len(rounds) == 3:
            released.set()
        return 1

    jobs = [work.Job("slow", slow, is_slow=True), work.Job("quick", quick)]
    work.run(jobs, clock=lambda: make.NOW, stopped=released.is_set, rest=0)
    assert len(rounds) == 3
    assert not [thread for thread in threading.enumerate() if thread.name == "slow jobs"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_rests_only_when_there_was_nothing_to_do():
    left = [2, 1, 0]
    rounds = []

    def run(at):
        rounds.append(at)
        return left.pop(0)

    work.run([work.Job("work", run)], clock=lambda: make.NOW, stopped=lambda: not left, rest=0)
    assert len(rounds) == 3


def test_every_job_has_a_name_of_its_own():
    names = [job.name for job in work.jobs()]
    assert len(names) == len(set(names))


def test_finishing_does_the_slow_jobs_last():
    order, left = [], {"slow": [1, 0], "quick": [5, 5, 0, 2, 0]}

    def job(name):
        def run(at):
            order.append(name)
            return left[name].pop(0)

        return work.Job(name, run, is_slow=name == "slow")

    Command(stdout=StringIO()).finish([job("slow"), job("quick")])
    assert order == ["quick", "quick", "quick", "slow", "quick", "quick", "slow"]


@pytest.mark.django_db
def test_what_nobody_can_use_any_more_is_let_go_of_daily():
    job = next(each for each in work.jobs() if each.name == "purge")
    assert job.every == timedelta(days=1)
    person = make.person("clerk")
    for days in (0, 179, 181):
        items.keep(person=person, place=f"version:{days}", values={}, at=make.NOW - timedelta(days=days))
    for hours in (-1, 1):
        ends = make.NOW + timedelta(hours=hours)
        Session.objects.create(session_key=f"ends {hours}", session_data="", expire_date=ends)
    for days in (30, 191):
        made = AccessAttempt.objects.create(
            username="zhang", ip_address=f"10.0.0.{days}", failures_since_start=1
        )
        AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=make.NOW - timedelta(days=days))
    assert job.run(make.NOW) == 3
    assert set(Autosave.objects.values_list("place", flat=True)) == {"version:0", "version:179"}
    assert Session.objects.get().session_key == "ends 1"
    assert AccessAttempt.objects.get().ip_address == "10.0.0.30"
    assert job.run(make.NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_left_for_later_is_not_done_at_the_first_start(monkeypatch):
    ran = {name: [] for name in ("pages", "audit")}
    jobs = [work.Job(name, lambda at, ran=ran[name]: 0 if ran else (ran.append(at) or 1)) for name in ran]
    monkeypatch.setattr(work, "jobs", lambda: jobs)
    Command(stdout=StringIO()).handle(once=True, leave=["audit"], rest=0)
    assert len(ran["pages"]) == 1 and not ran["audit"]


def test_what_a_first_start_leaves_for_later_is_there_to_be_done():
    assert set(prepare.LATER) <= {job.name for job in work.jobs()}
