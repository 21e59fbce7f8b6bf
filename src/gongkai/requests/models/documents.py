"""The papers of a case, sealed on disk: identity, originals, evidence, letters, what is supplied."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from gongkai.requests.models.cases import Request


class Purpose(models.TextChoices):
    IDENTITY = "identity", "身份证明"
    ORIGINAL = "original", "申请原件"
    EVIDENCE = "evidence", "凭证"
    OPINION = "opinion", "征求意见回函"
    MATERIAL = "material", "拟提供信息原件"
    REDACTED = "redacted", "区分处理后的信息"
    LETTER = "letter", "文书"
    OTHER = "other", "其他材料"


class DocumentQuerySet(models.QuerySet["Document"]):
    def kept(self) -> DocumentQuerySet:
        """Return the papers whose files are still there."""
        return self.filter(removed_on=None)

    def for_applicant(self) -> DocumentQuerySet:
        """Return what the applicant may read with the query code."""
        return self.kept().filter(is_for_applicant=True)


class Document(models.Model):
    """One file of a case. It lies sealed under ``key`` in the folder of cases; the row outlives the file."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="documents")
    purpose = models.CharField("种类", max_length=10, choices=Purpose.choices)
    name = models.CharField("文件名", max_length=150)
    media_type = models.CharField("类型", max_length=120)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    key = models.CharField("存放名", max_length=64, unique=True)
    is_for_applicant = models.BooleanField("申请人可以查看", default=False)
    made_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    added_at = models.DateTimeField("收存时间")
    account = models.CharField("收存人账号", max_length=40, blank=True)
    removed_on = models.DateField("删除之日", null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "案卷材料"
        ordering = ["added_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_for_applicant=False) | ~Q(purpose__in=["evidence", "opinion", "material"]),
                name="requests_inner_papers_stay_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

    @property
    def path(self) -> Path:
        return Path(settings.CASES) / self.key[:2] / self.key
