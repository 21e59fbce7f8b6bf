"""Requests for the same information (条例第四十四条): groups of them, and by what they are looked up."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q

from gongkai.items.models import Item
from gongkai.orgs.models import Organisation, Person
from gongkai.requests.models.after import departments_of, is_office
from gongkai.requests.models.cases import Request


class Verdict(models.TextChoices):
    PUBLISH = "publish", "转为主动公开"
    NOT = "not", "不转为主动公开"


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, person: Person | None, *, on: date) -> GroupQuerySet:
        """Return the groups of the requests that ``person`` handles; the openness office sees all."""
        if person is None or not person.is_authenticated:
            return self.none()
        if is_office(person, on=on):
            return self.all()
        return self.filter(organisation__in=departments_of(person, on=on).order_by().values("pk"))

    def of_several(self) -> GroupQuerySet:
        """Return the groups of two requests and more, with their ``size`` and the number of ``people``."""
        return (
            self.annotate(
                size=Count("members", distinct=True),
                people=Count("members__request__applicant__fingerprint", distinct=True),
            )
            .filter(Q(size__gt=1))
            .order_by("-last_on", "-pk")
        )


class Group(models.Model):
    """Requests to one organisation for the same information, and what was decided about it.

    ``item`` is the draft by which the information becomes public.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="alike_groups")
    begun_at = models.DateTimeField("发现时间")
    last_on = models.DateField("最近一件登记之日")
    alerted_at = models.DateTimeField("提示时间", null=True)
    verdict = models.CharField("决定", max_length=8, choices=Verdict.choices, blank=True)
    reason = models.TextField("理由", max_length=1000, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="asked_for")

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "相似申请"
        ordering = ["-last_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(verdict="") & ~Q(reason=""),
                name="requests_group_decided_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "verdict", "-last_on"], name="requests_groups"),
            models.Index(fields=["verdict", "alerted_at"], name="requests_groups_alerted"),
        ]

    def __str__(self) -> str:
        return f"相似申请第{self.pk}组"

    @property
    def uri(self) -> str:
        return f"request-group:{self.pk}"

    def askers(self) -> int:
        """Return by how many different applicants the requests of this group were made."""
        found = self.members.order_by().values("request__applicant__fingerprint")
        return found.distinct().count()


class Kinship(models.Model):
    """That a request was compared, and to which group it belongs; of none, nothing like it was found yet.

    ``is_settled``: somebody said where it belongs; comparing changes that no more.
    """

    request: models.OneToOneField[Request, Request] = models.OneToOneField(
        Request, models.PROTECT, related_name="kinship"
    )
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="members")
    percent = models.PositiveSmallIntegerField("相似度", default=0)
    is_settled = models.BooleanField("人工确定", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "相似关系"
        ordering = ["-request__registered_at"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.percent}%"


class Mark(models.Model):
    """A pair of signs of a request, as a number: by these, and no text, alike requests are looked up."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.CASCADE, related_name="marks")
    value = models.BigIntegerField("特征")

    class Meta:
        verbose_name = verbose_name_plural = "相似特征"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "value", "request"], name="requests_mark_once"),
        ]

    def __str__(self) -> str:
        return str(self.value)
