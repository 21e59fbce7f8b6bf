"""清理: every normative document in force looked at in one round, department by department."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.items.models.item import Item, desks_of
from gongkai.orgs.models import Organisation, Person


class Scope(models.TextChoices):
    NORMATIVE = "normative", "行政规范性文件"
    POLICIES = "policies", "行政规范性文件和其他政策文件"


class Verdict(models.TextChoices):
    KEEP = "keep", "继续有效"
    AMEND = "amend", "修改"
    REPEAL = "repeal", "废止"
    EXPIRE = "expire", "宣布失效"


class ReviewDecision(models.TextChoices):
    ACCEPTED = "accepted", "已采纳"
    RETURNED = "returned", "已退回"


class ReviewRound(models.Model):
    """One review of all documents in force that were published until ``cutoff_on``; ``result`` tells of it.

    ``basis`` and ``since`` are those of the repeals and expiries declared when it was closed.
    """

    title = models.CharField("名称", max_length=120)
    scope = models.CharField("范围", max_length=12, choices=[(s.value, s.label) for s in Scope])
    cutoff_on = models.DateField("清理截至")
    due_on = models.DateField("填报期限")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("开始时间")
    basis = models.CharField("依据", max_length=300, blank=True)
    since = models.DateField("自何日起", null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    result = models.OneToOneField(Item, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "文件清理"
        ordering = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="items_review_closed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class ReviewEntryQuerySet(models.QuerySet["ReviewEntry"]):
    def at_desk(self, person: Person, *, at: datetime) -> ReviewEntryQuerySet:
        """Return the entries of the organisations on whose papers ``person`` works."""
        desks = desks_of(person, at=at)
        return self.all() if desks is None else self.filter(organisation__in=desks)

    def owed(self) -> ReviewEntryQuerySet:
        """Return the entries about which the department has still to say something."""
        return self.filter(Q(verdict="") | Q(decision=ReviewDecision.RETURNED.value))

    def undecided(self) -> ReviewEntryQuerySet:
        """Return the entries that wait for the openness office."""
        return self.filter(decision="").exclude(verdict="")


class ReviewEntry(models.Model):
    """One document in a review, what its department says should become of it, and whether that is taken."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="entries")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="责任单位", related_name="+")
    verdict = models.CharField(
        "意见", max_length=8, blank=True, choices=[(v.value, v.label) for v in Verdict]
    )
    reason = models.CharField("理由", max_length=300, blank=True)
    stated_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    stated_at = models.DateTimeField("填报时间", null=True, blank=True)
    decision = models.CharField(
        "审核", max_length=8, blank=True, choices=[(d.value, d.label) for d in ReviewDecision]
    )
    note = models.CharField("审核意见", max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)

    objects = ReviewEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清理意见"
        ordering = ["organisation__order", "organisation__key", "item"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "item"], name="items_reviewed_once"),
            models.CheckConstraint(
                condition=Q(verdict="", decision="") | (~Q(verdict="") & Q(stated_by__isnull=False)),
                name="items_verdict_stated_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.item_id} {self.verdict}"
