"""What was published in an emergency (紧急公开) before it was approved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.items.models.item import Item
from gongkai.items.models.version import Version, apart, differ
from gongkai.orgs.models import Person

RATIFICATION = "ratification:"
"""How the duties begin to approve afterwards what was forced."""


class EmergencyQuerySet(models.QuerySet["Emergency"]):
    def pending(self) -> EmergencyQuerySet:
        """Return what is still to be approved afterwards, the most pressing first."""
        return self.filter(is_ratified=None).order_by("due_at", "pk")

    def pending_of(self, item: Item) -> Emergency | None:
        """Return what is to be decided first of an item: a forced version may have been replaced by now."""
        return self.pending().filter(version__item=item).select_related("version__item__publisher").first()


class Emergency(models.Model):
    """A version that was published before it was approved, and what was decided about it afterwards."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="emergency")
    reason = models.CharField("事由", max_length=300)
    # 保密审查不能免：谁决定紧急公开，谁自行审查并声明。
    is_declared_unclassified = models.BooleanField("已自行保密审查")
    skipped = models.CharField("未经环节", max_length=300, blank=True)
    forced_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    forced_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    # Who had a hand in the text before, as it stood then: the database refuses them as approvers.
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("紧急公开时间")
    due_at = models.DateTimeField("补批期限")
    is_ratified = models.BooleanField("补批", null=True)
    remark = models.CharField("补批意见", max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("补批时间", null=True)

    objects = EmergencyQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=differ("submitted", "decided"), name="items_emergency_submitter_does_not_ratify"
            ),
            models.CheckConstraint(
                condition=apart("begun_by", "decided") & apart("written_by", "decided"),
                name="items_emergency_drafter_does_not_ratify",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.at:%Y-%m-%d}"

    @property
    def duty(self) -> str:
        """The name by which the clock of the approval is known: each forced version has its own."""
        return f"{RATIFICATION}{self.version_id}"

    @property
    def eyes(self) -> set[int | None]:
        """Who may not approve it afterwards: whoever forced, submitted or drafted it, or had it done."""
        forced = {self.forced_by_id, self.forced_for_id}
        return forced | {self.submitted_by_id, self.submitted_for_id, self.begun_by_id, self.written_by_id}
