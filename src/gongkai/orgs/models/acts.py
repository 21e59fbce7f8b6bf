"""The log of privileged acts: who did what to which thing, when. Written once and kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from gongkai.orgs import rules, wording
from gongkai.orgs.models.people import Organisation, Person, Post


class AppendOnly(Exception):
    """The log is written once and kept."""


class ActQuerySet(models.QuerySet["Act"]):
    def about(self, thing: str) -> ActQuerySet:
        return self.filter(thing=thing)

    def visible_to(self, person: Person, *, on: date) -> ActQuerySet:
        """Return the log for those who may read it, nothing for others."""
        may = rules.allows(Post.objects.of(person, on=on).roles(), "read-log")
        return self.all() if may else self.none()

    def verbs(self) -> list[str]:
        """Return what was done at all, once each."""
        return list(self.order_by("verb").values_list("verb", flat=True).distinct())

    def matching(  # noqa: PLR0913 - a filter bar has as many fields
        self,
        *,
        account: str = "",
        verb: str = "",
        thing: str = "",
        organisation: Organisation | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> ActQuerySet:
        """Return the acts that meet every filter given; ``until`` is included."""
        wanted = {
            "account": account,
            "verb": verb,
            "thing__icontains": thing,
            "organisation_key": organisation.key if organisation else "",
            "at__date__gte": since,
            "at__date__lte": until,
        }
        return self.filter(**{name: value for name, value in wanted.items() if value})


class Act(models.Model):
    """One privileged act. Holds no foreign keys, so that history outlives what it describes."""

    at = models.DateTimeField("时间", db_index=True)
    account = models.CharField("账号", max_length=40, db_index=True)
    name = models.CharField("姓名", max_length=40)
    verb = models.CharField("动作", max_length=40)
    thing = models.CharField("对象", max_length=200, db_index=True)
    organisation_key = models.CharField("机构", max_length=60, blank=True, db_index=True)
    detail = models.JSONField("详情", default=dict)

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作日志"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.verb} {self.thing}"

    @property
    def label(self) -> str:
        return wording.verb(self.verb)

    @property
    def about(self) -> tuple[str, str]:
        """What it was done to in words, and where that stands at the desk."""
        return wording.thing(self.thing)

    @property
    def details(self) -> list[tuple[str, str]]:
        return wording.details(self.detail)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("操作日志只能追加，不能改动")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("操作日志只能追加，不能删除")
