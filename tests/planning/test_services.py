"""One test per promise and per refusal of the verbs about work points."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.items.models import Version
from gongkai.orgs.models import Act
from gongkai.planning import services
from gongkai.planning.models import Assignment, Evidence, Filing, PlanLine, Progress, Task, WorkPoints
from tests import make
from tests.planning.doing import DUE, LATER, given, line, open_clocks, report

pytestmark = pytest.mark.django_db


# adopting


def test_a_public_document_becomes_the_tasks_of_its_year(points):
    assert (points.year, points.region_id) == (2017, "330103")
    assert [task.code for task in points.tasks.all()] == ["1.1", "1.2"]
    assert Act.objects.filter(verb="planning.adopt", thing="work-points:2017").exists()


def test_a_document_that_is_not_public_or_not_work_points_is_refused(officer):
    draft = make.item(make.office(), kind="work-points")
    notice = make.public_item(make.office(), kind="notice")
    for item, sentence in ((draft, "公开以后"), (notice, "只有“工作要点”")):
        with pytest.raises(services.NotWorkPoints, match=sentence):
            services.adopt(item=item, by=officer, at=make.NOW)


def test_a_document_without_numbered_points_is_refused(officer):
    item = make.public_item(make.office(), kind="work-points", body="<p>没有编号。</p>")
    with pytest.raises(services.NotWorkPoints, match="没有识别出编号"):
        services.adopt(item=item, by=officer, at=make.NOW)
    assert not WorkPoints.objects.exists()


def test_a_year_has_one_document(points, officer):
    with pytest.raises(services.AlreadyAdopted, match="2017年的工作要点已经是"):
        make.work_points(officer)


def test_without_a_year_in_the_title_the_year_of_publication_counts(officer):
    assert make.work_points(officer, title="政务公开工作要点").year == 2017


def test_adopting_again_follows_the_amended_document_and_keeps_what_was_given(points, officer, first):
    assignment = given(first, officer)
    second = points.tasks.get(number=2)
    version = points.item.current
    Version.objects.filter(pk=version.pk).update(
        body="<p>一、甲</p><p>3、第三件事。</p>", title="2017年政务公开工作要点（修订）"
    )
    points.item.refresh_from_db()
    again = services.adopt(item=points.item, by=officer, at=make.NOW)
    assert again.pk == points.pk
    first.refresh_from_db()
    assert first.is_dropped
    assert first.assignments.get() == assignment
    assert not Task.objects.filter(pk=second.pk).exists()
    assert points.tasks.get(number=3).text == "第三件事。"
    with pytest.raises(services.NotResponsible, match="已不在文件中"):
        given(first, officer, "audit")


# assigning


def test_an_assignment_starts_its_clock(first, officer):
    assignment = given(first, officer)
    clock = open_clocks(assignment.uri).get()
    assert (clock.due_on, clock.organisation.key) == (DUE, "finance")
    assert "1.1" in clock.title


def test_assigning_again_moves_date_and_clock(first, officer):
    given(first, officer)
    assignment = given(first, officer, due_on=LATER)
    assert Assignment.objects.get().due_on == LATER
    assert open_clocks(assignment.uri).get().due_on == LATER


def test_a_new_lead_takes_the_lead_from_the_former(first, officer):
    given(first, officer)
    given(first, officer, "audit")
    leads = first.assignments.filter(is_lead=True)
    assert [each.organisation.key for each in leads] == ["audit"]


def test_two_leads_cannot_be_stored(first, officer):
    given(first, officer)
    other = given(first, officer, "audit", is_lead=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=other.pk).update(is_lead=True)


def test_many_tasks_are_given_to_many_departments_at_once(points, officer):
    lead, other = make.organisation("finance"), make.organisation("audit")
    count = services.assign_many(
        tasks=points.tasks.all(), organisations=[other, lead], lead=lead, due_on=DUE, by=officer, at=make.NOW
    )
    assert count == 4
    assert Assignment.objects.filter(is_lead=True, organisation=lead).count() == 2


def test_a_bulk_assignment_is_all_or_nothing(points, officer):
    closed = make.organisation("closed", valid_to=date(2016, 1, 1))
    with pytest.raises(services.NotResponsible, match="已撤销"):
        services.assign_many(
            tasks=points.tasks.all(),
            organisations=[make.organisation("audit"), closed],
            lead=None,
            due_on=DUE,
            by=officer,
            at=make.NOW,
        )
    assert not Assignment.objects.exists()


def test_taking_a_task_back_stops_the_clock_and_keeps_reports(first, officer, clerk):
    assignment = given(first, officer)
    services.report(
        assignment=assignment, status="underway", percent=10, note="已启动", by=clerk, at=make.NOW
    )
    for _ in range(2):
        services.unassign(assignment=assignment, by=officer, at=make.NOW)
    assert not open_clocks(assignment.uri).exists()
    assert Progress.objects.count() == 1
    with pytest.raises(services.NoSense, match="已撤回交办"):
        services.report(
            assignment=assignment, status="underway", percent=20, note="继续", by=clerk, at=make.NOW
        )
    assert given(first, officer).pk != assignment.pk


# plans


def test_departments_given_tasks_are_expected_to_file_a_plan(points, first, officer):
    services.set_filing_due(work_points=points, due_on=DUE, by=officer, at=make.NOW)
    points.refresh_from_db()
    given(first, officer)
    filing = Filing.objects.get()
    assert filing.due_on == DUE
    assert open_clocks(filing.uri).get().due_on == DUE


def test_a_filing_date_set_later_reaches_the_departments_already_given_tasks(points, first, officer):
    given(first, officer)
    services.set_filing_due(work_points=points, due_on=DUE, by=officer, at=make.NOW)
    services.set_filing_due(work_points=points, due_on=LATER, by=officer, at=make.NOW)
    assert open_clocks(Filing.objects.get().uri).get().due_on == LATER


def test_a_plan_is_filed_when_every_task_has_measures_and_its_clock_is_met(filing, first, clerk):
    with pytest.raises(services.Incomplete, match="还有1项任务没有填写措施：1.1"):
        services.file_plan(filing=filing, by=clerk, at=make.NOW)
    line(filing, first, clerk)
    for _ in range(2):
        services.file_plan(filing=filing, by=clerk, at=make.NOW)
    filing.refresh_from_db()
    assert filing.status == "filed"
    assert filing.steps.count() == 1
    assert not open_clocks(filing.uri).exists()
    with pytest.raises(services.WrongStatus, match="已报备案，不能再修改"):
        line(filing, first, clerk, revision=1, measures="改")


def test_a_second_editor_of_a_line_sees_what_the_first_saved(filing, first, clerk):
    line(filing, first, clerk)
    line(filing, first, clerk, revision=1, measures="第一人")
    assert line(filing, first, clerk, revision=1, measures="第一人").revision == 2
    with pytest.raises(services.LineConflict) as conflict:
        line(filing, first, clerk, revision=1, measures="第二人")
    assert conflict.value.theirs.measures == "第一人"
    assert PlanLine.objects.get().measures == "第一人"


def test_a_returned_plan_is_written_and_filed_again(filing, first, clerk, officer):
    line(filing, first, clerk)
    services.file_plan(filing=filing, by=clerk, at=make.NOW)
    services.return_plan(filing=filing, reason="措施不具体", again_by=LATER, by=officer, at=make.NOW)
    filing.refresh_from_db()
    assert (filing.status, filing.steps.last().reason) == ("returned", "措施不具体")
    assert open_clocks(filing.uri).get().due_on == LATER
    services.file_plan(filing=filing, by=clerk, at=make.NOW)
    services.accept_plan(filing=filing, by=officer, at=make.NOW)
    filing.refresh_from_db()
    assert [step.status for step in filing.steps.all()] == ["filed", "returned", "filed", "accepted"]
    with pytest.raises(services.WrongStatus, match="没有等待办理"):
        services.accept_plan(filing=filing, by=officer, at=make.NOW)
    with pytest.raises(services.WrongStatus, match="已备案"):
        services.file_plan(filing=filing, by=clerk, at=make.NOW)


def test_a_return_without_a_new_date_starts_no_clock(filing, first, clerk, officer):
    line(filing, first, clerk)
    services.file_plan(filing=filing, by=clerk, at=make.NOW)
    services.return_plan(filing=filing, reason="措施不具体", by=officer, at=make.NOW)
    assert not open_clocks(filing.uri).exists()


def test_a_return_needs_a_reason(filing, first, clerk, officer):
    line(filing, first, clerk)
    services.file_plan(filing=filing, by=clerk, at=make.NOW)
    with pytest.raises(ValueError, match="退回须说明理由"):
        services.return_plan(filing=filing, reason=" ", by=officer, at=make.NOW)


def test_a_plan_can_be_opened_before_any_task_is_given(points, clerk):
    opened = services.open_plan(
        work_points=points, organisation=make.organisation("finance"), by=clerk, at=make.NOW
    )
    assert opened.status == "draft"


# progress


def test_all_done_meets_the_clock_and_less_opens_it_again(first, officer, clerk):
    assignment = given(first, officer)
    report(assignment, clerk, 100, "done")
    assert not open_clocks(assignment.uri).exists()
    given(first, officer, due_on=LATER)
    assert not open_clocks(assignment.uri).exists()
    report(assignment, clerk, 80)
    assert open_clocks(assignment.uri).exists()


def test_the_same_report_sent_twice_is_one(first, officer, clerk):
    assignment = given(first, officer)
    assert report(assignment, clerk, 30) == report(assignment, clerk, 30)


@pytest.mark.parametrize(("status", "percent"), [("done", 99), ("underway", 100)])
def test_done_and_a_hundred_percent_go_together(first, officer, clerk, status, percent):
    with pytest.raises(services.NoSense, match="已完成"):
        report(given(first, officer), clerk, percent, status)
    with pytest.raises(IntegrityError), transaction.atomic():
        Progress.objects.create(
            assignment=given(first, officer),
            status=status,
            percent=percent,
            note="x",
            by=clerk,
            at=make.NOW,
        )


def test_only_what_the_public_can_read_proves_progress(first, officer, clerk):
    progress = report(given(first, officer), clerk, 30)
    draft, public = make.item(), make.public_item()
    with pytest.raises(services.NotPublic, match="尚未公开"):
        services.prove(progress=progress, item=draft, by=clerk, at=make.NOW)
    for _ in range(2):
        services.prove(progress=progress, item=public, by=clerk, at=make.NOW)
    assert Evidence.objects.get().item == public
