"""Giving tasks to departments, and taking them back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person
from gongkai.orgs.services import record
from gongkai.planning.models import Assignment, Filing, Task
from gongkai.planning.services import duties
from gongkai.planning.services.announcing import announce, hold
from gongkai.planning.services.filing import reopen
from gongkai.planning.services.rights import demand


class NotResponsible(ValueError):
    """The organisation cannot be given this task."""


@transaction.atomic
def assign(  # noqa: PLR0913 - the act has these facts
    *, task: Task, organisation: Organisation, is_lead: bool, due_on: date, by: Person, at: datetime
) -> Assignment:
    """Give a task to a department until ``due_on``; again to change lead or date. Starts its clock.

    A new lead takes the lead from the former one. The department is expected to file a plan from now on; one
    that was filed already is opened again. The public learns of it at once.
    Raises NotResponsible (the body no longer exists, or the point has been dropped), NotAllowed.
    """
    demand(by, "assign", task, at=at)
    work_points = hold(task.work_points)
    assignment = _assign(task, organisation, is_lead, due_on, by, at)
    announce(work_points, by=by, at=at)
    return assignment


def _assign(  # noqa: PLR0913 - the act has these facts
    task: Task, organisation: Organisation, is_lead: bool, due_on: date, by: Person, at: datetime
) -> Assignment:
    # The year is held until the end, so that two officers cannot both name a lead.
    task = Task.objects.select_related("work_points").get(pk=task.pk)
    _check(task, organisation, at)
    if is_lead:
        task.assignments.filter(ended_at=None).exclude(organisation=organisation).update(is_lead=False)
    assignment, _ = Assignment.objects.update_or_create(
        task=task,
        organisation=organisation,
        ended_at=None,
        defaults={"is_lead": is_lead, "due_on": due_on},
        create_defaults={"is_lead": is_lead, "due_on": due_on, "assigned_by": by, "assigned_at": at},
    )
    duties.expect_task(assignment=assignment, by=by, at=at)
    _expect_plan(task, organisation, by, at)
    record(
        verb="planning.assign",
        thing=assignment.uri,
        by=by,
        at=at,
        organisation_key=organisation.key,
        task=task.code,
        year=task.work_points.year,
        is_lead=is_lead,
        due_on=due_on.isoformat(),
    )
    return assignment


@transaction.atomic
def assign_many(  # noqa: PLR0913 - the act has these facts
    *,
    tasks: Iterable[Task],
    organisations: Iterable[Organisation],
    lead: Organisation | None,
    due_on: date,
    by: Person,
    at: datetime,
) -> int:
    """Give several tasks of one year to several departments at once, all or none, announced together.

    Return how many assignments stand. Raises as ``assign`` does.
    """
    together = {each.pk: each for each in [*organisations, *([lead] if lead else [])]}
    chosen = list(tasks)
    if not chosen:
        return 0
    for task in chosen:
        demand(by, "assign", task, at=at)
    work_points = hold(chosen[0].work_points)
    assignments = [
        _assign(task, each, each == lead, due_on, by, at) for task in chosen for each in together.values()
    ]
    announce(work_points, by=by, at=at)
    return len(assignments)


@transaction.atomic
def unassign(*, assignment: Assignment, by: Person, at: datetime) -> None:
    """Take a task back from a department; its clock stops, what it reported stays. Twice is harmless."""
    demand(by, "unassign", assignment, at=at)
    work_points = hold(assignment.task.work_points)
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if locked.ended_at is not None:
        return
    locked.ended_at = at
    locked.save(update_fields=["ended_at"])
    duties.drop_task(assignment=locked, by=by, at=at)
    record(
        verb="planning.unassign",
        thing=locked.uri,
        by=by,
        at=at,
        organisation_key=locked.organisation.key,
        task=locked.task.code,
    )
    announce(work_points, by=by, at=at)


def _check(task: Task, organisation: Organisation, at: datetime) -> None:
    if not Organisation.objects.valid_on(localdate(at)).filter(pk=organisation.pk).exists():
        raise NotResponsible(f"{organisation.name}已撤销，不能承担任务")
    if task.is_dropped:
        raise NotResponsible(f"要点{task.code}已不在文件中，不能交办")


def _expect_plan(task: Task, organisation: Organisation, by: Person, at: datetime) -> None:
    filing, is_new = Filing.objects.get_or_create(work_points=task.work_points, organisation=organisation)
    due_on = task.work_points.filing_due_on
    if is_new and due_on:
        duties.expect_plan(filing=filing, due_on=due_on, by=by, at=at)
    elif not is_new:
        reopen(filing=filing, task=task, by=by, at=at)
