"""From which file a draft was read, and where in it each field stood: for the clerk to confirm."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.items.models.version import Version
from gongkai.orgs.models import Person


class Origin(models.Model):
    """What was read of one file into a draft: ``sources`` by field, ``findings`` on what is doubtful."""

    version = models.OneToOneField(Version, models.CASCADE, related_name="origin")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    sources = models.JSONField("读自", default=dict)
    findings = models.JSONField("没有读懂的", default=list)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "读入来源"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="items_origin_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.name
