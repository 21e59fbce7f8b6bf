"""The plans that departments file for a year's work points, and their way between department and office."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person
from gongkai.planning.models.places import regions_decided
from gongkai.planning.models.points import Task, WorkPoints


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
        own = Organisation.objects.kept_by(person, on=localdate(at))
        return self.filter(
            Q(organisation__in=own) | Q(work_points__region__in=regions_decided(person, at=at))
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
