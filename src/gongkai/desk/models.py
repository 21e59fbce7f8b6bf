"""What the workbench keeps for each person: notices, choices, saved filters, acts on several drafts."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.orgs.models import Person


class Digest(models.TextChoices):
    """How often what is new at the desk is also told by mail."""

    AT_ONCE = "at-once", "随时"
    DAILY = "daily", "每天一次"
    WEEKLY = "weekly", "每周一次"
    NONE = "none", "不发邮件"


class Kind(models.TextChoices):
    """What a notice is about."""

    RETURNED = "returned", "退回修改"
    WAITING = "waiting", "等您办理"
    DUE_SOON = "due-soon", "即将到期"
    OVERDUE = "overdue", "已逾期"
    PUBLISHED = "published", "已公开"
    FAILED = "failed", "没有取到"


class Choices(models.Model):
    """What a person has chosen for themselves. Who has no row has chosen nothing."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    digest = models.CharField(
        "邮件提醒",
        max_length=8,
        choices=[(d.value, d.label) for d in Digest],
        default=Digest.DAILY.value,
    )
    told_at = models.DateTimeField("上次邮件汇总时间", null=True)
    # The address of a calendar feed opens it without a password: only its hash is kept.
    feed_hash = models.CharField("日历订阅地址的摘要值", max_length=64, blank=True, db_index=True)
    toured_at = models.DateTimeField("看过引导的时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "个人选择"

    def __str__(self) -> str:
        return f"{self.person_id} {self.digest}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Person) -> NoticeQuerySet:
        """Return the notices of ``person`` alone."""
        return self.filter(person=person.pk or 0)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)

    def untold(self) -> NoticeQuerySet:
        """Return what has been neither read at the desk nor told by mail."""
        return self.filter(read_at=None, told_at=None)


class Notice(models.Model):
    """One thing one person is told once: ``key`` names the fact, however often it is looked at."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField("去重键", max_length=120)
    kind = models.CharField("种类", max_length=10, choices=[(k.value, k.label) for k in Kind])
    title = models.CharField("标题", max_length=300)
    words = models.CharField("说明", max_length=300, blank=True)
    href = models.CharField("地址", max_length=200)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)
    told_at = models.DateTimeField("邮件告知时间", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "person"], name="desk_notice_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-at", "-id"], name="desk_notices_newest"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="desk_notices_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"


class SavedFilter(models.Model):
    """A filter of the list of items under a name of one's own."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=600)
    made_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = verbose_name_plural = "保存的筛选"
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "name"], name="desk_filter_name_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.name}"


class Batch(models.Model):
    """One act on several drafts: what was done to which, so that it can be undone while nothing has changed.

    ``rows`` holds for each version its key, what it was called, the revision it has had since, and what stood
    there before.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    verb = models.CharField("动作", max_length=12)
    rows = models.JSONField("各项", default=list)
    at = models.DateTimeField("时间")
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量办理"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.verb} {self.at:%Y-%m-%d}"

    def is_undoable(self, at: datetime) -> bool:
        """Whether it is of today and stands: an older one is history."""
        return self.undone_at is None and (at - self.at).days < 1
