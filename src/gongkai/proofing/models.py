"""Lists of phrases in all their versions, findings that may stand, walks through all that is public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from gongkai.orgs.models import Organisation, Person
from gongkai.proofing.phrases import FAMILIES, REASONS, WEIGHTS, Phrase
from gongkai.proofing.rules import Weight


class EntryQuerySet(models.QuerySet["Entry"]):
    def current(self) -> EntryQuerySet:
        """Return what is looked for today."""
        return self.filter(is_newest=True, is_retired=False)

    def newest(self) -> EntryQuerySet:
        return self.filter(is_newest=True)

    def matching(self, *, q: str = "", family: str = "", state: str = "") -> EntryQuerySet:
        """Return the newest versions that hold ``q``; ``state`` is retired, all, or else those in use."""
        found = self.newest() if state == "all" else self.newest().filter(is_retired=state == "retired")
        if family:
            found = found.filter(family=family)
        return found.filter(Q(wrong__icontains=q) | Q(right__icontains=q)) if q else found


class Entry(models.Model):
    """One version of one phrase. Append-only: a change, a retirement and a restoration are new versions."""

    wrong = models.CharField("写法", max_length=40)
    serial = models.PositiveIntegerField("版本")
    is_newest = models.BooleanField("最新版本", default=True)
    is_retired = models.BooleanField("已停用", default=False)
    family = models.CharField("类别", max_length=8, choices=list(FAMILIES.items()))
    right = models.CharField("应为", max_length=40, blank=True)
    weight = models.CharField("处理", max_length=8, choices=list(WEIGHTS.items()))
    reason = models.CharField("说明", max_length=100, blank=True)
    allowed = models.JSONField("例外", default=list)
    since = models.DateField("自何日起不用", null=True, blank=True)
    source = models.CharField("来源", max_length=60)
    # What the folder said last: a change made at the desk lasts until the folder itself says something new.
    file_digest = models.CharField("词表文件摘要值", max_length=64, blank=True)
    note = models.CharField("变更理由", max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "词条"
        ordering = ["family", "wrong", "-serial"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wrong", "serial"], name="proofing_entry_serial_once"),
            models.UniqueConstraint(
                fields=["wrong"], condition=Q(is_newest=True), name="proofing_one_newest_entry"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["family", "wrong"], condition=Q(is_newest=True), name="proofing_entry_listed"
            )
        ]

    def __str__(self) -> str:
        return self.wrong

    @property
    def address(self) -> str:
        """Return the URI under which acts speak of this phrase in all its versions."""
        return f"phrase:{self.wrong}"

    @property
    def phrase(self) -> Phrase:
        return Phrase(
            wrong=self.wrong,
            right=self.right,
            family=self.family,
            weight=Weight(self.weight),
            reason=self.reason,
            allowed=tuple(self.allowed),
            since=self.since,
        )

    @property
    def explanation(self) -> str:
        return self.reason or REASONS[self.family]

    def get_desk_url(self) -> str:
        return reverse("proofing:entry", args=[self.pk])


class Ignored(models.Model):
    """A finding that may stand, with the reason. Holds no words of the text: only their keyed fingerprint."""

    subject = models.CharField("对象", max_length=80)
    fingerprint = models.CharField("指纹", max_length=64)
    code = models.CharField("检查项", max_length=40)
    place = models.CharField("位置", max_length=200, blank=True)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "保留的问题"
        ordering = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "fingerprint"], name="proofing_ignored_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.code}"


class RunQuerySet(models.QuerySet["Run"]):
    def shown(self) -> Run | None:
        """Return the walk whose findings count: the last that came to its end, else the one under way."""
        return self.order_by("is_running", "-begun_at", "-pk").first()


class Run(models.Model):
    """One walk through everything that is public."""

    begun_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    is_running = models.BooleanField("进行中", default=True)
    total = models.PositiveIntegerField("应检查", default=0)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "全站校对"
        ordering = ["-begun_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_running"], condition=Q(is_running=True), name="proofing_one_run_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d %H:%M}"


TROUBLED = Q(blocks__gt=0) | Q(asks__gt=0)


class CheckedQuerySet(models.QuerySet["Checked"]):
    def waiting(self, *, claimed_before: datetime) -> CheckedQuerySet:
        """Return what nobody has checked, and nobody has taken up since ``claimed_before``."""
        untaken = Q(claimed_at=None) | Q(claimed_at__lt=claimed_before)
        return self.filter(untaken, checked_at=None)

    def of_desks(self, desks: Iterable[Organisation | int] | None) -> CheckedQuerySet:
        """Return what belongs to these organisations; None means to all."""
        return self if desks is None else self.filter(organisation__in=desks)

    def troubled(self) -> CheckedQuerySet:
        """Return that of which something must be mended, or is to be mended or explained."""
        return self.filter(TROUBLED)

    def unchecked(self) -> CheckedQuerySet:
        return self.filter(checked_at=None)


class Checked(models.Model):
    """One thing of a walk: whether it is done, and what was found. ``subject`` is a URI (item:7).

    ``organisation`` is whose it is: who is to mend it.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="checked")
    subject = models.CharField("对象", max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField("领取时间", null=True, blank=True)
    checked_at = models.DateTimeField("检查时间", null=True, blank=True)
    blocks = models.PositiveIntegerField("必须改正", default=0)
    asks = models.PositiveIntegerField("改正或说明理由", default=0)
    tells = models.PositiveIntegerField("提示", default=0)
    findings = models.JSONField("问题", default=list)

    objects = CheckedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "校对结果"
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "subject"], name="proofing_checked_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "id"], condition=Q(checked_at=None), name="proofing_unchecked"),
            models.Index(fields=["run", "organisation"], condition=TROUBLED, name="proofing_troubled"),
        ]

    def __str__(self) -> str:
        return self.subject
