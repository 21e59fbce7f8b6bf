"""A post lent to a colleague while its holder is away (委托): between two days, with a reason, revocable."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def current(self, *, on: date) -> DelegationQuerySet:
        """Return the delegations by which somebody may act ``on`` a day: both people are still there.

        Whoever has left the organisation is no colleague any more, and acts in its posts no longer.
        """
        running = self.filter(valid_from__lte=on, valid_to__gte=on, revoked_at=None)
        people = running.filter(deputy__is_active=True, giver__is_active=True)
        still = Q(deputy__posts__valid_to=None) | Q(deputy__posts__valid_to__gte=on)
        own = {"deputy__posts__organisation": F("post__organisation"), "deputy__posts__valid_from__lte": on}
        return people.filter(still, **own).distinct()

    def open(self, *, on: date) -> DelegationQuerySet:
        """Return the delegations that run ``on`` a day or are still to begin."""
        return self.filter(valid_to__gte=on, revoked_at=None)


class Delegation(models.Model):
    """``deputy`` may act in the ``post`` of ``giver``; what is done under it names both."""

    post = models.ForeignKey("orgs.Post", models.PROTECT, related_name="delegations", verbose_name="岗位")
    giver = models.ForeignKey("orgs.Person", models.PROTECT, related_name="delegated", verbose_name="委托人")
    deputy = models.ForeignKey(
        "orgs.Person", models.PROTECT, related_name="deputising", verbose_name="受托人"
    )
    valid_from = models.DateField("自")
    valid_to = models.DateField("至")
    reason = models.CharField("事由", max_length=200)
    made_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托"
        ordering = ["-valid_from", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(giver=F("deputy")), name="orgs_delegated_to_another"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="orgs_delegation_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="orgs_delegation_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} 委托 {self.deputy}（{self.valid_from}至{self.valid_to}）"
