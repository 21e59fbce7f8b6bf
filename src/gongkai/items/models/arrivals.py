"""What came from an old site: each of its documents once, and the addresses at which it was known there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.items.models.item import Item


class ArrivalOutcome(models.TextChoices):
    PUBLIC = "public", "已公开"
    HELD = "held", "留作草稿"
    REFUSED = "refused", "未迁入"


class Arrival(models.Model):
    """One document of an old site and what became of it. Taken in at most once by its ``key`` there."""

    site = models.CharField("旧站", max_length=60)
    key = models.CharField("旧站标识", max_length=300)
    line = models.PositiveIntegerField("行号")
    outcome = models.CharField("结果", max_length=8, choices=[(o.value, o.label) for o in ArrivalOutcome])
    reason = models.CharField("原因", max_length=500, blank=True)
    item = models.OneToOneField(Item, models.CASCADE, null=True, related_name="arrival")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "迁入记录"
        ordering = ["site", "line", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "key"], name="items_arrived_once"),
            models.CheckConstraint(
                condition=Q(outcome="refused", item=None) | (~Q(outcome="refused") & Q(item__isnull=False)),
                name="items_arrival_has_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.key} {self.outcome}"


class OldAddress(models.Model):
    """A path of the old site, with its query, that now leads to an item."""

    path = models.CharField("旧地址", max_length=500, unique=True)
    item = models.ForeignKey(Item, models.CASCADE, related_name="old_addresses")

    class Meta:
        verbose_name = verbose_name_plural = "旧地址"

    def __str__(self) -> str:
        return self.path
