"""Tokens with which an organisation's own systems send rows, and what was sent with them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.orgs.models import Organisation, Person
from gongkai.registers.models.batch import Batch


class TokenQuerySet(models.QuerySet["Token"]):
    def usable(self, on: date) -> TokenQuerySet:
        """Return the tokens that are neither revoked nor past their last day."""
        return self.filter(revoked_at=None, expires_on__gte=on, person__is_active=True)


class Token(models.Model):
    """A key for one organisation's systems. The store knows its hash alone; ``hint`` is how it begins.

    What is sent with it is sent in the name of ``person``, who may do no more through it than at the desk.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    purpose = models.CharField("用途", max_length=60)
    digest = models.CharField("摘要值", max_length=64, unique=True)
    hint = models.CharField("开头", max_length=12)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("开立时间")
    expires_on = models.DateField("有效期至")
    last_used_on = models.DateField("最近使用", null=True)
    revoked_at = models.DateTimeField("停用时间", null=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ["organisation__order", "organisation__key", "-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(digest=""), name="registers_token_hashed")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.hint}"

    @property
    def uri(self) -> str:
        """Return the URI under which acts speak of this token."""
        return f"token:{self.pk}"

    def is_usable(self, on: date) -> bool:
        return self.revoked_at is None and on <= self.expires_on


class Sending(models.Model):
    """One sending by its idempotency key: whoever sends the same again gets the same batch."""

    token = models.ForeignKey(Token, models.CASCADE, related_name="sendings")
    key = models.CharField("幂等键", max_length=80)
    digest = models.CharField("内容摘要值", max_length=64)
    batch = models.OneToOneField(Batch, models.PROTECT, related_name="sending")

    class Meta:
        verbose_name = verbose_name_plural = "接口报送"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="registers_sending_once")
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
