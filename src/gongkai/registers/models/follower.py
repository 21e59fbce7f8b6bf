"""Who wants to be told by mail what becomes public of a register, and of which part of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from gongkai.registers.models.register import Register


class FollowerQuerySet(models.QuerySet["Follower"]):
    def confirmed(self) -> FollowerQuerySet:
        return self.exclude(confirmed_at=None)

    def unconfirmed_since(self, at: datetime) -> FollowerQuerySet:
        """Return who asked before ``at`` and never followed the link in the mail."""
        return self.filter(confirmed_at=None, asked_at__lt=at)


class Follower(models.Model):
    """One mail address that follows what one question finds in a register. Goes when it is given up.

    ``query`` is the question as an address writes it; ``token`` stands in the links of the mails instead of
    the address; ``told`` is the newest release of which the follower was told, or had no need to be.
    """

    register = models.ForeignKey(Register, models.CASCADE, related_name="followers")
    address = models.EmailField("邮箱", max_length=200)
    query = models.CharField("条件", max_length=1000, blank=True)
    token = models.CharField("凭证", max_length=64, unique=True)
    told = models.PositiveIntegerField("已告知批次", default=0)
    asked_at = models.DateTimeField("申请时间")
    confirmed_at = models.DateTimeField("确认时间", null=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账订阅"
        ordering = ["register", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "address", "query"], name="registers_followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.pk}"

    @property
    def prefix(self) -> str:
        """Return how the names of all messages to this follower begin."""
        return f"follow:{self.token}:"
