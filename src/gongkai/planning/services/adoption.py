"""Turning a public 工作要点 into tasks."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.items.models import Item, Kind, Version
from gongkai.orgs.models import Person, Region
from gongkai.orgs.services import record
from gongkai.planning import rules
from gongkai.planning.models import FilingStatus, Task, WorkPoints
from gongkai.planning.services import duties
from gongkai.planning.services.rights import demand
from gongkai.publication.services import touch


class NotWorkPoints(ValueError):
    """The item is no public 工作要点, or no points can be read in it."""


class AlreadyAdopted(ValueError):
    """Another document is the work points of that year."""


@transaction.atomic
def adopt(*, item: Item, by: Person, at: datetime) -> WorkPoints:
    """Make the points of a public 工作要点 the tasks of its year; again after an amendment to follow it.

    Adopting again keeps what was assigned and reported: wording follows the document, new points are
    added, points that are gone are dropped (deleted if nobody had been given them).
    Raises NotWorkPoints, AlreadyAdopted (another document holds the year), NotAllowed.
    """
    demand(by, "adopt", item, at=at)
    # One at a time in a region: a year has one document.
    Region.objects.select_for_update().get(pk=item.publisher.region_id)
    version = _readable(item)
    points = rules.tasks(version.body)
    if not points:
        raise NotWorkPoints("正文中没有识别出编号的要点，请检查“一、”“1、”等编号")
    work_points = _work_points(item, version, by, at)
    for point in points:
        _follow(work_points, point)
    _drop(work_points, points)
    touch(f"planning:{work_points.year}")
    record(
        verb="planning.adopt",
        thing=work_points.uri,
        by=by,
        at=at,
        organisation_key=item.publisher.key,
        points=len(points),
        number=item.number,
    )
    return work_points


@transaction.atomic
def set_filing_due(*, work_points: WorkPoints, due_on: date, by: Person, at: datetime) -> None:
    """Set the day by which departments file their plans; the clocks of plans not yet filed follow."""
    demand(by, "set-due", work_points, at=at)
    work_points.filing_due_on = due_on
    work_points.save(update_fields=["filing_due_on"])
    for filing in work_points.filings.filter(status=FilingStatus.DRAFT.value).select_related("organisation"):
        duties.expect_plan(filing=filing, due_on=due_on, by=by, at=at)
    record(verb="planning.set-due", thing=work_points.uri, by=by, at=at, due_on=due_on.isoformat())


def _readable(item: Item) -> Version:
    if item.kind != Kind.WORK_POINTS.value:
        raise NotWorkPoints("只有“工作要点”类文件可以分解为任务")
    if not item.is_public or item.current is None:
        raise NotWorkPoints("文件公开以后才能分解为任务")
    return item.current


def _work_points(item: Item, version: Version, by: Person, at: datetime) -> WorkPoints:
    year = rules.year(version.title) or localdate(item.first_published_at or at).year
    region = item.publisher.region
    other = WorkPoints.objects.filter(region=region, year=year).exclude(item=item).first()
    if other:
        raise AlreadyAdopted(f"{year}年的工作要点已经是《{other.title}》")
    work_points, _ = WorkPoints.objects.update_or_create(
        item=item,
        defaults={"title": version.title, "version": version.serial},
        create_defaults={
            "region": region,
            "year": year,
            "title": version.title,
            "version": version.serial,
            "adopted_by": by,
            "adopted_at": at,
        },
    )
    return work_points


def _follow(work_points: WorkPoints, point: rules.Point) -> None:
    work_points.tasks.update_or_create(
        section_number=point.section_number,
        number=point.number,
        defaults={
            "section_title": point.section_title,
            "text": point.text,
            "systems": rules.systems(point),
            "is_dropped": False,
        },
    )


def _drop(work_points: WorkPoints, points: list[rules.Point]) -> None:
    codes = {point.code for point in points}
    gone = [task for task in Task.objects.filter(work_points=work_points) if task.code not in codes]
    for task in gone:
        if task.assignments.exists() or task.plan_lines.exists():
            task.is_dropped = True
            task.save(update_fields=["is_dropped"])
        else:
            task.delete()
