"""The plan by which a document will be explained (解读方案): kept at the desk, never public content."""

from typing import ClassVar

from django.db import models

from gongkai.items.models.item import Item
from gongkai.orgs.models import Organisation, Person


class InterpretationPlan(models.Model):
    """What the interpretation of a document will say, in which forms, where and when, and who answers for it.

    ``forms`` are keys of ``catalogue/interpretation.yaml``, ``channels`` keys of ``catalogue/codes.yaml``.
    ``first_interpreter`` is the head of the drafting organisation (第一解读人和责任人).
    """

    item = models.OneToOneField(Item, models.CASCADE, related_name="interpretation_plan")
    outline = models.TextField("解读提纲")
    forms = models.JSONField("解读形式", default=list)
    channels = models.JSONField("解读途径", default=list)
    planned_on = models.DateField("解读时间", null=True, blank=True)
    drafter = models.ForeignKey(Organisation, models.PROTECT, verbose_name="解读单位", related_name="+")
    first_interpreter = models.CharField("第一解读人", max_length=60)
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "解读方案"
        ordering: ClassVar = ["item"]

    def __str__(self) -> str:
        return f"{self.item_id} 解读方案"
