"""What was published in an emergency (紧急公开) before it was approved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.items.models.version import Version, differ
from gongkai.orgs.models import Person


class Emergency(models.Model):
    """A version that was published before it was approved, and what was decided about it afterwards."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="emergency")
    reason = models.CharField("事由", max_length=300)
    # 保密审查不能免：谁决定紧急公开，谁自行审查并声明。
    is_declared_unclassified = models.BooleanField("已自行保密审查")
    skipped = models.CharField("未经环节", max_length=300, blank=True)
    forced_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    forced_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("紧急公开时间")
    due_at = models.DateTimeField("补批期限")
    is_ratified = models.BooleanField("补批", null=True)
    remark = models.CharField("补批意见", max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("补批时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "紧急公开"
        ordering = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_declared_unclassified=True), name="items_emergency_declared_unclassified"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="items_emergency_has_reason"),
            models.CheckConstraint(
                condition=Q(is_ratified=None, decided_by=None, decided_at=None)
                | Q(is_ratified__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="items_emergency_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_ratified=None) | Q(is_ratified=True) | ~Q(remark=""),
                name="items_emergency_refused_with_reason",
            ),
            models.CheckConstraint(condition=differ("forced", "decided"), name="items_emergency_four_eyes"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.at:%Y-%m-%d}"
