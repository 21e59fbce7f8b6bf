"""Whom a case asked before it was decided: third parties (第三十二条), co-producing organs (第三十四条)."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.requests import vault
from gongkai.requests.models.cases import Request


class Consulted(models.TextChoices):
    THIRD_PARTY = "third-party", "第三方"
    ORGAN = "organ", "其他行政机关"


class Opinion(models.TextChoices):
    AWAITED = "awaited", "等待答复"
    CONSENT = "consent", "同意公开"
    OBJECTION = "objection", "不同意公开"
    SILENCE = "silence", "期满未答复"


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def awaited(self) -> ConsultationQuerySet:
        """Return those who were asked and of whom nothing was heard yet."""
        return self.filter(opinion=Opinion.AWAITED.value).exclude(sent_on=None)

    def unask(self, request: Request, key: str) -> int:
        """Take back that somebody was asked; return how many."""
        return self.filter(request=request, key=key).update(sent_on=None, received_on=None, due_on=None)

    def unhear(self, request: Request, key: str) -> int:
        """Take back that something was heard of somebody; return how many."""
        nothing = {"heard_on": None, "reasons": "", "is_overridden": False, "weighing": ""}
        return self.filter(request=request, key=key).update(opinion=Opinion.AWAITED.value, **nothing)


class Consultation(models.Model):
    """One who was asked. ``key`` is how events call them; a person's name and address lie sealed.

    ``weighing`` says why an objection was followed, or was not: an unreasonable one, or the public interest.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="consultations")
    kind = models.CharField("征求对象", max_length=12, choices=Consulted.choices)
    key = models.CharField("称呼", max_length=80)
    sealed = models.TextField("名称和联系方式（加密）", blank=True)
    question = models.TextField("征求意见的内容", max_length=2000)
    sent_on = models.DateField("发出之日", null=True)
    received_on = models.DateField("收到征求意见书之日", null=True)
    due_on = models.DateField("答复期限", null=True)
    opinion = models.CharField("意见", max_length=10, choices=Opinion.choices, default=Opinion.AWAITED.value)
    heard_on = models.DateField("答复之日", null=True)
    reasons = models.TextField("理由", max_length=2000, blank=True)
    is_overridden = models.BooleanField("不采纳反对意见", default=False)
    weighing = models.TextField("审查意见", max_length=2000, blank=True)
    told_on = models.DateField("告知第三方之日", null=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见"
        ordering = ["request", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "key"], name="requests_asked_by_name"),
            models.CheckConstraint(
                condition=Q(opinion="awaited", heard_on=None) | ~Q(opinion="awaited"),
                name="requests_heard_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(is_overridden=False) | Q(opinion="objection") & ~Q(weighing=""),
                name="requests_override_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.get_opinion_display()}"

    @property
    def party(self) -> dict[str, str]:
        """Name and address of who is asked, as far as they were written down. Raises Unreadable."""
        found: dict[str, str] = json.loads(vault.unseal(self.sealed.encode("ascii"))) if self.sealed else {}
        return found

    @property
    def is_organ(self) -> bool:
        return self.kind == Consulted.ORGAN.value
