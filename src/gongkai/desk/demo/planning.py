"""The year's work points: the real document imported, published, turned into tasks and given out."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from gongkai.desk.demo import items
from gongkai.desk.demo.people import Cast
from gongkai.desk.demo.source import read
from gongkai.items import services
from gongkai.items.models import Item, Stage, Version
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Role
from gongkai.planning import services as planning
from gongkai.planning.models import Assignment, Filing, FilingStatus, Status, WorkPoints


class Plan:
    """What ``planning.yaml`` declares."""

    def __init__(self, folder: Path) -> None:
        declared = read(folder / "planning.yaml")
        self.folder = folder
        self.document: dict[str, str] = declared["document"]
        self.tasks: dict[str, list[str]] = declared["tasks"]
        self.due_in: dict[str, int] = declared["due_in"]
        self.filing_due_in: int = declared["filing_due_in"]
        self.reports: list[dict[str, Any]] = declared["reports"]
        self.plans: list[dict[str, str]] = declared["plans"]

    def organisations(self) -> set[str]:
        return {key for keys in self.tasks.values() for key in keys}


def publish(plan: Plan, cast: Cast, *, at: datetime) -> Item:
    """Import the work points and bring them to the public under the number they carry."""
    said = plan.document
    data = (plan.folder / said["file"]).read_bytes()
    number = services.read(data, said["file"]).text("number")
    version = Version.objects.filter(number_wanted=number, serial=1).first()
    if version is None:
        version = import_document(plan, data, cast, at=at)
    if version.stage == Stage.DRAFT.value:
        version = _complete(plan, version, cast, at)
    return items.walk(version, Stage.PUBLIC.value, cast, at=at).item


def import_document(plan: Plan, data: bytes, cast: Cast, *, at: datetime) -> Version:
    said = plan.document
    by = cast.of(Role.CLERK, said["publisher"])
    organisation = cast.organisations[said["publisher"]]
    return services.import_file(data=data, name=said["file"], publisher=organisation, by=by, at=at)


def _complete(plan: Plan, version: Version, cast: Cast, at: datetime) -> Version:
    """Fill in what the document does not say of itself."""
    said = plan.document
    by = cast.of(Role.CLERK, said["publisher"])
    fields: dict[str, Any] = {name: said[name] for name in ("abstract", "theme", "genre")}
    fields["obligation"] = Obligation.objects.filter(key=said["obligation"]).first()
    return services.save(version=version, fields=fields, revision=version.revision, by=by, at=at)


def assign(plan: Plan, item: Item, cast: Cast, *, at: datetime) -> WorkPoints:
    """Turn the points into tasks and give each to its departments, the first one leading."""
    found = WorkPoints.objects.filter(item=item).first()
    work_points = found or planning.adopt(item=item, by=cast.openness, at=at)
    today = localdate(at)
    if work_points.filing_due_on is None:
        due_on = today + timedelta(days=plan.filing_due_in)
        planning.set_filing_due(work_points=work_points, due_on=due_on, by=cast.openness, at=at)
        work_points.refresh_from_db()
    for task in work_points.tasks.exclude(assignments__isnull=False):
        keys = plan.tasks.get(task.code, [])
        lead, *others = [cast.organisations[key] for key in keys]
        due_on = today + timedelta(days=plan.due_in[str(task.section_number)])
        planning.assign_many(
            tasks=[task], organisations=others, lead=lead, due_on=due_on, by=cast.openness, at=at
        )
    return work_points


def report(plan: Plan, work_points: WorkPoints, cast: Cast, *, at: datetime) -> None:
    """Let departments say how far they are, and prove it by what they have published."""
    for row in plan.reports:
        section, number = row["task"].split(".")
        assignment = Assignment.objects.current().get(
            task__work_points=work_points,
            task__section_number=section,
            task__number=number,
            organisation__key=row["organisation"],
        )
        _report(row, assignment, cast, at)


def _report(row: dict[str, Any], assignment: Assignment, cast: Cast, at: datetime) -> None:
    by = cast.of(Role.CLERK, row["organisation"])
    said = {name: row[name] for name in ("percent", "note")}
    status = Status.DONE if row["percent"] == 100 else Status.UNDERWAY
    progress = assignment.reports.last() or planning.report(
        assignment=assignment, status=status.value, **said, by=by, at=at
    )
    proof = items.find(row.get("proof", ""))
    if proof is not None and proof.is_public:
        planning.prove(progress=progress, item=proof, by=by, at=at)


def file(plan: Plan, work_points: WorkPoints, cast: Cast, *, at: datetime) -> None:
    """Let some departments file their plans, and the office accept or return them."""
    for row in plan.plans:
        organisation = cast.organisations[row["organisation"]]
        by = cast.of(Role.CLERK, organisation.key)
        filing = planning.open_plan(work_points=work_points, organisation=organisation, by=by, at=at)
        if filing.status == FilingStatus.DRAFT.value:
            _file(row, filing, cast, at)
        filing.refresh_from_db()
        if filing.status == FilingStatus.FILED.value:
            _decide(row, filing, cast, at)


def _file(row: dict[str, str], filing: Filing, cast: Cast, at: datetime) -> None:
    by = cast.of(Role.CLERK, row["organisation"])
    due_on = localdate(at) + timedelta(days=60)
    for task in planning.own_tasks(filing):
        planning.save_line(
            filing=filing, task=task, measures=row["measures"], due_on=due_on, revision=0, by=by, at=at
        )
    planning.file_plan(filing=filing, by=by, at=at)


def _decide(row: dict[str, str], filing: Filing, cast: Cast, at: datetime) -> None:
    if row["outcome"] == FilingStatus.ACCEPTED.value:
        planning.accept_plan(filing=filing, by=cast.openness, at=at)
    elif row["outcome"] == FilingStatus.RETURNED.value:
        planning.return_plan(filing=filing, reason=row["reason"], by=cast.openness, at=at)
