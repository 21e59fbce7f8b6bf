"""Registers and their definitions in all versions."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongkai.obligations import source
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Organisation, Person
from gongkai.publication.models import PublicRow
from gongkai.registers import schema

PARSED = 256


@lru_cache(maxsize=PARSED)
def parsed(text: str, name: str) -> schema.Definition:
    """Return what a definition says; a text that was stored was read without fault before."""
    return schema.parse(source.read(text, source=name), source=name)


class RegisterQuerySet(models.QuerySet["Register"]):
    def current(self, on: date) -> RegisterQuerySet:
        """Return the registers that are kept on ``on``."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=on))

    def filled_by(self, organisation: Organisation) -> RegisterQuerySet:
        """Return the registers that belong to what ``organisation`` must disclose."""
        duties = Obligation.objects.for_organisation(organisation).values("pk")
        further = self.model.further.through.objects.filter(obligation__in=duties)
        return self.filter(Q(obligation__in=duties) | Q(pk__in=further.values("register")))


class Register(PublicRow):
    """A register: one kind of entry, under one obligation. Never deleted: retired.

    ``release`` counts what was made public of it, ``total`` the entries that are shown now. ``chain`` is the
    digest over all releases so far, ``defined`` that of the definition under which it was last announced.
    """

    key = models.SlugField("代号", max_length=60, unique=True)
    title = models.CharField("名称", max_length=60)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="registers")
    # What it serves besides: those who publish under one of these fill it in too.
    further = models.ManyToManyField(Obligation, related_name="further_registers", blank=True)
    release = models.PositiveIntegerField("公开批次", default=0)
    last_serial = models.PositiveBigIntegerField("条目序号", default=0)
    total = models.PositiveBigIntegerField("公开条目数", default=0)
    chain = models.CharField("内容链", max_length=64, blank=True)
    defined = models.CharField("已公开的声明", max_length=64, blank=True)
    # The declaration by which it was said how long each entry is shown; 0 before the first release.
    timed_by = models.PositiveIntegerField("展示期所依声明", default=0)
    # The digest of the law by which that was said: of the limits that it names, as they stood then.
    timed_under = models.CharField("展示期所依时限", max_length=64, blank=True)
    released_at = models.DateTimeField("最近公开时间", null=True)
    hold = models.CharField("展示期暂停理由", max_length=300, blank=True)
    # What the catalogue folder said last: a change made at the desk lasts until the folder itself changes.
    file_digest = models.CharField("目录文件摘要值", max_length=64, blank=True)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        ordering = ["obligation__area__order", "key"]

    def __str__(self) -> str:
        return self.title

    @property
    def uri(self) -> str:
        """Return the URI under which acts and clocks speak of this register."""
        return f"register:{self.key}"

    @property
    def is_held(self) -> bool:
        """Whether nothing lapses for now; ``hold`` tells the public why."""
        return bool(self.hold)

    @property
    def definition(self) -> Definition:
        """Return the definition that holds now."""
        return self.definitions.latest("number")

    def get_absolute_url(self) -> str:
        return f"/registers/{self.key}/"

    def content(self) -> dict[str, object]:
        """Return what is announced: which release, under which definition, and the digest of all of it."""
        return {
            "register": self.key,
            "title": self.title,
            "release": self.release,
            "definition": self.defined,
            "chain": self.chain,
        }


class Definition(models.Model):
    """One version of what a register is. Append-only."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="definitions")
    number = models.PositiveIntegerField("版本")
    text = models.TextField("声明")
    digest = models.CharField("摘要值", max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "台账声明"
        ordering = ["register", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "number"], name="registers_definition_once")
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.number}"

    @property
    def said(self) -> schema.Definition:
        """Return the definition as it can be worked with."""
        return parsed(self.text, "声明")
