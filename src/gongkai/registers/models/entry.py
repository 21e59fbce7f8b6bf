"""What is public: entries in all their versions, and the releases by which they became so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.registers.models.batch import FILLERS, Batch
from gongkai.registers.models.change import Change
from gongkai.registers.models.register import Definition, Register

ENDING = (Change.WITHDRAWN.value, Change.REPAIRED.value, Change.LAPSED.value)
"""After these an entry is no longer shown."""

ERASED = "erased:"
"""The key of an entry that was erased begins so; its serial follows."""


class Release(models.Model):
    """One act by which a register changed in public: from one batch, all or nothing. Append-only.

    ``root`` is the digest over its entries in their order, ``chain`` over this and all releases before it.
    Of its new entries ``in_time`` and ``late`` count how they kept the limit that runs from their event.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField("批次")
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="release")
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    added = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("变更", default=0)
    ended = models.PositiveIntegerField("撤下", default=0)
    root = models.CharField("本批摘要值", max_length=64)
    chain = models.CharField("内容链", max_length=64)
    in_time = models.PositiveIntegerField("按时", default=0)
    late = models.PositiveIntegerField("逾期", default=0)
    latest = models.PositiveIntegerField("最长逾期工作日", default=0)
    note = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "台账公开批次"
        ordering = ["register", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "number"], name="registers_release_once")
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.number}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def newest(self) -> EntryQuerySet:
        return self.filter(is_newest=True)

    def named(self, register: Register, keys: Collection[str]) -> EntryQuerySet:
        """Return the newest of these keys in no order: an order lets SQLite walk the whole register."""
        return self.newest().filter(register=register, key__in=keys).order_by()

    def shown(self) -> EntryQuerySet:
        """Return what the public sees today."""
        return self.newest().exclude(change__in=ENDING)

    def over(self, on: date) -> EntryQuerySet:
        """Return what has been shown long enough by ``on``, or would have, where nothing holds it."""
        return self.newest().filter(shown_until__lt=on, register__hold="")

    def archived(self, person: Person | None, *, at: datetime) -> EntryQuerySet:
        """Return what came down and may be looked into by ``person``: of the organisations for which they
        fill in or decide; the openness office reads all. What was erased is there, but says nothing.
        """
        if person is None or not person.is_authenticated:
            return self.none()
        kept = self.newest().filter(change__in=ENDING)
        if Role.OPENNESS.value in Post.objects.of(person, on=localdate(at)).roles():
            return kept
        return kept.filter(organisation__in=Organisation.objects.kept_by(person, *FILLERS, on=localdate(at)))


class Entry(models.Model):
    """One version of one entry. Append-only but for ``is_newest``, which follows from the other rows, and
    for what must be erased when its time is over: its values and its key.

    ``key`` holds the identifying values and stays inside; ``serial`` names the entry in addresses. What a
    register declares to be dropped is not in ``values``; what it masks is, and is masked on every way out.
    """

    # What has no index of its own is found by the compound ones below: a million entries are stored by them.
    register = models.ForeignKey(Register, models.PROTECT, related_name="entries", db_index=False)
    serial = models.PositiveBigIntegerField("序号")
    version = models.PositiveIntegerField("版本")
    is_newest = models.BooleanField("最新", default=True)
    key = models.CharField("识别值", max_length=400)
    change = models.CharField("变化", max_length=10, choices=Change.choices)
    values = models.JSONField("内容")
    digest = models.CharField("摘要值", max_length=64)
    release = models.ForeignKey(Release, models.PROTECT, related_name="entries", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    shown_until = models.DateField("展示至", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    at = models.DateTimeField("时间")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "条目"
        ordering = ["register_id", "serial", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["register", "serial", "version"], name="registers_entry_version_once"
            ),
            models.UniqueConstraint(
                fields=["register", "key"], condition=Q(is_newest=True), name="registers_one_newest_entry"
            ),
            models.CheckConstraint(
                condition=Q(change__in=[each.value for each in Change]), name="registers_known_change"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["release", "serial"], name="registers_entry_release"),
            models.Index(
                fields=["shown_until"],
                condition=Q(is_newest=True, shown_until__isnull=False),
                name="registers_entry_lapses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.serial} {self.version}"
