"""The wordings of an item, and the files that belong to each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongkai.items.models.choices import Change, Disclosure, Stage
from gongkai.items.models.item import Item, desks_of
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Organisation, Person
from gongkai.publication.files import path_of

ASKED = ("", "agreed", "remarked", "silent")
"""The answers of those who are still concerned: none yet, or a consent."""


DATED = {
    "publish_at": "items_released_at",
    "effective_on": "items_effective_on",
    "expires_on": "items_lapsing_on",
}
"""The days on which something happens by itself: the calendar asks for a month of them."""


def differ(one: str, other: str) -> Q:
    """Return the condition that the people of two acts are four different eyes, those they act for too."""
    return apart(f"{one}_by", other) & apart(f"{one}_for", other)


def apart(column: str, act: str) -> Q:
    """Return the condition that whoever stands in ``column`` did not act, and nobody did it for them."""
    by, whom = f"{act}_by", f"{act}_for"
    return (Q(**{column: None}) | Q(**{by: None}) | ~Q(**{column: F(by)})) & (
        Q(**{column: None}) | Q(**{whom: None}) | ~Q(**{column: F(whom)})
    )


class VersionQuerySet(models.QuerySet["Version"]):
    def newest(self) -> VersionQuerySet:
        """Return the newest version of each item: the one being worked on, or else what is public."""
        return self.filter(is_newest=True)

    def at_desk(self, person: Person, *, at: datetime) -> VersionQuerySet:
        """Return the versions of the items on which ``person`` works."""
        return self.of_desks(desks_of(person, at=at))

    def of_desks(self, desks: Iterable[Organisation | int | None] | None) -> VersionQuerySet:
        """Return the versions of the items of these organisations; None means of all."""
        return self.all() if desks is None else self.filter(item__publisher__in=desks)

    def visible_to(self, person: Person, *, at: datetime) -> VersionQuerySet:
        """Return what ``person`` may read: the versions of their own desk, and those they were asked about.

        Whoever is asked to co-sign, or to examine another's text, sees that version from the asking on, and
        no more once it is back with its clerk or the request is withdrawn.
        """
        desks = desks_of(person, at=at)
        if desks is None:
            return self.all()
        asked = Version.objects.filter(
            approvals__organisation__in=desks,
            approvals__round=F("round"),
            approvals__asked_at__isnull=False,
            approvals__decision__in=ASKED,
        ).exclude(stage=Stage.DRAFT.value)
        mine = Q(item__publisher__in=desks) | Q(pk__in=asked.order_by().values("pk"))
        return self.filter(mine)

    def without_body(self) -> VersionQuerySet:
        """Leave the long texts in the database: a list shows none."""
        return self.defer("body", "ground_reason")


class Version(models.Model):
    """One wording of an item with its header (GB/T 33480 and the district's catalogue header).

    Edited only while ``stage`` is draft; ``revision`` counts saves so that a second editor is noticed.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    serial = models.PositiveIntegerField("版本")
    is_newest = models.BooleanField("最新版本", default=True)
    stage = models.CharField(
        "阶段", max_length=12, choices=[(s.value, s.label) for s in Stage], default=Stage.DRAFT.value
    )
    change = models.CharField(
        "变更性质", max_length=8, choices=[(c.value, c.label) for c in Change], default=Change.FIRST.value
    )
    revision = models.PositiveIntegerField("修订次数", default=0)
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, verbose_name="公开事项", null=True, blank=True, related_name="+"
    )
    # Of which kind the text is where the obligation's limit is split by kind. Not public content.
    limit_kind = models.CharField("适用情形", max_length=40, blank=True)
    title = models.CharField("名称", max_length=300)
    doc_number = models.CharField("文号", max_length=80, blank=True)
    issuer = models.CharField("发文机关", max_length=200, blank=True)
    addressees = models.CharField("主送机关", max_length=500, blank=True)
    section = models.CharField("责任科室", max_length=60, blank=True)
    abstract = models.CharField("内容概述", max_length=200, blank=True)
    keywords = models.CharField("主题词", max_length=200, blank=True)
    theme = models.CharField("主题分类", max_length=60, blank=True)
    genre = models.CharField("体裁分类", max_length=20, blank=True)
    signatory = models.CharField("签发人", max_length=40, blank=True)
    made_on = models.DateField("成文日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    disclosure = models.CharField(
        "公开形式", max_length=12, choices=[(d.value, d.label) for d in Disclosure], blank=True
    )
    ground = models.CharField("不予主动公开的法律依据", max_length=12, blank=True)
    ground_reason = models.TextField("理由", blank=True)
    audience = models.CharField("公开范围", max_length=60, default="面向社会")
    retention = models.CharField("公开时限", max_length=40, default="长期公开")
    body = models.TextField("正文", blank=True, help_text="已清洗的 HTML")
    change_note = models.CharField("变更说明", max_length=300, blank=True)
    number_wanted = models.CharField("沿用的索引号", max_length=80, blank=True)
    publish_at = models.DateTimeField("定时公开", null=True, blank=True)
    published_on = models.DateField(
        "原发布日期", null=True, blank=True, help_text="迁移的历史信息沿用原发布日期"
    )
    # 行政规范性文件须经合法性审查；联合发文由牵头机关办理。Neither is public content.
    is_normative = models.BooleanField("行政规范性文件", default=False)
    # Where the version is on its review path: which path, the how-manieth submission, what is still open.
    path = models.CharField("审签路径", max_length=30, blank=True)
    round = models.PositiveSmallIntegerField("送审次数", default=0)
    open_steps = models.PositiveSmallIntegerField("签发前未办环节", default=0)
    is_forced = models.BooleanField("紧急公开", default=False)
    needs_interpretation = models.BooleanField("须同步解读", default=False)
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField("保存时间")
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField("送审时间", null=True, blank=True)
    cleared_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    cleared_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        ordering = ["item", "-serial"]
        indexes: ClassVar = [
            # Both lists at the desk are walked through in the index alone, words of the title included: the
            # rows beside it hold whole texts.
            models.Index(
                fields=["-saved_at", "-id", "title", "doc_number", "stage", "item"],
                condition=Q(is_newest=True),
                name="items_last_saved",
            ),
            models.Index(
                fields=["stage", "-saved_at", "-id", "is_newest", "item", "title", "doc_number"],
                name="items_by_stage",
            ),
            models.Index(fields=["doc_number"], condition=~Q(doc_number=""), name="items_by_doc_number"),
            *(
                models.Index(fields=[column], condition=Q(**{f"{column}__isnull": False}), name=name)
                for column, name in DATED.items()
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_newest=True), name="items_one_newest_version"
            ),
            models.UniqueConstraint(fields=["item", "serial"], name="items_version_serial_once"),
            models.UniqueConstraint(
                fields=["item"],
                # A decision not to publish stays "signed" for good and is no hindrance to a new version.
                condition=~Q(stage__in=["public", "superseded"])
                & (~Q(stage="signed") | Q(disclosure="proactive")),
                name="items_one_working_version",
            ),
            models.UniqueConstraint(
                fields=["number_wanted"], condition=~Q(number_wanted=""), name="items_number_wanted_once"
            ),
            # What is forced into the open in an emergency is approved afterwards, by another person.
            models.CheckConstraint(
                condition=Q(is_forced=True) | differ("submitted", "signed"), name="items_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(is_forced=True) | differ("cleared", "signed"), name="items_clearer_does_not_sign"
            ),
            models.CheckConstraint(
                condition=Q(is_forced=True) | differ("submitted", "cleared"),
                name="items_submitter_does_not_clear",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["signing", "signed", "public", "superseded"])
                | Q(open_steps=0)
                | Q(is_forced=True),
                name="items_no_open_step_at_signing",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["consent", "signing", "signed"])
                | Q(cleared_by__isnull=False)
                | Q(is_forced=True),
                name="items_cleared_before_signing",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["signed", "public", "superseded"])
                | Q(
                    submitted_by__isnull=False,
                    submitted_at__isnull=False,
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                ),
                name="items_signed_before_public",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["public", "superseded"], published_at__isnull=False)
                | (~Q(stage__in=["public", "superseded"]) & Q(published_at=None)),
                name="items_public_iff_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.serial}版）"

    def content(
        self, *, validity: str, files: Iterable[Attachment] | None = None, is_related: bool = True
    ) -> dict[str, object]:
        """Return what the public reads of this version as JSON values: never who handled it.

        ``validity`` is the item's when it was announced; all else never changes once the version is public.
        Who has just made it may say which ``files`` it has, and that nothing relates to it yet.
        """
        item = self.item
        links = [each for each in item.relations.all() if each.is_in(self.serial)] if is_related else []
        names = (
            "title doc_number issuer addressees section abstract keywords theme genre signatory "
            "disclosure audience retention body change_note"
        ).split()
        dates = ["made_on", "effective_on", "expires_on"]
        return {
            "number": item.number,
            "kind": item.kind,
            "publisher": item.publisher.key,
            "published_on": _iso(item.published_on),
            "validity": validity,
            "version": self.serial,
            "obligation": self.obligation.key if self.obligation else "",
            **{name: getattr(self, name) for name in names},
            **{name: _iso(getattr(self, name)) for name in dates},
            "attachments": [
                {"name": each.name, "sha256": each.sha256, "size": each.size}
                for each in (self.attachments.all() if files is None else files)
            ],
            "relations": [each.content() for each in links],
        }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


class Attachment(models.Model):
    """A file of one version, stored by its content's hash under ``GONGKAI_HOME/files``."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="attachments")
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    text = models.TextField("文字", blank=True)
    is_whole = models.BooleanField("文字已全部读出", default=True)
    is_recognised = models.BooleanField("文字由识别得出", default=False)
    is_stripped = models.BooleanField("已去除拍摄信息", default=False)
    # It belongs to the text and is shown there; one that the text shows no more is not sent on with it.
    is_illustration = models.BooleanField("正文图片", default=False)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return path_of(self.sha256)

    @property
    def is_scan(self) -> bool:
        """Whether it is a PDF without a text of its own: people who cannot see get nothing from it."""
        return self.media_type == "application/pdf" and (
            self.is_recognised or not (self.text or self.is_whole)
        )
