"""The disclosure catalogue as stored: areas, obligations and who must meet them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from gongkai.orgs.models import Kind, Organisation

GROUP_DEPARTMENTS = (Kind.DEPARTMENT.value, Kind.OFFICE.value)  # whom 所有部门 means


class Area(models.Model):
    """A key area (重点领域): one column of the portal."""

    key = models.SlugField("代号", max_length=60, unique=True)
    title = models.CharField("名称", max_length=60)
    order = models.PositiveSmallIntegerField("次序", default=1000)
    summary = models.CharField("说明", max_length=200, blank=True)
    pilot = models.PositiveSmallIntegerField("试点领域序号", null=True, blank=True)
    systems = models.JSONField("工作要点", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "领域"
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/areas/{self.key}/"


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def current(self, on: date) -> ObligationQuerySet:
        """Return what must be disclosed on ``on``: not retired by then and within its own dates."""
        return (
            self.filter(Q(retired_on=None) | Q(retired_on__gt=on))
            .filter(Q(valid_from=None) | Q(valid_from__lte=on))
            .filter(Q(valid_to=None) | Q(valid_to__gte=on))
        )

    def retired(self, on: date) -> ObligationQuerySet:
        return self.filter(retired_on__lte=on)

    def of_area(self, key: str) -> ObligationQuerySet:
        return self.filter(area__key=key)

    def for_organisation(self, organisation: Organisation) -> ObligationQuerySet:
        """Return what ``organisation`` must disclose, named or as one of all departments or all streets."""
        named = Publisher.objects.filter(organisation=organisation).values("obligation_id")
        return self.filter(Q(pk__in=named) | _group_of(organisation))

    def with_statutory_item(self, code: str) -> ObligationQuerySet:
        """Return what falls under a statutory item such as ``20.7``."""
        return self.filter(marks__code=code)

    def periodic(self) -> ObligationQuerySet:
        """Return the obligations with a cadence: something is expected at certain times."""
        return self.exclude(cadence="")

    def search(self, text: str) -> ObligationQuerySet:
        found = Q(key__icontains=text)
        for column in ("level1", "level2", "level3"):
            found |= Q(**{f"{column}__icontains": text})
        return self.filter(found)


def _group_of(organisation: Organisation) -> Q:
    """Return the condition for the group words 所有部门 and 所有街道; an institution belongs to neither."""
    if organisation.kind in GROUP_DEPARTMENTS:
        return Q(all_departments=True)
    if organisation.kind == Kind.STREET:
        return Q(all_streets=True)
    return Q(pk__in=[])


class Obligation(models.Model):
    """One row of the catalogue (公开事项): what must be public, by whom, by when. Never deleted: retired."""

    key = models.SlugField("代号", max_length=80, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name="领域", related_name="obligations")
    order = models.PositiveIntegerField("次序", default=100000)
    level1 = models.CharField("一级事项", max_length=60)
    level2 = models.CharField("二级事项", max_length=80)
    level3 = models.CharField("三级事项", max_length=80, blank=True)
    elements = models.JSONField("公开内容（要素）", default=list)
    basis = models.JSONField("公开依据", default=list)
    limit_text = models.CharField("公开时限", max_length=200)
    limit = models.JSONField("时限规则", default=dict)
    cadence = models.CharField("周期", max_length=12, blank=True)
    publishers: models.ManyToManyField[Organisation, Publisher] = models.ManyToManyField(
        Organisation, through="Publisher", verbose_name="公开主体", related_name="obligations"
    )
    publisher_keys = models.JSONField("公开主体代号", default=list)
    all_departments = models.BooleanField("所有部门", default=False)
    all_streets = models.BooleanField("所有街道", default=False)
    channels = models.JSONField("公开渠道和载体", default=list)
    audience = models.CharField("公开对象", max_length=60)
    manner = models.CharField("公开方式", max_length=10)
    levels = models.JSONField("公开层级", default=list)
    stage = models.CharField("五公开", max_length=10)
    statutory_items = models.JSONField("法定主动公开内容", default=list)
    systems = models.JSONField("工作要点", default=list)
    competence = models.CharField("权限说明", max_length=300, blank=True)
    # Whose texts are administrative normative documents: proofing asks where a version is not marked as one.
    is_normative = models.BooleanField("规范性文件", default=False)
    valid_from = models.DateField("施行日期", null=True, blank=True)
    valid_to = models.DateField("失效日期", null=True, blank=True)
    digest = models.CharField("摘要值", max_length=64)
    # What the catalogue folder said last: a change made at the desk lasts until the folder itself changes.
    file_digest = models.CharField("目录文件摘要值", max_length=64, blank=True)
    source = models.CharField("来源", max_length=120)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开事项"
        ordering = ["area__order", "order", "key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="obligations_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return "—".join(filter(None, [self.level2, self.level3]))

    @property
    def address(self) -> str:
        """Return the URI under which acts and clocks speak of this obligation."""
        return f"obligation:{self.key}"

    @property
    def publisher_names(self) -> list[str]:
        """Return who must disclose it: the groups first, then the short names of those named."""
        groups = {"所有部门": self.all_departments, "所有街道": self.all_streets}
        return [name for name, is_meant in groups.items() if is_meant] + [
            each.short_name for each in self.publishers.all()
        ]

    @property
    def basis_text(self) -> str:
        """Return the legal basis in one line; what was not checked against the official text says so."""
        return "、".join(
            each["text"] + ("（待核实）" if each.get("certain") is False else "") for each in self.basis
        )

    def is_in_force(self, on: date) -> bool:
        """Return whether ``on`` lies within the row's own dates."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)

    def subject_of(self, organisation: Organisation) -> str:
        """Return the URI under which a clock speaks of what ``organisation`` owes."""
        return f"{self.address}/{organisation.key}"

    def responsible(self, on: date) -> models.QuerySet[Organisation]:
        """Return the organisations that must disclose it on ``on``: those named and those of its groups."""
        wanted = Q(publisher_rows__obligation=self)
        if self.all_departments:
            wanted |= Q(kind__in=GROUP_DEPARTMENTS)
        if self.all_streets:
            wanted |= Q(kind=Kind.STREET.value)
        named = Organisation.objects.filter(wanted).values("pk")
        return Organisation.objects.valid_on(on).filter(pk__in=named)

    def get_absolute_url(self) -> str:
        return f"/catalogue/obligations/{self.key}/"

    def get_desk_url(self) -> str:
        return reverse("obligations:detail", args=[self.key])


class Publisher(models.Model):
    """One organisation named as 公开主体 of one obligation."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="publisher_rows")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="publisher_rows")

    class Meta:
        verbose_name = verbose_name_plural = "公开主体"
        ordering = ["organisation__order", "organisation__key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "organisation"], name="obligations_publisher_once")
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.organisation_id}"


class Mark(models.Model):
    """A statutory item (法定主动公开内容) under which an obligation is asked for.

    Derived from the obligation's list, because not every database can look into a JSON list.
    """

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="marks")
    code = models.CharField("编号", max_length=8)

    class Meta:
        verbose_name = verbose_name_plural = "事项标记"
        indexes: ClassVar = [models.Index(fields=["code"], name="obligations_mark_code")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["obligation", "code"], name="obligations_mark_once")
        ]

    def __str__(self) -> str:
        return self.code
