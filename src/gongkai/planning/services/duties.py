"""The clocks behind work points: a task's due date and the day by which a plan is filed."""

from datetime import date, datetime

from gongkai.clocks import services as clocks
from gongkai.orgs.models import Person
from gongkai.planning.models import Assignment, Filing, Task

TASK = "work-points-task"
FILING = "work-points-plan"


def expect_task(*, assignment: Assignment, by: Person, at: datetime) -> None:
    """Start, or move to its present due date, the clock of an assignment, unless it is done."""
    newest = assignment.reports.first()
    if newest is not None and newest.percent == 100:
        return
    task = assignment.task
    clocks.appoint(
        subject=assignment.uri,
        duty=TASK,
        title=f"完成{task.work_points.year}年工作要点{task.code}",
        organisation=assignment.organisation,
        due_on=assignment.due_on,
        by=by,
        at=at,
    )


def task_done(*, assignment: Assignment, by: Person, at: datetime) -> None:
    clocks.meet(subject=assignment.uri, duty=TASK, by=by, at=at)


def drop_task(*, assignment: Assignment, by: Person, at: datetime) -> None:
    clocks.cancel(subject=assignment.uri, duty=TASK, by=by, at=at)


def follow_task(*, task: Task, by: Person, at: datetime) -> None:
    """Let the clocks of a task speak of its present place; those of one that came back begin again."""
    for assignment in task.assignments.filter(ended_at=None).select_related("organisation"):
        expect_task(assignment=assignment, by=by, at=at)


def drop_tasks(*, task: Task, by: Person, at: datetime) -> None:
    """Call off what departments owed about a point that the document no longer has."""
    for assignment in task.assignments.filter(ended_at=None):
        drop_task(assignment=assignment, by=by, at=at)


def expect_plan(*, filing: Filing, due_on: date, by: Person, at: datetime) -> None:
    """Start, or move, the clock by which a department files its plan."""
    filing.due_on = due_on
    filing.save(update_fields=["due_on"])
    clocks.appoint(
        subject=filing.uri,
        duty=FILING,
        title=f"报备{filing.work_points.year}年政务公开实施方案",
        organisation=filing.organisation,
        due_on=due_on,
        by=by,
        at=at,
    )


def plan_filed(*, filing: Filing, by: Person, at: datetime) -> None:
    clocks.meet(subject=filing.uri, duty=FILING, by=by, at=at)
