"""Before a document lapses by its own date: who was reminded when, and what was decided about it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongkai.items.models.choices import ValidityState
from gongkai.items.models.item import Item, desks_of
from gongkai.orgs.models import Person

IN_FORCE = [ValidityState.VALID.value, ValidityState.AMENDED.value]


class Outcome(models.TextChoices):
    KEEP = "keep", "继续有效"
    AMEND = "amend", "修改"
    REPEAL = "repeal", "废止"
    LAPSE = "lapse", "任其失效"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def open(self) -> ReminderQuerySet:
        """Return the reminders about documents that still lapse on that day, and nobody has let them."""
        still = self.filter(item__validity__in=IN_FORCE, item__current__expires_on=F("expires_on"))
        decided = Q(outcome=Outcome.LAPSE.value, expires_on=models.OuterRef("expires_on"))
        let = Assessment.objects.filter(decided, item=models.OuterRef("item"))
        return still.exclude(models.Exists(let))

    def at_desk(self, person: Person, *, at: datetime) -> ReminderQuerySet:
        """Return the reminders about the documents on which ``person`` works."""
        desks = desks_of(person, at=at)
        return self if desks is None else self.filter(item__publisher__in=desks)


class Reminder(models.Model):
    """That a document lapses after ``expires_on``, said ``days`` days before or as soon as known. Once."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="reminders")
    expires_on = models.DateField("有效期至")
    days = models.PositiveSmallIntegerField("提前天数")
    at = models.DateTimeField("提醒时间")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "失效提醒"
        ordering = ["expires_on", "item", "days"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "expires_on", "days"], name="items_reminded_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.expires_on} 前{self.days}日"


class Assessment(models.Model):
    """What the department has decided about a document that is to lapse, and why. Append-only."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="assessments")
    expires_on = models.DateField("原有效期至")
    outcome = models.CharField("结论", max_length=8, choices=[(o.value, o.label) for o in Outcome])
    reason = models.CharField("理由", max_length=200)
    until = models.DateField("延长至", null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "到期评估"
        ordering = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="keep", until__gt=F("expires_on"))
                | (~Q(outcome="keep") & Q(until__isnull=True)),
                name="items_kept_until_later",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.outcome}"
