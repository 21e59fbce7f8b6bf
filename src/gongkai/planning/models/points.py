"""A year's work points as tasks: who does what by when, and how far each is."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils.timezone import localdate

from gongkai.items.models import Item
from gongkai.orgs.models import Organisation, Person, Region
from gongkai.planning import rules
from gongkai.planning.models.places import regions_decided, regions_of
from gongkai.publication.models import PublicRow


class WorkPointsQuerySet(models.QuerySet["WorkPoints"]):
    def public(self) -> WorkPointsQuerySet:
        """Return the years of this site that anyone may read: announced, and their document still public."""
        return self.filter(is_public=True, item__is_public=True)

    def with_document(self) -> WorkPointsQuerySet:
        """Fetch document and publisher along, without the text, which is read only when it has changed."""
        found = self.select_related("item__publisher", "item__current")
        return found.defer("item__current__body", "item__current__ground_reason")

    def of_site(self) -> WorkPointsQuerySet:
        """Return the years that have, or had, a public page here: a street's own points have none."""
        return self.exclude(address="")

    def estranged(self) -> WorkPointsQuerySet:
        """Return the years that are announced otherwise than their document: one is public, one withdrawn."""
        return self.of_site().exclude(is_public=models.F("item__is_public"))

    def visible_to(self, person: Person | None, *, at: datetime) -> WorkPointsQuerySet:
        """Return what ``person`` (None: the public) may see: what is public, and that of their own region."""
        if person is None or not person.is_authenticated:
            return self.public()
        return self.public() | self.at_desk(person, at=at)

    def at_desk(self, person: Person, *, at: datetime) -> WorkPointsQuerySet:
        """Return the years on which ``person`` works: those of the regions of their organisations, and above.

        The desk speaks of the text as it was when it became tasks, which need not be the public one.
        """
        return self.filter(region__in=regions_of(person, at=at))


class WorkPoints(PublicRow):
    """A public document of kind 工作要点 whose points became tasks. One a year and region.

    What is announced is who answers for which point and how far that is, at ``/work-points/<year>/``; the
    words of the points are the document's own and go public with it alone. ``edition`` counts the
    announcements.
    """

    item = models.OneToOneField(Item, models.PROTECT, verbose_name="工作要点文件", related_name="work_points")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="行政区划", related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=300)
    version = models.PositiveIntegerField("所依据的版本")
    edition = models.PositiveIntegerField("公布次数", default=0)
    filing_due_on = models.DateField("实施方案报备期限", null=True, blank=True)
    adopted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField("分解时间")

    objects = WorkPointsQuerySet.as_manager()
    content_needs: ClassVar = (
        "item",
        "tasks__assignments__organisation",
        "tasks__assignments__reports",
        "tasks__assignments__evidence__item",
    )

    class Meta:
        verbose_name = verbose_name_plural = "工作要点"
        ordering = ["-year", "region"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "year"], name="planning_one_document_a_year"),
            models.UniqueConstraint(
                fields=["address"], condition=~Q(address=""), name="planning_one_page_a_year"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_outdated(self) -> bool:
        """Whether the document has another text than the one the tasks follow."""
        return self.item.current is not None and self.item.current.serial != self.version

    @property
    def uri(self) -> str:
        return f"work-points:{self.year}"

    def get_absolute_url(self) -> str:
        return f"/work-points/{self.year}/"

    def content(self) -> dict[str, object]:
        """Return who answers for which point of the document, and how far each is."""
        tasks = sorted(self.tasks.all(), key=lambda task: (task.section_number, task.number))
        return {
            "year": self.year,
            "document": self.item.address,
            "version": self.version,
            "tasks": [task.content() for task in tasks if not task.is_dropped],
        }

    def public_tasks(self) -> TaskQuerySet:
        """Return the tasks with departments, percent and proof: three queries, however many there are.

        Each has ``assigned`` (assignments, the lead first, with ``organisation``, ``percent``, ``status`` and
        ``proof``) and ``percent``. Their text is that of ``version``, which need not be the public one.
        """
        return Task.objects.filter(work_points=self, is_dropped=False).with_assignments()


class TaskQuerySet(models.QuerySet["Task"]):
    def with_assignments(self) -> TaskQuerySet:
        """Fetch each task's departments, how far each is and what proves it, in two queries more."""
        assignments = Assignment.objects.current().with_progress().with_evidence()
        return self.prefetch_related(
            Prefetch("assignments", assignments.select_related("organisation"), to_attr="assigned")
        )


class Task(models.Model):
    """One numbered point of a year's work points. Dropped, not deleted, when the document loses it."""

    work_points = models.ForeignKey(WorkPoints, models.CASCADE, related_name="tasks")
    section_number = models.PositiveSmallIntegerField("部分")
    section_title = models.CharField("部分标题", max_length=200)
    number = models.PositiveSmallIntegerField("序号")
    text = models.TextField("内容")
    systems = models.JSONField("对应系统", default=list, blank=True)
    is_dropped = models.BooleanField("文件修改后已无此点", default=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["work_points", "section_number", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["work_points", "section_number", "number"],
                condition=Q(is_dropped=False),
                name="planning_point_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:30]}"

    @property
    def code(self) -> str:
        """The point as people cite it: ``section.number``."""
        return f"{self.section_number}.{self.number}"

    @property
    def point(self) -> rules.Point:
        """The words as they were when they became a task."""
        return rules.Point(self.section_number, self.section_title, self.number, self.text)

    def content(self) -> dict[str, object]:
        given = sorted(self.assignments.all(), key=lambda each: each.organisation.key)
        return {
            "code": self.code,
            "assignments": [each.content() for each in given if each.ended_at is None],
        }

    @property
    def percent(self) -> int:
        """How far the task is over all its departments; needs ``with_assignments``."""
        return rules.percent(getattr(each, "percent", None) for each in self.departments)

    @property
    def departments(self) -> list[Assignment]:
        """The standing assignments, the lead first; needs ``with_assignments``."""
        found: list[Assignment] = getattr(self, "assigned", [])
        return found


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> AssignmentQuerySet:
        """Return the assignments that stand, the lead of each task first."""
        return self.filter(ended_at=None, task__is_dropped=False)

    def with_progress(self) -> AssignmentQuerySet:
        """Add ``percent``, ``status`` and ``reported_at`` of the newest report (None before the first)."""
        newest = Progress.objects.filter(assignment=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            percent=Subquery(newest.values("percent")[:1]),
            status=Subquery(newest.values("status")[:1]),
            reported_at=Subquery(newest.values("at")[:1]),
        )

    def with_evidence(self) -> AssignmentQuerySet:
        """Fetch the public items that prove progress as ``proof`` (rows of Evidence with ``item``)."""
        proof = (
            Evidence.objects.filter(item__is_public=True)
            .select_related("item", "item__current", "progress")
            .defer("item__current__body")
            .order_by("pk")
        )
        return self.prefetch_related(Prefetch("evidence", proof, to_attr="proof"))

    def visible_to(self, person: Person | None, *, at: datetime) -> AssignmentQuerySet:
        """Return a person's own organisations' assignments; the openness office those of its region."""
        if person is None or not person.is_authenticated:
            return self.none()
        own = Organisation.objects.kept_by(person, on=localdate(at))
        return self.filter(
            Q(organisation__in=own) | Q(task__work_points__region__in=regions_decided(person, at=at))
        )


class Assignment(models.Model):
    """A task given to a department. ``ended_at`` marks one taken back; what was reported stays."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="责任单位", related_name="assignments"
    )
    is_lead = models.BooleanField("牵头", default=False)
    due_on = models.DateField("完成期限")
    assigned_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField("交办时间")
    ended_at = models.DateTimeField("撤回交办时间", null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交办"
        ordering = ["task", "-is_lead", "organisation__order", "organisation__key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "organisation"], condition=Q(ended_at=None), name="planning_assigned_once"
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(is_lead=True, ended_at=None), name="planning_one_lead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.organisation_id}"

    @property
    def uri(self) -> str:
        """The name by which clocks and logs know this assignment."""
        return f"assignment:{self.pk}"

    def content(self) -> dict[str, object]:
        newest = max(self.reports.all(), key=lambda report: report.pk, default=None)
        return {
            "organisation": self.organisation.key,
            "is_lead": self.is_lead,
            "due_on": self.due_on.isoformat(),
            "status": newest.status if newest else "",
            "percent": newest.percent if newest else None,
            "proof": sorted({each.item.address for each in self.evidence.all()}),
        }


class Status(models.TextChoices):
    WAITING = "waiting", "未启动"
    UNDERWAY = "underway", "推进中"
    BLOCKED = "blocked", "遇到困难"
    DONE = "done", "已完成"


class Progress(models.Model):
    """One report on an assignment. Append-only; the newest counts."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reports")
    status = models.CharField("状态", max_length=12, choices=[(s.value, s.label) for s in Status])
    percent = models.PositiveSmallIntegerField("完成比例")
    note = models.TextField("进展情况")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "进展"
        ordering = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="planning_percent_to_100"),
            models.CheckConstraint(
                condition=Q(status="done", percent=100) | (~Q(status="done") & Q(percent__lt=100)),
                name="planning_done_is_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.percent}%"


class Evidence(models.Model):
    """A public item that proves a report."""

    progress = models.ForeignKey(Progress, models.CASCADE, related_name="evidence")
    # Kept beside the report so that one query finds all proof of an assignment.
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="evidence")
    item = models.ForeignKey(Item, models.PROTECT, related_name="proves")

    class Meta:
        verbose_name = verbose_name_plural = "佐证"
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["progress", "item"], name="planning_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.progress_id} {self.item_id}"
