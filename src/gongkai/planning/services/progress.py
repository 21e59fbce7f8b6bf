"""How far a department is with a task, and what proves it."""

from datetime import datetime

from django.db import transaction

from gongkai.items.models import Item
from gongkai.orgs.models import Person
from gongkai.planning.models import Assignment, Evidence, Progress, Status
from gongkai.planning.services import duties
from gongkai.planning.services.rights import demand
from gongkai.publication.services import touch


class NotPublic(ValueError):
    """Only what the public can read proves anything to the public."""


class NoSense(ValueError):
    """Status and percentage contradict each other, or the assignment has ended."""


@transaction.atomic
def report(  # noqa: PLR0913 - the act has these facts
    *, assignment: Assignment, status: str, percent: int, note: str, by: Person, at: datetime
) -> Progress:
    """Report how far an assignment is. At 100 % its clock is met; a report below opens it again.

    The same words sent twice are one report.
    Raises NoSense (100 % means done and done means 100 %; assignment taken back), NotAllowed.
    """
    demand(by, "report", assignment, at=at)
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if locked.ended_at is not None:
        raise NoSense("这项任务已撤回交办，不能再填报进展")
    if (status == Status.DONE.value) != (percent == 100):
        raise NoSense("“已完成”的完成比例应为100，其他状态应低于100")
    before = locked.reports.first()
    if before and (before.status, before.percent, before.note, before.by_id) == (
        status,
        percent,
        note,
        by.pk,
    ):
        return before
    progress = Progress.objects.create(
        assignment=locked, status=status, percent=percent, note=note, by=by, at=at
    )
    if percent == 100:
        duties.task_done(assignment=locked, by=by, at=at)
    elif before and before.percent == 100:
        duties.expect_task(assignment=locked, by=by, at=at)
    touch(f"planning:{locked.task.work_points.year}")
    return progress


@transaction.atomic
def prove(*, progress: Progress, item: Item, by: Person, at: datetime) -> Evidence:
    """Attach a public item that proves a report. Twice is harmless. Raises NotPublic, NotAllowed."""
    assignment = progress.assignment
    demand(by, "report", assignment, at=at)
    if not item.is_public:
        raise NotPublic(f"{item}尚未公开，不能作为佐证")
    evidence, _ = Evidence.objects.get_or_create(
        progress=progress, item=item, defaults={"assignment": assignment}
    )
    touch(f"planning:{assignment.task.work_points.year}")
    return evidence
