"""What the narrow waist stores: announcements, topics that changed, and pages that depend on them."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from gongkai.publication.rules import STATUSES


class Event(models.TextChoices):
    PUBLISHED = "published", "公开"
    AMENDED = "amended", "修改"
    CORRECTED = "corrected", "更正"
    REPEALED = "repealed", "废止"
    EXPIRED = "expired", "失效"
    WITHDRAWN = "withdrawn", "撤回"
    RESTORED = "restored", "恢复公开"


PUBLISHING = (Event.PUBLISHED.value, Event.AMENDED.value)
"""The acts by which a duty to publish is done: a repeal or a correction is none."""


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def latest_per_address(self) -> AnnouncementQuerySet:
        """Return the newest announcement of each address: the state the public should see."""
        return self.filter(is_newest=True)

    def not_followed(self) -> AnnouncementQuerySet:
        """Return the same by looking for later ones: the proof of the flag, slow."""
        later = self.model._default_manager.filter(address=OuterRef("address"), seq__gt=OuterRef("seq"))
        return self.filter(~Exists(later))

    def public(self) -> AnnouncementQuerySet:
        return self.latest_per_address().exclude(event=Event.WITHDRAWN.value)


NEWEST = Q(is_newest=True)


class Announcement(models.Model):
    """One public act, in the order of the ledger: the change feed. Append-only but for ``is_newest``.

    ``is_newest`` says that nothing later was announced at the address: it follows from the other rows, but
    counting over them would take too long. ``published_at`` is when its content was last published or
    amended; what had been published elsewhere before it came here keeps the day of that.
    """

    seq = models.BigIntegerField("序号", primary_key=True)
    address = models.CharField("地址", max_length=200)
    event = models.CharField("事件", max_length=12, choices=[(e.value, e.label) for e in Event])
    number = models.CharField("编号", max_length=80, blank=True)
    version = models.PositiveIntegerField("版本")
    title = models.CharField("标题", max_length=300)
    kind = models.CharField("种类", max_length=24)
    publisher_key = models.CharField("公开主体", max_length=60)
    region = models.CharField("行政区划", max_length=12)
    obligation_key = models.CharField("公开事项", max_length=80, blank=True)
    area_key = models.CharField("领域", max_length=60, blank=True)
    validity = models.CharField("有效性", max_length=12, default="valid")
    digest = models.CharField("内容摘要值", max_length=64)
    salt = models.CharField("盐", max_length=32)
    note = models.CharField("变更说明", max_length=300, blank=True)
    at = models.DateTimeField("时间", db_index=True)
    is_newest = models.BooleanField("最新", default=True)
    published_at = models.DateTimeField("最近公开或修改时间", null=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开记录"
        ordering = ["-seq"]
        # Not led by the region: after a merger the same address may be announced from another one.
        indexes: ClassVar = [
            models.Index(fields=["address", "-seq"], name="publication_address"),
            models.Index(fields=["obligation_key", "at"], name="publication_obligation"),
            models.Index(
                fields=["obligation_key", "publisher_key", "event", "published_at"],
                condition=NEWEST,
                name="publication_coverage",
            ),
            *(
                models.Index(fields=[column, "-seq"], condition=NEWEST, name=f"publication_{column}")
                for column in ("kind", "area_key", "publisher_key")
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address"], condition=NEWEST, name="publication_one_newest"),
            models.CheckConstraint(
                condition=Q(event__in=[each.value for each in Event]), name="publication_known_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.title} {self.event}"


class Tick(models.Model):
    """The one row that puts public changes in order: whoever adds to it holds it until the commit.

    ``followed`` is the last act of the log whose pages were touched.
    """

    value = models.BigIntegerField("序号", default=0)
    followed = models.BigIntegerField("已跟随的操作日志", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "变更序号"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="publication_one_tick")]

    def __str__(self) -> str:
        return str(self.value)


class Topic(models.Model):
    """Something pages depend on (``item:…``, ``area:…``, ``site``) and the tick at which it changed last."""

    name = models.CharField("主题", max_length=160, primary_key=True)
    changed = models.BigIntegerField("最近变更", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "页面主题"

    def __str__(self) -> str:
        return self.name


class PageQuerySet(models.QuerySet["Page"]):
    def stale(self) -> PageQuerySet:
        """Return pages that depend on a topic which changed after they were rendered."""
        return self.filter(is_stale=True)

    def outdated(self) -> PageQuerySet:
        """Return the same by comparing every page with its topics: the proof of the flag, slow."""
        changed = Dependency.objects.filter(page=OuterRef("pk"), topic__changed__gt=OuterRef("seen"))
        return self.filter(Exists(changed))


class Page(models.Model):
    """A finished page: its bytes lie on disk, here is what they depend on.

    ``seen`` is the tick when rendering began, so that a page rendered beside an announcement is found stale
    however the two interleave. ``is_stale`` is set with every change of a topic, because the worker asks
    for stale pages several times a second and must not walk through all of them.
    """

    path = models.CharField("路径", max_length=300, unique=True)
    status = models.PositiveSmallIntegerField("状态码")
    # The same as ``dependencies``, in the row that is held while a page is stored.
    topics = models.JSONField("主题", default=list)
    etag = models.CharField("校验值", max_length=64)
    seen = models.BigIntegerField("依据序号", default=0)
    is_stale = models.BooleanField("待更新", default=False)
    failed_at = models.DateTimeField("最近失败时间", null=True)
    rendered_at = models.DateTimeField("生成时间", null=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成品页"
        indexes: ClassVar = [
            models.Index(fields=["seen", "id"], condition=Q(is_stale=True), name="publication_stale")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="publication_known_status")
        ]

    def __str__(self) -> str:
        return self.path


class Dependency(models.Model):
    page = models.ForeignKey(Page, models.CASCADE, related_name="dependencies")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="dependencies")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "topic"], name="publication_once")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.topic_id}"


class PublicRow(models.Model):
    """What every publicly announced row has. ``audit`` walks all models that inherit this.

    A subclass sets ``address`` when the row is first announced and never changes it;
    ``announced`` is the sequence number of its newest announcement; ``is_public`` its presence.
    """

    address = models.CharField("地址", max_length=200, blank=True, db_index=True, editable=False)
    announced = models.BigIntegerField("公开序号", null=True, editable=False)
    is_public = models.BooleanField("已公开", default=False, editable=False)

    content_needs: ClassVar[tuple[str, ...]] = ()
    """What `content` follows, for ``prefetch_related``: the audit reads every row."""

    class Meta:
        abstract = True

    def content(self) -> dict[str, object]:
        """Return what was announced, as JSON values: its salted hash stands in the ledger."""
        raise NotImplementedError

    def content_as(self, *, version: int, validity: str) -> dict[str, object] | None:
        """Return what was announced of an earlier version, None if earlier versions are not kept."""
        return None

    def files(self) -> list[tuple[str, Path]]:
        """Return the files that the public may take, each as its SHA-256 and where it lies."""
        return []
