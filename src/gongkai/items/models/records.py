"""What happened to items: steps, relations, validity, presence; counters; what was typed but not saved."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongkai.items.models.choices import RelationKind, ValidityState, Verb
from gongkai.items.models.item import Item
from gongkai.items.models.version import Version
from gongkai.orgs.models import Person


class Step(models.Model):
    """One move of a version through the workflow. Append-only."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="steps")
    verb = models.CharField("动作", max_length=12, choices=[(v.value, v.label) for v in Verb])
    title = models.CharField("环节", max_length=40, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    reason = models.TextField("意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["verb", "at"], name="items_steps_by_verb")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb}"


def _at(serial: F | int) -> Q:
    """Return the condition that a link is stated at a version of its source."""
    return Q(stated_in__lte=serial) & (Q(dropped_in=None) | Q(dropped_in__gt=serial))


class RelationQuerySet(models.QuerySet["Relation"]):
    def stated(self, version: Version) -> RelationQuerySet:
        """Return the links of an item as one of its versions states them."""
        return self.filter(_at(version.serial), source=version.item_id)

    def public(self) -> RelationQuerySet:
        """Return the links that the public may read: those of the public versions of items not withdrawn."""
        return self.filter(_at(F("source__current__serial")), source__is_public=True)

    def newest(self) -> RelationQuerySet:
        """Return the links as the newest versions state them, drafts included."""
        return self.filter(dropped_in=None)


class Relation(models.Model):
    """A link from one item to another, or to a cited document that is not in the catalogue (``cited``).

    It is part of what is reviewed, signed and published: stated by the version with the serial
    ``stated_in`` and by those after it, until ``dropped_in``. 0 is no version: an act declared it (a repeal
    that names its successor).
    """

    source = models.ForeignKey(Item, models.CASCADE, related_name="relations")
    kind = models.CharField("关系", max_length=12, choices=[(k.value, k.label) for k in RelationKind])
    target = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="referrers")
    cited_number = models.CharField("所引文号", max_length=80, blank=True)
    cited_title = models.CharField("所引标题", max_length=300, blank=True)
    stated_in = models.PositiveIntegerField("自第几版起")
    dropped_in = models.PositiveIntegerField("自第几版起删除", null=True, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "关联"
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "kind", "target"],
                condition=Q(dropped_in=None),
                name="items_relation_once",
            ),
            models.CheckConstraint(
                condition=Q(dropped_in=None) | Q(dropped_in__gt=F("stated_in")),
                name="items_relation_stated_before_dropped",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(cited_number="") | ~Q(cited_title=""),
                name="items_relation_has_target",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="items_relation_not_self"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id or self.cited_number}"

    @property
    def reverse(self) -> str:
        """Return what the source is to the target: 解读本文."""
        return RelationKind(self.kind).reverse

    def is_in(self, serial: int) -> bool:
        """Whether the version with this serial states the link; what an act declared is no version's."""
        return 0 < self.stated_in <= serial and (self.dropped_in is None or serial < self.dropped_in)

    def content(self) -> dict[str, object]:
        """Return what is signed; a target by a name that stays, for it may not be public yet."""
        return {
            "kind": self.kind,
            "target": f"item:{self.target_id}" if self.target_id else None,
            "cited_number": self.cited_number,
            "cited_title": self.cited_title,
        }


class Validity(models.Model):
    """One change of an item's validity (有效/失效/废止/已修改/尚未生效), with its basis. Append-only."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="validities")
    state = models.CharField("有效性", max_length=12, choices=[(v.value, v.label) for v in ValidityState])
    since = models.DateField("自")
    basis = models.CharField("依据", max_length=300)
    successor = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "有效性记录"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.state} {self.since}"


class Presence(models.Model):
    """One change of whether an item may be read: published, withdrawn with reason, restored. Append-only."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="presences")
    is_public = models.BooleanField("公开")
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开状态记录"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.is_public}"


class Serial(models.Model):
    """The counter of one series of index numbers, locked while it counts.

    ``series`` is the organisation's template with all but the serial filled in, for example
    ``330103--2017--{serial:04}``: organisations whose templates then read alike share one counter, since
    the numbers must differ.
    ``skipped`` are serials passed over because a draft claims them; they are handed out if it lets go.
    """

    series = models.CharField("系列", max_length=160, unique=True)
    last = models.PositiveIntegerField("末号", default=0)
    skipped = models.JSONField("待用号", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "编号计数"

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


class Autosave(models.Model):
    """What a clerk has typed but not saved, kept every few seconds so that nothing typed is lost."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    place = models.CharField("位置", max_length=120)
    values = models.JSONField("内容")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "自动保存"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "place"], name="items_autosave_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.place}"
