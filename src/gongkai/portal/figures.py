"""Counts that the portal shows: how much is public, where, and how far the catalogue is met."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from gongkai.items.models import Item, Relation, RelationKind
from gongkai.law.chinese import numeral
from gongkai.obligations.models import Area, Mark, Obligation
from gongkai.orgs.models import Organisation
from gongkai.planning.models import Task, WorkPoints
from gongkai.planning.rules import Point, pair, percent
from gongkai.planning.rules import tasks as tasks_of
from gongkai.portal.codes import Code, codes

Counts = dict[int | None, int]
"""How many public items stand under each obligation, by its primary key; None: under none."""


@dataclass(frozen=True)
class Figures:
    """What the home page counts; ``covered`` of ``obligations`` have something published under them."""

    total: int
    this_year: int
    organisations: int
    obligations: int
    covered: int


@dataclass(frozen=True)
class Row:
    """A point in the words that are public now; ``task`` is None until the office has looked at new words."""

    point: Point
    task: Task | None

    @property
    def percent(self) -> int:
        return self.task.percent if self.task else 0


@dataclass(frozen=True)
class Section:
    """One part of a year's work points with its points and how far they are, in percent."""

    number: int
    title: str
    rows: list[Row]
    percent: int

    @property
    def numeral(self) -> str:
        return numeral(self.number)


def by_obligation(year: int) -> tuple[Counts, int]:
    """Return how many public items stand under each obligation, and how many in all are of ``year``.

    One walk through an index.
    """
    recent = Count("pk", filter=Q(published_on__year=year))
    found = Item.objects.public().order_by().values_list("obligation").annotate(Count("pk"), recent=recent)
    rows = list(found)
    return {key: number for key, number, _ in rows}, sum(number for *_, number in rows)


def figures(counts: Counts, *, this_year: int, on: date) -> Figures:
    """Return the counts of the home page and of the catalogue in force ``on`` a date."""
    public = Item.objects.public()
    current = list(Obligation.objects.current(on).order_by().values_list("pk", flat=True))
    publishing = Organisation.objects.filter(Exists(public.filter(publisher=OuterRef("pk"))))
    return Figures(
        total=sum(counts.values()),
        this_year=this_year,
        organisations=publishing.count(),
        obligations=len(current),
        covered=sum(pk in counts for pk in current),
    )


def areas(counts: Counts) -> list[Area]:
    """Return all key areas with ``count``, the public items under each."""
    found = list(Area.objects.prefetch_related("obligations"))
    for area in found:
        area.count = sum(counts.get(each.pk, 0) for each in area.obligations.all())  # type: ignore[attr-defined]
    return found


def statutory(counts: Counts) -> list[tuple[Code, int]]:
    """Return the statutory items in the order of the regulation, each with its public items."""
    found: dict[str, int] = {}
    for code, obligation in Mark.objects.values_list("code", "obligation"):
        found[code] = found.get(code, 0) + counts.get(obligation, 0)
    return [(code, found.get(code.key, 0)) for code in codes("statutory_items")]


def interpreted(limit: int) -> list[Relation]:
    """Return the newest public documents that have a public interpretation, as relations."""
    both = Relation.objects.public().filter(kind=RelationKind.INTERPRETS.value, target__is_public=True)
    newest = both.order_by(F("target__published_on").desc(nulls_last=True), "-target_id")
    wanted = list(newest.values_list("pk", flat=True)[:limit])
    shown = Relation.objects.select_related("source__current", "target__current", "target__publisher")
    found = shown.defer("source__current__body", "target__current__body").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def sections(plan: WorkPoints | None) -> list[Section]:
    """Return a year's points part by part, in the words of the version that is public now.

    A point has the task that speaks of it word for word, wherever it stood when it became one: of what was
    amended or corrected since nothing is shown, and nobody answers for words that the office has not seen.
    """
    parts: dict[tuple[int, str], list[Row]] = {}
    for row in rows_of(plan) if plan else []:
        parts.setdefault((row.point.section_number, row.point.section_title), []).append(row)
    return [
        Section(number, title, rows, percent(row.percent for row in rows))
        for (number, title), rows in parts.items()
    ]


def rows_of(plan: WorkPoints) -> list[Row]:
    current, tasks = plan.item.current, list(plan.public_tasks())
    if current is None or current.serial == plan.version:  # the tasks bear the words of the public version
        return [Row(task.point, task) for task in tasks]
    points = tasks_of(current.body)
    same = {point: task for task, point in pair(tasks, points).same}
    return [Row(point, same.get(point)) for point in points]


def newest_work_points() -> WorkPoints | None:
    return WorkPoints.objects.public().with_document().first()
