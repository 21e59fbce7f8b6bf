"""How far a department is with a task, and what proves it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gongkai.items.models import Item
from gongkai.orgs.models import Person
from gongkai.orgs.services import record
from gongkai.planning.models import Assignment, Evidence, Progress, Status
from gongkai.planning.services import duties
from gongkai.planning.services.announcing import announce, hold
from gongkai.planning.services.rights import demand


class NotPublic(ValueError):
    """Only what the public can read proves anything to the public."""


class NoSense(ValueError):
    """Status and percentage contradict each other, or the assignment has ended."""


@transaction.atomic
def report(  # noqa: PLR0913 - the act has these facts
    *,
    assignment: Assignment,
    status: str,
    percent: int,
    note: str,
    evidence: Iterable[Item] = (),
    by: Person,
    at: datetime,
) -> Progress:
    """Report how far an assignment is, and what proves it. At 100 % its clock is met; below, opened again.

    The same words sent twice are one report. The public learns of it at once.
    Raises NoSense (100 % means done and done means 100 %; assignment taken back), NotPublic, NotAllowed.
    """
    demand(by, "report", assignment, at=at)
    work_points = hold(assignment.task.work_points)
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    _check(locked, status, percent)
    before = locked.reports.first()
    progress = before if before and _says(before, status, percent, note, by) else None
    is_new = progress is None
    if progress is None:
        progress = _report(locked, before, (status, percent, note), by, at)
    added = [_prove(progress, item, by, at) for item in evidence]
    if is_new or any(added):
        announce(work_points, by=by, at=at)
    return progress


@transaction.atomic
def prove(*, progress: Progress, item: Item, by: Person, at: datetime) -> Evidence:
    """Attach a public item that proves a report. Twice is harmless. Raises NotPublic, NotAllowed."""
    demand(by, "report", progress.assignment, at=at)
    work_points = hold(progress.assignment.task.work_points)
    if _prove(progress, item, by, at):
        announce(work_points, by=by, at=at)
    return Evidence.objects.get(progress=progress, item=item)


def _check(assignment: Assignment, status: str, percent: int) -> None:
    if assignment.ended_at is not None:
        raise NoSense("这项任务已撤回交办，不能再填报进展")
    if assignment.task.is_dropped:
        raise NoSense("文件修改后已无此要点，不能再填报进展")
    if (status == Status.DONE.value) != (percent == 100):
        raise NoSense("“已完成”的完成比例应为100，其他状态应低于100")


def _says(report: Progress, status: str, percent: int, note: str, by: Person) -> bool:
    return (report.status, report.percent, report.note, report.by_id) == (status, percent, note, by.pk)


def _report(
    assignment: Assignment, before: Progress | None, said: tuple[str, int, str], by: Person, at: datetime
) -> Progress:
    status, percent, note = said
    made = Progress.objects.create(
        assignment=assignment, status=status, percent=percent, note=note, by=by, at=at
    )
    if percent == 100:
        duties.task_done(assignment=assignment, by=by, at=at)
    elif before and before.percent == 100:
        duties.expect_task(assignment=assignment, by=by, at=at)
    _record("planning.report", assignment, by, at, percent=percent)
    return made


def _prove(progress: Progress, item: Item, by: Person, at: datetime) -> bool:
    """Attach a public item, and return whether it was not attached before."""
    if not item.is_public:
        raise NotPublic(f"{item}尚未公开，不能作为佐证")
    _, is_new = Evidence.objects.get_or_create(
        progress=progress, item=item, defaults={"assignment": progress.assignment}
    )
    if is_new:
        _record("planning.prove", progress.assignment, by, at, number=item.number)
    return is_new


def _record(verb: str, assignment: Assignment, by: Person, at: datetime, **detail: object) -> None:
    record(
        verb=verb,
        thing=assignment.uri,
        by=by,
        at=at,
        organisation_key=assignment.organisation.key,
        task=assignment.task.code,
        **detail,
    )
