"""The outbox: every message to the outside is a row first, sent after commit, never doubled knowingly."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    QUEUED = "queued", "待发送"
    CLAIMED = "claimed", "发送中"
    SENT = "sent", "已发送"
    REFUSED = "refused", "被拒绝"


class Channel(models.TextChoices):
    EMAIL = "email", "电子邮件"
    WEBHOOK = "webhook", "数据推送"


UNKNOWN_AFTER = timedelta(minutes=15)
"""A message claimed longer than this was neither sent nor refused: its sender died. A person must decide."""


class MessageQuerySet(models.QuerySet["Message"]):
    def ready(self, *, at: datetime) -> MessageQuerySet:
        return self.filter(state=State.QUEUED.value, not_before__lte=at).order_by("not_before", "pk")

    def unknown(self, *, at: datetime) -> MessageQuerySet:
        """Return messages of which nobody knows whether they went out."""
        return self.filter(state=State.CLAIMED.value, claimed_at__lt=at - UNKNOWN_AFTER)


class Message(models.Model):
    """One message to one recipient. ``key`` makes queueing idempotent."""

    key = models.CharField("去重键", max_length=200, unique=True)
    channel = models.CharField("渠道", max_length=12, choices=[(c.value, c.label) for c in Channel])
    recipient = models.CharField("收件人", max_length=300)
    subject = models.CharField("标题", max_length=300)
    body = models.TextField("内容")
    unsubscribe = models.CharField("退订地址", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=[(s.value, s.label) for s in State], default=State.QUEUED.value
    )
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    not_before = models.DateTimeField("最早发送时间")
    claimed_at = models.DateTimeField("领取时间", null=True)
    sent_at = models.DateTimeField("发送时间", null=True)
    error = models.CharField("错误", max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待发消息"
        ordering = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "not_before"], name="channels_ready")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="channels_sent_dated"
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed") | Q(claimed_at__isnull=False), name="channels_claimed_dated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key} {self.state}"


class Subscription(models.Model):
    """Someone who wants to hear of a topic. Maintained by the openness office."""

    channel = models.CharField("渠道", max_length=12, choices=[(c.value, c.label) for c in Channel])
    recipient = models.CharField("收件人", max_length=300)
    topic = models.CharField("主题", max_length=160, default="site", db_index=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "订阅"
        ordering = ["topic", "recipient"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "recipient", "topic"], name="channels_subscribed_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic} → {self.channel}"
