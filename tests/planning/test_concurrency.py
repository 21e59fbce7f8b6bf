"""Several people at once: no lost update, no second lead, no second year."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections, connection

from gongkai.ledger.rules import digest
from gongkai.planning import services
from gongkai.planning.models import Assignment, PlanLine, WorkPoints
from gongkai.publication.models import Announcement
from tests import make
from tests.planning.doing import given, line, report

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite lets in one writer at a time (BEGIN IMMEDIATE); run on PostgreSQL",
    ),
]


def together(*acts):
    """Do all acts at the same moment; return what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act):
        close_old_connections()
        barrier.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_officers_naming_a_lead_leave_one(first, officer):
    keys = ["finance", "audit", "education"]
    for key in keys:
        make.organisation(key)
    results = together(*[lambda key=key: given(first, officer, key) for key in keys])
    assert not [each for each in results if isinstance(each, Exception)]
    assert Assignment.objects.filter(is_lead=True).count() == 1
    assert Assignment.objects.count() == 3


def test_two_people_saving_one_line_do_not_overwrite_each_other(filing, first, clerk):
    line(filing, first, clerk)
    acts = [
        lambda words=words: line(filing, first, clerk, revision=1, measures=words) for words in ("甲", "乙")
    ]
    results = together(*acts)
    conflicts = [each for each in results if isinstance(each, services.LineConflict)]
    assert len(conflicts) == 1
    assert PlanLine.objects.get().measures == conflicts[0].theirs.measures
    assert PlanLine.objects.get().revision == 2


def test_two_departments_reporting_at_once_are_both_in_what_is_announced(first, officer, clerk):
    finance, audit = given(first, officer), given(first, officer, "audit", is_lead=False)
    other = make.person("clerk", make.organisation("audit"))
    results = together(lambda: report(finance, clerk, 30), lambda: report(audit, other, 60))
    assert not [each for each in results if isinstance(each, Exception)]
    row = WorkPoints.objects.get()
    last = Announcement.objects.latest_per_address().get(address=row.address)
    assert (row.announced, digest(row.content(), last.salt)) == (last.seq, last.digest)
    assert [each.percent for each in first.assignments.with_progress()] == [30, 60]


def test_giving_a_task_while_the_plan_is_written_stops_neither(points, filing, first, officer, clerk):
    second = points.tasks.get(number=2)
    acts = [lambda: line(filing, first, clerk), lambda: given(second, officer)]
    results = together(*acts)
    assert not [each for each in results if isinstance(each, Exception)]
