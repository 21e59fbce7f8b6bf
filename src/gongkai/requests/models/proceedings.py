"""What was undertaken against an answer or against silence: review (行政复议) and litigation (行政诉讼)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongkai.requests.models.cases import Request
from gongkai.requests.rules.course import Contest


class Route(models.TextChoices):
    """The three parts of table four of the annual report."""

    REVIEW = "review", "行政复议"
    COURT = "court", "未经复议直接起诉"
    COURT_AFTER_REVIEW = "court-after-review", "复议后起诉"


RESULTS = [(each.value, each.label) for each in (Contest.UPHELD, Contest.CORRECTED, Contest.OTHER)]


class Proceeding(models.Model):
    """One review or lawsuit about a request, with its result as table four counts it."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="proceedings")
    route = models.CharField("途径", max_length=20, choices=Route.choices)
    body = models.CharField("复议机关或者法院", max_length=100)
    reference = models.CharField("案号", max_length=80, blank=True)
    begun_on = models.DateField("受理之日")
    result = models.CharField("结果", max_length=10, choices=RESULTS, blank=True)
    ended_on = models.DateField("结案之日", null=True)
    words = models.TextField("裁判要点", max_length=2000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "复议和诉讼"
        ordering = ["request", "begun_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(result="", ended_on=None) | ~Q(result="") & Q(ended_on__gte=F("begun_on")),
                name="requests_ended_with_result",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_on=None), name="requests_one_proceeding_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_route_display()} {self.begun_on}"
