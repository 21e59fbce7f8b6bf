"""What was filled in and is not yet public: a file, its checked rows, and who decides about it."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person, Role
from gongkai.registers.models.change import Change
from gongkai.registers.models.register import Definition, Register

FILLERS = (Role.CLERK.value, Role.REVIEWER.value, Role.SIGNER.value)
DECIDERS = (Role.REVIEWER.value, Role.SIGNER.value)


class Source(models.TextChoices):
    FILE = "file", "表格导入"
    FORM = "form", "逐条填报"
    API = "api", "接口报送"
    PULL = "pull", "定时抓取"
    UNDO = "undo", "撤销"


class Stage(models.TextChoices):
    """``received`` waits for its columns, ``checking`` for the worker; ``checked`` can be looked at.

    ``approved`` was agreed to and waits for the worker, as large ones do.
    """

    RECEIVED = "received", "待对应列"
    CHECKING = "checking", "正在核对"
    CHECKED = "checked", "已核对"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "正在公开"
    RELEASED = "released", "已公开"
    DROPPED = "dropped", "已放弃"


OPEN = (Stage.RECEIVED.value, Stage.CHECKING.value, Stage.CHECKED.value, Stage.RETURNED.value)
"""While in these a batch is its clerk's to change."""

UNDECIDED = (*OPEN, Stage.SUBMITTED.value, Stage.APPROVED.value)
"""Of these the files are still needed."""

DECIDED = (Stage.APPROVED.value, Stage.RELEASED.value)


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, person: Person | None, *, at: datetime) -> BatchQuerySet:
        """Return the batches of the organisations for which ``person`` fills in or decides; else none."""
        if person is None or not person.is_authenticated:
            return self.none()
        return self.filter(organisation__in=Organisation.objects.kept_by(person, *FILLERS, on=localdate(at)))

    def waiting(self) -> BatchQuerySet:
        return self.filter(stage=Stage.SUBMITTED.value)

    def waiting_for(self, person: Person, *, at: datetime) -> BatchQuerySet:
        """Return what ``person`` is to decide: never what they made themselves."""
        own = Organisation.objects.kept_by(person, *DECIDERS, on=localdate(at))
        return self.waiting().filter(organisation__in=own).not_of(person)

    def not_of(self, person: Person) -> BatchQuerySet:
        """Return what ``person`` may decide about: of which they are none of the makers."""
        own = Q(by=person) | Q(submitted_by=person) | Q(sending__token__made_by=person)
        return self.exclude(own | Q(fetch__kept_by=person))

    def unchecked(self, at: datetime) -> BatchQuerySet:
        """Return what waits for a worker, also where one began and was not heard of since."""
        return self.filter(stage=Stage.CHECKING.value).filter(Q(claimed_until=None) | Q(claimed_until__lt=at))


class Batch(models.Model):
    """One filling-in of one register by one organisation. What it would change lies in a file of its own.

    ``rows`` names that file by its SHA-256: what was looked at and approved is what becomes public.
    ``base`` is the release with which its rows were compared. ``faults`` names the file of what is wrong
    and of what was skipped. All files go when the batch is decided; their hashes stay. While a worker checks
    the rows they are its own until ``claimed_until``.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="batches")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")
    source = models.CharField("来源", max_length=8, choices=Source.choices)
    stage = models.CharField("状态", max_length=10, choices=Stage.choices, default=Stage.RECEIVED.value)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    file_digest = models.CharField("文件摘要值", max_length=64, blank=True)
    sheet = models.CharField("工作表", max_length=100, blank=True)
    layout = models.JSONField("表格结构", default=dict)
    is_whole = models.BooleanField("全量", default=False)
    rows = models.CharField("行文件", max_length=64, blank=True)
    faults = models.CharField("问题文件", max_length=64, blank=True)
    base = models.PositiveIntegerField("比对批次", default=0)
    counts = models.JSONField("数量", default=dict)
    claimed_until = models.DateTimeField("核对占用至", null=True)
    reason = models.CharField("说明", max_length=300, blank=True)
    answer = models.CharField("审核意见", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("提交时间", null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "填报批次"
        ordering = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stage__in=[each.value for each in Stage]), name="registers_known_stage"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("submitted_by")) & ~Q(decided_by=F("by"))),
                name="registers_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=DECIDED)
                | Q(submitted_by__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="registers_released_by_decision",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["register", "stage"], name="registers_batch_stage"),
            models.Index(
                fields=["claimed_until"], condition=Q(stage="checking"), name="registers_batch_unchecked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.pk}"

    @property
    def makers(self) -> set[int]:
        """Return who began it, who submitted it, who made the token or set the pull by which it came."""
        sides = ("sending__token__made_by", "fetch__kept_by")
        made = self._meta.model._default_manager.filter(pk=self.pk).values_list(*sides)
        return {pk for pk in (self.by_id, self.submitted_by_id, *chain(*made)) if pk}

    @property
    def uri(self) -> str:
        """Return the URI under which acts speak of this filling-in."""
        return f"{self.register.uri}/batch/{self.pk}"

    @property
    def is_same(self) -> bool:
        """Return whether it has rows, and they say what is public already."""
        return bool(self.counts.get("rows")) and not (self.changes or self.counts.get("faulty"))

    @property
    def changes(self) -> str:
        """Return in words what it would change or has changed: 新增 3，更正 1."""
        told = [f"{each.label} {count:,}" for each in Change if (count := self.counts.get(each.value))]
        return "，".join(told)


class Filling(models.Model):
    """How an organisation's files are read: what its clerks chose before for each heading of a register."""

    register = models.ForeignKey(Register, models.CASCADE, related_name="fillings")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    headings = models.JSONField("列的对应", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "填报习惯"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "organisation"], name="registers_filling_once")
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.organisation_id}"
