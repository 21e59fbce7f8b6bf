"""What happened to a case, in order, and who looked into it. Written once and kept (条例第四十五条)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from gongkai.law.lifecycle import Labelled
from gongkai.requests.models.cases import Request
from gongkai.requests.rules.course import Kind, Step


class AppendOnly(Exception):
    """What happened is written once and kept."""


class Record(Labelled):
    """What happens to a case without moving it."""

    ASSIGN = "assign", "交办"
    SEARCH = "search", "检索"
    NOTE = "note", "记录"
    DOCUMENT = "document", "收存材料"
    LETTER = "letter", "签发文书"
    CONFIRM = "confirm", "与申请人确认"
    MERGE = "merge", "并案"
    UNMERGE = "unmerge", "解除并案"
    SPLIT = "split", "分案"
    ASK_REASONS = "ask-reasons", "要求说明理由"
    RETIME = "retime", "期限调整"
    PUBLISH = "publish", "转为主动公开"
    UNDO = "undo", "撤销"
    FORGET = "forget", "去标识"


LABELS: dict[str, str] = {each.value: each.label for each in (*Kind, *Record)}


class Fixed(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("案卷记录只能追加，不能改动")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("案卷记录只能追加，不能删除")


class Event(Fixed):
    """One event of a case. ``words`` is what was said about it; ``facts`` what else belongs to it, by name.

    Neither may name the applicant. An ``undo`` takes back the event numbered ``undoes``.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("事件", max_length=16, choices=list(LABELS.items()))
    at = models.DateTimeField("时间")
    key = models.CharField("对象", max_length=80, blank=True)
    words = models.TextField("说明", blank=True)
    facts = models.JSONField("内容", default=dict)
    undoes = models.PositiveSmallIntegerField("撤销序号", default=0)
    account = models.CharField("操作人账号", max_length=40)
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "案卷事件"
        ordering = ["request", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "number"], name="requests_event_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recorded_at"], condition=Q(account="system"), name="requests_done_by_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"

    @property
    def label(self) -> str:
        return LABELS[self.kind]

    @property
    def step(self) -> Step | None:
        """What it is to the rules of the course; None for what moves nothing."""
        return Step(Kind(self.kind), self.at, self.key) if self.kind in set(Kind) else None


class Look(Fixed):
    """Somebody at the desk looked at a case, a document of it, or its applicant (查阅记录)."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="looks")
    at = models.DateTimeField("时间")
    account = models.CharField("账号", max_length=40)
    what = models.CharField("查阅内容", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "查阅记录"
        ordering = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["request", "-at"], name="requests_looks")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.account} {self.what}"
