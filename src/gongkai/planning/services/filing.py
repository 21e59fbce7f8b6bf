"""A department's plan for the year: written line by line, filed, accepted or returned."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.services import record
from gongkai.planning.models import (
    Assignment,
    Filing,
    FilingStatus,
    FilingStep,
    PlanLine,
    Task,
    WorkPoints,
)
from gongkai.planning.services import duties
from gongkai.planning.services.rights import demand


class WrongStatus(ValueError):
    """The plan is not at the point where this can be done."""


class Incomplete(ValueError):
    """Tasks without measures stand in the way of filing: ``tasks``."""

    def __init__(self, tasks: list[Task]) -> None:
        self.tasks = tasks
        super().__init__(f"还有{len(tasks)}项任务没有填写措施：{'、'.join(task.code for task in tasks)}")


class NotGiven(ValueError):
    """The task was not given to the department whose plan this is."""


class LineConflict(ValueError):
    """Somebody else saved this line meanwhile: ``theirs``."""

    def __init__(self, theirs: PlanLine) -> None:
        self.theirs = theirs
        super().__init__("这一条刚刚被其他人修改过，请对照后再保存")


@transaction.atomic
def open_plan(*, work_points: WorkPoints, organisation: Organisation, by: Person, at: datetime) -> Filing:
    """Return the department's plan for the year, made if there is none yet."""
    demand(by, "plan", organisation, at=at)
    filing, _ = Filing.objects.get_or_create(work_points=work_points, organisation=organisation)
    return filing


@transaction.atomic
def save_line(  # noqa: PLR0913 - the act has these facts
    *, filing: Filing, task: Task, measures: str, due_on: date, revision: int, by: Person, at: datetime
) -> PlanLine:
    """Save what the department will do about one task. ``revision`` is the one that was edited, 0 for none.

    Raises LineConflict if somebody saved meanwhile, WrongStatus unless the plan is open, NotGiven if the
    department has no such task, NotAllowed.
    """
    demand(by, "plan", filing, at=at)
    locked = _open(filing)
    if task not in own_tasks(locked):
        raise NotGiven(f"要点{task.code}没有交办给{locked.organisation.short_name}")
    line = PlanLine.objects.select_for_update().filter(filing=locked, task=task).first()
    if line is None:
        line = PlanLine(filing=locked, task=task, revision=0)
    elif (line.measures, line.due_on) == (measures, due_on):
        return line
    elif line.revision != revision:
        raise LineConflict(line)
    line.measures, line.due_on, line.revision = measures, due_on, line.revision + 1
    line.save()
    _record("planning.write", locked, by, at, task=task.code)
    return line


@transaction.atomic
def file_plan(*, filing: Filing, by: Person, at: datetime) -> None:
    """File a plan that has measures for every task of the department; its clock is met.

    Filing what is already filed is harmless. Raises Incomplete, WrongStatus (accepted), NotAllowed.
    """
    demand(by, "file", filing, at=at)
    locked = Filing.objects.select_for_update().get(pk=filing.pk)
    if locked.status == FilingStatus.FILED.value:
        return
    _open(locked)
    missing = [task for task in own_tasks(locked) if not locked.plan_lines.filter(task=task).exists()]
    if missing:
        raise Incomplete(missing)
    locked.filed_at = at
    _move(locked, FilingStatus.FILED, "", by, at)
    duties.plan_filed(filing=locked, by=by, at=at)


@transaction.atomic
def accept_plan(*, filing: Filing, note: str = "", by: Person, at: datetime) -> None:
    """Accept a filed plan (备案). Raises WrongStatus unless it is filed, NotAllowed."""
    demand(by, "accept", filing, at=at)
    locked = _standing(filing, FilingStatus.FILED)
    locked.decided_at = at
    _move(locked, FilingStatus.ACCEPTED, note, by, at)


@transaction.atomic
def return_plan(
    *,
    filing: Filing,
    reason: str,
    again_by: date | None = None,
    was_accepted: bool = False,
    by: Person,
    at: datetime,
) -> None:
    """Return a filed plan with a reason; ``again_by`` starts a clock for filing it again.

    ``was_accepted`` says that it is an accepted one that is returned: a decision about a filed plan does not
    undo another officer's. Raises WrongStatus if it is not so, ValueError without a reason, NotAllowed.
    """
    demand(by, "return", filing, at=at)
    if not reason.strip():
        raise ValueError("退回须说明理由")
    locked = _standing(filing, FilingStatus.ACCEPTED if was_accepted else FilingStatus.FILED)
    locked.decided_at = at
    _move(locked, FilingStatus.RETURNED, reason, by, at)
    if again_by:
        duties.expect_plan(filing=locked, due_on=again_by, by=by, at=at)


def reopen(*, filing: Filing, task: Task, by: Person, at: datetime) -> None:
    """Open a filed or accepted plan again, because it lacks a task given since; part of ``assign``.

    The step says why. The general day for filing counts again if it has not passed.
    """
    locked = Filing.objects.select_for_update().get(pk=filing.pk)
    if locked.is_open or locked.plan_lines.filter(task=task).exists():
        return
    due_on = locked.work_points.filing_due_on
    locked.due_on = due_on if due_on and due_on >= localdate(at) else None
    locked.save(update_fields=["due_on"])
    _move(locked, FilingStatus.RETURNED, f"新交办要点{task.code}，请补充措施后重新报备", by, at)
    if locked.due_on:
        duties.expect_plan(filing=locked, due_on=locked.due_on, by=by, at=at)


def own_tasks(filing: Filing) -> list[Task]:
    """Return the tasks that the department of ``filing`` has been given that year."""
    given = Assignment.objects.current().filter(organisation=filing.organisation_id)
    return list(Task.objects.filter(work_points=filing.work_points_id, assignments__in=given))


def _open(filing: Filing) -> Filing:
    locked = Filing.objects.select_for_update().get(pk=filing.pk)
    if not locked.is_open:
        raise WrongStatus(f"方案{locked.get_status_display()}，不能再修改")
    return locked


def _standing(filing: Filing, wanted: FilingStatus) -> Filing:
    locked = Filing.objects.select_for_update().get(pk=filing.pk)
    if locked.status != wanted.value:
        raise WrongStatus(f"方案{locked.get_status_display()}，没有等待办理的报备")
    return locked


def _move(filing: Filing, status: FilingStatus, reason: str, by: Person, at: datetime) -> None:
    filing.status = status.value
    filing.save(update_fields=["status", "filed_at", "decided_at"])
    FilingStep.objects.create(filing=filing, status=status.value, reason=reason, by=by, at=at)
    _record(f"planning.{status.value}", filing, by, at)


def _record(verb: str, filing: Filing, by: Person, at: datetime, **detail: str) -> None:
    key, year = filing.organisation.key, filing.work_points.year
    record(verb=verb, thing=filing.uri, by=by, at=at, organisation_key=key, year=year, **detail)
