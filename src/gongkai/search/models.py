"""What can be found: a copy of every public text, from which the index is built and can always be rebuilt."""

from __future__ import annotations

from django.db import models
from django.db.models import Max


class DocumentQuerySet(models.QuerySet["Document"]):
    def after(self, seq: int) -> DocumentQuerySet:
        """Return the documents that changed after announcement ``seq``, oldest change first."""
        return self.filter(seq__gt=seq).order_by("seq")

    def newest(self) -> int:
        """Return the highest announcement number; -1 where nothing was ever announced."""
        found = self.aggregate(newest=Max("seq"))["newest"]
        return -1 if found is None else int(found)

    def findable(self) -> DocumentQuerySet:
        return self.filter(is_removed=False)


class Document(models.Model):
    """The newest public state of one address. A withdrawn one keeps its row, so the index learns of it."""

    address = models.CharField("地址", max_length=200, unique=True)
    # One announcement changes one address: the numbers are unique and every new one is the highest.
    seq = models.BigIntegerField("公开序号", unique=True)
    is_removed = models.BooleanField("已撤下", default=False)
    title = models.CharField("标题", max_length=300, blank=True)
    text = models.TextField("正文", blank=True)
    number = models.CharField("索引号和文号", max_length=200, blank=True)
    publisher_key = models.CharField("公开主体代号", max_length=60, blank=True)
    publisher_name = models.CharField("公开主体", max_length=100, blank=True)
    area_key = models.CharField("领域代号", max_length=60, blank=True)
    area_title = models.CharField("领域", max_length=100, blank=True)
    kind = models.CharField("种类", max_length=24, blank=True)
    year = models.PositiveSmallIntegerField("年份", default=0)
    theme = models.CharField("主题", max_length=60, blank=True)
    genre = models.CharField("体裁", max_length=60, blank=True)
    validity = models.CharField("有效性", max_length=16, blank=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检索文档"

    def __str__(self) -> str:
        return f"{self.address} {self.title}"
