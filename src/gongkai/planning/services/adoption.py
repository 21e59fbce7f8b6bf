"""Turning a public 工作要点 into tasks."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.items.models import Item, Kind, Version
from gongkai.law.chinese import titled
from gongkai.orgs.models import Person, Region
from gongkai.orgs.services import record
from gongkai.planning import rules
from gongkai.planning.models import FilingStatus, Task, WorkPoints
from gongkai.planning.services import duties
from gongkai.planning.services.announcing import announce, hold
from gongkai.planning.services.rights import demand


class NotWorkPoints(ValueError):
    """The item is no public 工作要点, or no points can be read in it."""


class AlreadyAdopted(ValueError):
    """Another document is the work points of that year."""


class NewerVersion(ValueError):
    """The document has changed since the differences were looked at."""


@transaction.atomic
def adopt(
    *, item: Item, apart: Collection[int] = (), seen: int | None = None, by: Person, at: datetime
) -> WorkPoints:
    """Make the points of a public 工作要点 the tasks of its year; again after an amendment to follow it.

    Adopting again keeps what was assigned and reported with the words it was about, wherever they stand now:
    see ``differences``, which the office looks at first. New points are added; points that are gone are
    dropped, their clocks with them (deleted if nobody had been given them). ``apart`` names the tasks whose
    place was taken by another matter; ``seen`` is the version that was looked at.
    Raises NotWorkPoints, AlreadyAdopted (another document holds the year), NewerVersion, NotAllowed.
    """
    demand(by, "adopt", item, at=at)
    # One at a time in a region: a year has one document.
    Region.objects.select_for_update().get(pk=item.publisher.region_id)
    item = Item.objects.with_header().get(pk=item.pk)  # whatever the caller still remembers of it
    version, points = _read(item)
    if seen is not None and seen != version.serial:
        raise NewerVersion("文件又有新的版本公开，请重新核对后再确认")
    work_points = hold(_work_points(item, version, by, at))
    pairs = rules.pair(list(work_points.tasks.all()), points, apart=apart)
    changes = _changes(pairs)
    _follow(work_points, pairs, by, at)
    record(
        verb="planning.adopt",
        thing=work_points.uri,
        by=by,
        at=at,
        organisation_key=item.publisher.key,
        points=len(points),
        number=item.number,
        **changes,
    )
    announce(work_points, by=by, at=at)
    work_points.refresh_from_db()
    return work_points


def differences(work_points: WorkPoints) -> rules.Pairs[Task]:
    """Return what adopting the public version would do: what stays, moves, is reworded, new or gone.

    Raises NotWorkPoints.
    """
    return rules.pair(list(work_points.tasks.all()), _read(work_points.item)[1])


@transaction.atomic
def set_filing_due(*, work_points: WorkPoints, due_on: date, by: Person, at: datetime) -> None:
    """Set the day by which departments file their plans; the clocks of plans not yet filed follow."""
    demand(by, "set-due", work_points, at=at)
    work_points = hold(work_points)
    work_points.filing_due_on = due_on
    work_points.save(update_fields=["filing_due_on"])
    unfiled = [FilingStatus.DRAFT.value, FilingStatus.RETURNED.value]
    for filing in work_points.filings.filter(status__in=unfiled).select_related("organisation"):
        duties.expect_plan(filing=filing, due_on=due_on, by=by, at=at)
    record(verb="planning.set-due", thing=work_points.uri, by=by, at=at, due_on=due_on.isoformat())


def _read(item: Item) -> tuple[Version, list[rules.Point]]:
    version = _readable(item)
    if not (points := rules.tasks(version.body)):
        raise NotWorkPoints("正文中没有识别出编号的要点，请检查“一、”“1、”等编号")
    return version, points


def _readable(item: Item) -> Version:
    if item.kind != Kind.WORK_POINTS.value:
        raise NotWorkPoints("只有“工作要点”类文件可以分解为任务")
    if not item.is_public or item.current is None:
        raise NotWorkPoints("文件公开以后才能分解为任务")
    return item.current


def _work_points(item: Item, version: Version, by: Person, at: datetime) -> WorkPoints:
    year = rules.year(version.title) or localdate(item.first_published_at or at).year
    region = item.publisher.region
    # After a merger the page of a year may be that of the region before.
    taken = Q(region=region) | (~Q(address="") if region.pk == settings.SITE_REGION else Q(pk__in=[]))
    other = WorkPoints.objects.filter(taken, year=year).exclude(item=item).first()
    if other:
        raise AlreadyAdopted(f"{year}年的工作要点已经是{titled(other.title)}")
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


def _changes(pairs: rules.Pairs[Task]) -> dict[str, list[str]]:
    """Return for the log what became of each point; the words themselves stand in the document's versions."""
    return {
        "moved": [f"{task.code}→{point.code}" for task, point in pairs.moved],
        "reworded": [point.code for _, point in pairs.reworded],
        "added": [point.code for point in pairs.new],
        "dropped": [task.code for task in pairs.gone],
    }


def _follow(work_points: WorkPoints, pairs: rules.Pairs[Task], by: Person, at: datetime) -> None:
    work_points.tasks.update(is_dropped=True)  # two may change places: a place is taken by one at a time
    for task, point in [*pairs.same, *pairs.reworded]:
        _write(task, point)
        duties.follow_task(task=task, by=by, at=at)
    for point in pairs.new:
        _write(Task(work_points=work_points), point)
    for task in pairs.gone:
        if task.assignments.exists() or task.plan_lines.exists():
            duties.drop_tasks(task=task, by=by, at=at)
        else:
            task.delete()


def _write(task: Task, point: rules.Point) -> None:
    task.section_number, task.section_title = point.section_number, point.section_title
    task.number, task.text, task.systems = point.number, point.text, rules.systems(point)
    task.is_dropped = False
    task.save()
