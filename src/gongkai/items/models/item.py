"""What an item is: its number, publisher, presence and validity; its wordings stand in ``version``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from gongkai.items.models.choices import Kind, ValidityState
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.publication.models import PublicRow

PUBLIC = Q(is_public=True)
PORTION = 1000
"""So many items with neighbouring keys are listed together for machines: an act renews one such list."""


def desks_of(person: Person, *, at: datetime) -> models.QuerySet[Organisation] | None:
    """Return the organisations on whose papers ``person`` works; None means on everyone's."""
    held = Post.objects.exercised(person, on=localdate(at))
    if any(role == Role.OPENNESS.value for _, role, _ in held):
        return None
    return Organisation.objects.papers_of({place for place, _, _ in held}, on=localdate(at)).order_by()


class ItemQuerySet(models.QuerySet["Item"]):
    def public(self) -> ItemQuerySet:
        """Return what anyone may read."""
        return self.filter(is_public=True)

    def visible_to(self, person: Person | None, *, at: datetime) -> ItemQuerySet:
        """Return what ``person`` (None: the public) may see: public items, and those of their own desk."""
        if person is None or not person.is_authenticated:
            return self.public()
        return self.public() | self.at_desk(person, at=at)

    def at_desk(self, person: Person | None, *, at: datetime) -> ItemQuerySet:
        """Return what ``person`` works on, drafts and public: the items of the organisations of their posts.

        The openness office sees all; a stranger nothing.
        """
        if person is None or not person.is_authenticated:
            return self.none()
        desks = desks_of(person, at=at)
        return self.all() if desks is None else self.filter(publisher__in=desks)

    def years(self) -> list[int]:
        """Return the years in which these items were published, the newest first."""
        days = self.order_by().values_list("published_on", flat=True).distinct()
        return sorted({day.year for day in days if day}, reverse=True)

    def portions(self) -> list[int]:
        """Return the numbers of the portions in which there are any of these items."""
        found = self.order_by().values_list((F("pk") - 1) / PORTION + 1, flat=True).distinct()
        return sorted(int(number) for number in found)

    def in_portion(self, number: int) -> ItemQuerySet:
        """Return the items of one portion in the order in which they were begun."""
        last = number * PORTION
        return self.filter(pk__gt=last - PORTION, pk__lte=last).order_by("pk")

    def titled(self, text: str, *, own: ItemQuerySet, exactly: bool = False) -> ItemQuerySet:
        """Return the items called so: by what anyone may read, and those of ``own`` by their drafts too."""
        how = "" if exactly else "__icontains"
        public = Q(is_public=True, **{f"current__title{how}": text})
        drafts = own.filter(**{f"versions__title{how}": text})
        return self.filter(public | Q(pk__in=drafts.values("pk")))

    def with_header(self) -> ItemQuerySet:
        """Fetch publisher, obligation and the public version along: what lists and headers show."""
        return self.select_related("publisher", "obligation", "obligation__area", "current")


class Item(PublicRow):
    """One piece of government information, from draft to repeal. ``number`` is its 信息索引号."""

    number = models.CharField("信息索引号", max_length=80, unique=True, null=True, blank=True, editable=False)
    kind = models.CharField("种类", max_length=16, choices=[(k.value, k.label) for k in Kind])
    publisher = models.ForeignKey(Organisation, models.PROTECT, verbose_name="公开部门", related_name="items")
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, verbose_name="公开事项", null=True, blank=True, related_name="items"
    )
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("起草时间")
    first_published_at = models.DateTimeField("首次公开时间", null=True, editable=False, db_index=True)
    # What the public reads as 发布时间: an imported item keeps the day it was first published elsewhere.
    published_on = models.DateField("发布日期", null=True, editable=False)
    current = models.OneToOneField(
        "Version", models.PROTECT, null=True, blank=True, editable=False, related_name="current_of"
    )
    # Of the current version: lists are sorted by day, which no index over two tables can do.
    theme = models.CharField("主题分类", max_length=60, blank=True, editable=False)
    genre = models.CharField("体裁分类", max_length=20, blank=True, editable=False)
    validity = models.CharField(
        "有效性",
        max_length=12,
        choices=[(v.value, v.label) for v in ValidityState],
        default=ValidityState.VALID.value,
        editable=False,
    )

    objects = ItemQuerySet.as_manager()
    content_needs: ClassVar = (
        "publisher",
        "relations",
        "current__attachments",
        "current__obligation",
        "versions__attachments",
        "versions__obligation",
    )

    class Meta:
        verbose_name = verbose_name_plural = "政府信息"
        ordering = ["-published_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(number__isnull=False, current__isnull=False),
                name="items_public_has_number_and_version",
            ),
        ]
        # One for each list of the portal: counted and turned to any page without touching a row.
        indexes: ClassVar = [
            models.Index(fields=["-published_on", "-id"], condition=PUBLIC, name="items_newest"),
            models.Index(fields=["publisher"], condition=Q(is_public=False), name="items_hidden"),
            *(
                models.Index(
                    fields=[column, "-published_on", "-id"], condition=PUBLIC, name=f"items_{column}_newest"
                )
                for column in ("kind", "publisher", "obligation", "theme", "genre")
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"草稿 {self.pk}"

    @property
    def uri(self) -> str:
        """The name by which clocks and logs know this item, draft or public."""
        return f"item:{self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was public and is so no more."""
        return bool(self.address) and not self.is_public

    @property
    def portion(self) -> int:
        return (int(self.pk) - 1) // PORTION + 1

    def get_absolute_url(self) -> str:
        return f"/items/{self.number}/"

    def content(self) -> dict[str, object]:
        if self.current is None:
            raise ValueError(f"{self.uri} 没有公开过的版本")
        self.current.item = self  # what was fetched with this row is not asked for again
        return self.current.content(validity=self.validity)

    def content_as(self, *, version: int, validity: str) -> dict[str, object] | None:
        kept = next((each for each in self.versions.all() if each.serial == version), None)
        return kept.content(validity=validity) if kept else None

    def files(self) -> list[tuple[str, Path]]:
        return [(each.sha256, each.path) for each in self.current.attachments.all()] if self.current else []
