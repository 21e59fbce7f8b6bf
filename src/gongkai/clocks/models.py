"""Every duty with a time limit, as rows of one kind, with the ledger behind each date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, F, Q

from gongkai.clocks.loading import calendar
from gongkai.law.clock import EVENT_LABELS, Event, EventKind
from gongkai.law.deadlines import Length, Unit, local_day
from gongkai.orgs.models import Organisation, Person, Post

SEES_ALL = ("openness", "admin")
SOON = 5


class Source(models.TextChoices):
    LIMIT = "limit", "法定时限"
    CADENCE = "cadence", "定期公开"
    APPOINTED = "appointed", "指定日期"


class ClockQuerySet(models.QuerySet["Clock"]):
    def open(self) -> ClockQuerySet:
        """Return the clocks still running or standing still: neither met nor cancelled."""
        return self.filter(met_at=None, cancelled_at=None)

    def running(self) -> ClockQuerySet:
        """Return the open clocks that do not stand still."""
        return self.open().filter(is_paused=False)

    def overdue(self, at: datetime) -> ClockQuerySet:
        """Return the running clocks whose time was over at ``at``, the longest overdue first."""
        return self.running().filter(due_at__lt=at).order_by("due_at")

    def due_soon(self, at: datetime, working_days: int = SOON) -> ClockQuerySet:
        """Return the running clocks not yet overdue that end today or within so many working days."""
        last = calendar().add(local_day(at), working_days)
        return self.running().filter(due_at__gte=at, due_on__lte=last).order_by("due_at")

    def for_organisations(self, organisations: Iterable[Organisation]) -> ClockQuerySet:
        return self.filter(organisation__in=organisations)

    def met_late(self) -> ClockQuerySet:
        """Return the clocks that were met, but after their time."""
        return self.filter(met_at__gt=F("due_at"))

    def lateness(self, group: str, *, at: datetime, since: datetime) -> dict[str, tuple[int, int]]:
        """Return for each value of the column ``group`` how many clocks are overdue at ``at``, and how many
        were met late after ``since``; groups with neither are left out. One query.
        """
        overdue = Q(met_at=None, cancelled_at=None, is_paused=False, due_at__lt=at)
        late = Q(met_at__gt=F("due_at"), met_at__gte=since, met_at__lte=at)
        rows = self.filter(overdue | late).order_by().values_list(group)
        counted = rows.annotate(overdue=Count("pk", filter=overdue), late=Count("pk", filter=late))
        return {value: (is_open, is_met) for value, is_open, is_met in counted}

    def visible_to(self, person: Person, *, on: date) -> ClockQuerySet:
        """Return the clocks of the organisations in which ``person`` works; the openness office sees all."""
        posts = Post.objects.of(person, on=on)
        if not posts.roles().isdisjoint(SEES_ALL):
            return self.all()
        return self.filter(organisation__in=posts.values("organisation_id"))


class Clock(models.Model):
    """One duty to be done by a certain time, about ``subject`` (a URI) under the name ``duty``."""

    subject = models.CharField("对象", max_length=200)
    duty = models.CharField("事项代号", max_length=80)
    title = models.CharField("事项", max_length=200)
    # A word, not a key: the catalogue stands above this app and asks by it.
    obligation_key = models.CharField("公开事项代号", max_length=80, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="责任机构", related_name="clocks"
    )
    source = models.CharField("来源", max_length=10, choices=[(s.value, s.label) for s in Source])
    limit_key = models.CharField("时限代号", max_length=60, blank=True)
    article = models.CharField("依据", max_length=200, blank=True)
    starts = models.CharField("起算点", max_length=60, blank=True)
    amount = models.PositiveSmallIntegerField("期限", null=True)
    unit = models.CharField("单位", max_length=14, blank=True)
    cadence = models.CharField("周期", max_length=12, blank=True)
    is_certain = models.BooleanField("数字已核对", default=True)
    started_at = models.DateTimeField("起算时间")
    due_at = models.DateTimeField("期满时间")
    due_on = models.DateField("期满日")
    is_provisional = models.BooleanField("暂定", default=False)
    is_paused = models.BooleanField("停止计算", default=False)
    explanation = models.JSONField("计算说明", default=dict)
    met_at = models.DateTimeField("办结时间", null=True)
    cancelled_at = models.DateTimeField("取消时间", null=True)
    closed_by = models.CharField("办结或取消人账号", max_length=40, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "时限"
        ordering = ["due_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "duty"],
                condition=Q(met_at=None, cancelled_at=None),
                name="clocks_one_open",
            ),
            models.UniqueConstraint(
                fields=["subject", "duty", "due_on"],
                condition=~Q(cadence="") & Q(cancelled_at=None),
                name="clocks_one_per_period",
            ),
            models.CheckConstraint(
                condition=Q(met_at=None) | Q(cancelled_at=None), name="clocks_met_or_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(source="limit", amount__isnull=False, amount__gt=0)
                | Q(source__in=["cadence", "appointed"], amount=None),
                name="clocks_amount_iff_limit",
            ),
            models.CheckConstraint(
                condition=Q(source="cadence") & ~Q(cadence="") | ~Q(source="cadence") & Q(cadence=""),
                name="clocks_cadence_iff_periodic",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["obligation_key", "met_at"], name="clocks_of_obligation"),
            models.Index(
                fields=["due_at"], condition=Q(met_at=None, cancelled_at=None), name="clocks_open_by_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.due_on}）"

    @property
    def uri(self) -> str:
        """The name by which the log knows this clock."""
        return f"clock:{self.pk}"

    @property
    def length(self) -> Length:
        """The period in the law's unit, of a clock that follows a limit."""
        return Length(self.amount or 0, Unit(self.unit))

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.cancelled_at is None

    def is_late(self, at: datetime) -> bool:
        """Whether the duty was met late, or is not met and its time was over at ``at``."""
        if self.cancelled_at is not None or (self.met_at is None and self.is_paused):
            return False
        return (self.met_at or at) > self.due_at

    def working_days_left(self, at: datetime) -> int:
        """The working days from ``at`` to the due date; negative once it is past."""
        return calendar().between(local_day(at), self.due_on)

    def ledger(self) -> list[Event]:
        """The events of this clock as the law's own rows."""
        return [event.as_law() for event in self.events.all()]


class AppendOnly(Exception):
    """The ledger of a clock is written once and kept."""


class ClockEvent(models.Model):
    """One event in the ledger of a clock. Never changed: a mistake is undone by another event."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("动作", max_length=8, choices=[(k.value, EVENT_LABELS[k]) for k in EventKind])
    at = models.DateTimeField("时间")
    key = models.CharField("事由代号", max_length=60, blank=True)
    amount = models.PositiveSmallIntegerField("延长", default=0)
    undoes = models.PositiveSmallIntegerField("撤销序号", default=0)
    reason = models.CharField("理由", max_length=300, blank=True)
    account = models.CharField("操作人账号", max_length=40)
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "时限事件"
        ordering = ["clock", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock", "number"], name="clocks_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"

    def as_law(self) -> Event:
        return Event(
            self.number, EventKind(self.kind), self.at, self.key, self.amount, self.undoes, self.reason
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("时限事件只能追加，不能改动")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("时限事件只能追加，不能删除")


class DueChange(models.Model):
    """One change of a due date and its cause: the history of what was promised."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="due_changes")
    at = models.DateTimeField("时间")
    due_before = models.DateTimeField("原期满时间")
    due_after = models.DateTimeField("新期满时间")
    cause = models.CharField("原因", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "期满日变更"
        ordering = ["clock", "pk"]

    def __str__(self) -> str:
        return f"{local_day(self.due_before)} → {local_day(self.due_after)}（{self.cause}）"
