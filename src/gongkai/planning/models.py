"""A year's work points as tasks: who does what by when, the plans filed, and how far each is."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils.timezone import localdate

from gongkai.items.models import Item
from gongkai.orgs.models import Organisation, Person, Post, Region, Role
from gongkai.planning import rules

DOERS = [Role.CLERK.value, Role.REVIEWER.value, Role.SIGNER.value]


class WorkPointsQuerySet(models.QuerySet["WorkPoints"]):
    def public(self) -> WorkPointsQuerySet:
        """Return the work points whose document anyone may read."""
        return self.filter(item__is_public=True)

    def visible_to(self, person: Person | None, *, at: datetime) -> WorkPointsQuerySet:
        """Return what ``person`` (None: the public) may see: work points are a public document."""
        if person is None or not person.is_authenticated:
            return self.public()
        return self.filter(Q(item__is_public=True) | Q(region__in=regions(person, at=at)))


class WorkPoints(models.Model):
    """A public document of kind 工作要点 whose points became tasks. One a year and region."""

    item = models.OneToOneField(Item, models.PROTECT, verbose_name="工作要点文件", related_name="work_points")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="行政区划", related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=300)
    version = models.PositiveIntegerField("所依据的版本")
    filing_due_on = models.DateField("实施方案报备期限", null=True, blank=True)
    adopted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField("分解时间")

    objects = WorkPointsQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作要点"
        ordering = ["-year", "region"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "year"], name="planning_one_document_a_year"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def uri(self) -> str:
        return f"work-points:{self.year}"

    def get_absolute_url(self) -> str:
        return f"/work-points/{self.year}/"


class TaskQuerySet(models.QuerySet["Task"]):
    def with_assignments(self) -> TaskQuerySet:
        """Fetch each task's departments, how far each is and what proves it, in two queries more."""
        assignments = Assignment.objects.current().with_progress().with_evidence()
        return self.prefetch_related(
            Prefetch("assignments", assignments.select_related("organisation"), to_attr="assigned")
        )

    def public_overview(self, year: int) -> TaskQuerySet:
        """Return the tasks of the public work points of ``year`` with departments, percent and proof.

        Each task has ``assigned`` (assignments, the lead first, with ``organisation``, ``percent``,
        ``status`` and ``proof``) and ``percent``; three queries, however many tasks there are.
        """
        return (
            self.filter(work_points__year=year, work_points__item__is_public=True, is_dropped=False)
            .select_related("work_points", "work_points__item")
            .with_assignments()
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
                fields=["work_points", "section_number", "number"], name="planning_point_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:30]}"

    @property
    def code(self) -> str:
        """The point as people cite it: ``section.number``."""
        return f"{self.section_number}.{self.number}"

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
        posts = Post.objects.of(person, on=localdate(at))
        return self.filter(
            Q(organisation__in=posts.values("organisation"))
            | Q(task__work_points__region__in=regions(person, at=at, role=Role.OPENNESS.value))
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


class FilingStatus(models.TextChoices):
    DRAFT = "draft", "拟订中"
    FILED = "filed", "已报备案"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已备案"


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, person: Person | None, *, at: datetime) -> FilingQuerySet:
        """Return a person's own organisations' filings; the openness office those of its region."""
        if person is None or not person.is_authenticated:
            return self.none()
        posts = Post.objects.of(person, on=localdate(at))
        return self.filter(
            Q(organisation__in=posts.values("organisation"))
            | Q(work_points__region__in=regions(person, at=at, role=Role.OPENNESS.value))
        )


class Filing(models.Model):
    """A department's plan (年度实施方案) for a year's work points, filed with the openness office."""

    work_points = models.ForeignKey(WorkPoints, models.PROTECT, related_name="filings")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="filings"
    )
    status = models.CharField(
        "状态",
        max_length=12,
        choices=[(s.value, s.label) for s in FilingStatus],
        default=FilingStatus.DRAFT.value,
    )
    due_on = models.DateField("报备期限", null=True, blank=True)
    filed_at = models.DateTimeField("报备时间", null=True, blank=True)
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "实施方案"
        ordering = ["work_points", "organisation__order", "organisation__key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work_points", "organisation"], name="planning_one_plan_a_year"),
            models.CheckConstraint(
                condition=~Q(status__in=["filed", "accepted"]) | Q(filed_at__isnull=False),
                name="planning_filed_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_points_id} {self.organisation_id} {self.status}"

    @property
    def uri(self) -> str:
        return f"filing:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the department may still write in it."""
        return self.status in {FilingStatus.DRAFT.value, FilingStatus.RETURNED.value}


class FilingStep(models.Model):
    """One move of a filing between department and openness office. Append-only."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="steps")
    status = models.CharField("状态", max_length=12, choices=[(s.value, s.label) for s in FilingStatus])
    reason = models.TextField("意见", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "备案记录"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.status}"


class PlanLine(models.Model):
    """What a department will do about one task, and by when. ``revision`` counts saves."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="plan_lines")
    task = models.ForeignKey(Task, models.PROTECT, related_name="plan_lines")
    measures = models.TextField("工作措施")
    due_on = models.DateField("完成时间")
    revision = models.PositiveIntegerField("修订次数", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "方案条目"
        ordering = ["task__section_number", "task__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["filing", "task"], name="planning_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.task_id}"


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


def regions(person: Person, *, at: datetime, role: str = "") -> models.QuerySet[Region]:
    """Return the regions whose work points concern ``person``: those of their organisations, and above.

    With a ``role``, only the regions in which they hold it: an office of a street decides nothing above it.
    """
    posts = Post.objects.of(person, on=localdate(at))
    if role:
        return Region.objects.filter(pk__in=posts.filter(role=role).values("organisation__region"))
    above = posts.exclude(organisation__region__parent=None).values("organisation__region__parent")
    return Region.objects.filter(Q(pk__in=posts.values("organisation__region")) | Q(pk__in=above))
