"""Where tables are fetched from by themselves, how often, and what came each time."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.channels.rules import read_address
from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.registers.models.batch import FILLERS, Batch
from gongkai.registers.models.register import Register
from gongkai.registers.pulling.rhythm import RHYTHMS, WEEKDAYS, Rhythm

MOST_FAILURES = 3
"""So often in a row nothing may come before people are told."""

KEEPERS = frozenset({Role.OPENNESS.value, Role.ADMIN.value})


class PullQuerySet(models.QuerySet["Pull"]):
    def visible_to(self, person: Person | None, *, at: datetime) -> PullQuerySet:
        """Return all to those who keep them, to others those of the organisations they fill in for."""
        if person is None or not person.is_authenticated:
            return self.none()
        if KEEPERS & set(Post.objects.of(person, on=localdate(at)).roles()):
            return self.all()
        return self.filter(organisation__in=Organisation.objects.kept_by(person, *FILLERS, on=localdate(at)))

    def failing(self) -> PullQuerySet:
        """Return what did not come so often that somebody should look after it."""
        return self.filter(failures__gte=MOST_FAILURES).exclude(next_at=None)

    def due(self, at: datetime) -> PullQuerySet:
        """Return what is to be fetched now and no worker has at hand."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, next_at__lte=at)


class Pull(models.Model):
    """A standing order: fetch the table at an address for a register of an organisation. Never deleted.

    It is filled in in the name of ``person``; ``kept_by`` said so last. ``digest``, ``etag`` and ``modified``
    tell what was fetched last, ``failures`` how often nothing came since, ``failing_since`` from when on.
    ``next_at`` is None while it is stopped. A worker has it at hand until ``claimed_until``.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="pulls")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    url = models.CharField("地址", max_length=1000)
    every = models.CharField("频次", max_length=8, choices=list(RHYTHMS.items()))
    hour = models.PositiveSmallIntegerField("时")
    weekday = models.PositiveSmallIntegerField("星期", choices=list(WEEKDAYS.items()), default=1)
    day = models.PositiveSmallIntegerField("日", default=1)
    is_whole = models.BooleanField("全量", default=False)
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField("设定时间")
    next_at = models.DateTimeField("下次抓取", null=True, db_index=True)
    claimed_until = models.DateTimeField("抓取占用至", null=True)
    digest = models.CharField("上次内容摘要值", max_length=64, blank=True)
    etag = models.CharField("上次 ETag", max_length=200, blank=True)
    modified = models.CharField("上次修改时间", max_length=60, blank=True)
    failures = models.PositiveIntegerField("连续失败", default=0)
    failing_since = models.DateTimeField("失败始于", null=True)

    objects = PullQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "定时抓取"
        ordering = ["register__title", "organisation__order", "pk"]

    def __str__(self) -> str:
        return f"{self.register_id} {self.organisation_id} {self.pk}"

    @property
    def uri(self) -> str:
        """Return the URI under which acts speak of it."""
        return f"pull:{self.pk}"

    @property
    def origin(self) -> str:
        """Return whom it calls; what else stands in the address may be a key."""
        return read_address(self.url).origin

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(self.every, self.hour, self.weekday, self.day)


class Outcome(models.TextChoices):
    CHANGED = "changed", "有新内容"
    SAME = "same", "没有变化"
    FAILED = "failed", "没有取到"


class Fetch(models.Model):
    """What came of one attempt: a batch where the file was another than the last time.

    ``kept_by`` had said what was fetched then.
    """

    pull = models.ForeignKey(Pull, models.CASCADE, related_name="fetches")
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    outcome = models.CharField("结果", max_length=8, choices=Outcome.choices)
    size = models.PositiveBigIntegerField("字节", default=0)
    words = models.CharField("说明", max_length=300, blank=True)
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="fetch")

    class Meta:
        verbose_name = verbose_name_plural = "抓取记录"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pull_id} {self.outcome}"
