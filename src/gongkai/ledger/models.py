"""The leaves of the transparency log, in order, and the checkpoints that were signed over them."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from django.db import models
from django.db.models import Q


class LeafQuerySet(models.QuerySet["Leaf"]):
    def size(self) -> int:
        """Return how many leaves there are: they are numbered from 0 without gaps."""
        last = self.order_by("-index").values_list("index", flat=True).first()
        return 0 if last is None else last + 1

    def between(self, low: int, high: int) -> LeafQuerySet:
        """Return leaves low to high-1 in order."""
        return self.filter(index__gte=low, index__lt=high).order_by("index")

    def update(self, **values: object) -> NoReturn:
        raise TypeError("公开日志只能追加，不能修改")

    def delete(self) -> NoReturn:
        raise TypeError("公开日志只能追加，不能删除")


class Leaf(models.Model):
    """One logged act. ``data`` are its canonical JSON bytes, ``hash`` the RFC 6962 leaf hash of them.

    Triggers made by the first migration refuse a changed leaf and a leaf out of turn.
    """

    index = models.BigIntegerField("序号", primary_key=True)
    data = models.TextField("条目")
    hash = models.CharField("条目散列值", max_length=64)
    at = models.DateTimeField("时间")

    objects = LeafQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日志条目"
        ordering = ["index"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(index__gte=0), name="ledger_index_from_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.hash[:12]}"


class SealQuerySet(models.QuerySet["Seal"]):
    def newest(self) -> Seal | None:
        return self.order_by("-size").first()


class Seal(models.Model):
    """One signed checkpoint. Kept here as well as in the folder: whichever of the two is set back shows."""

    size = models.BigIntegerField("条目数", primary_key=True)
    note = models.TextField("检查点")
    at = models.DateTimeField("签署时间")

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查点"
        ordering = ["-size"]

    def __str__(self) -> str:
        return f"{self.size} {self.at:%Y-%m-%d %H:%M:%S}"
