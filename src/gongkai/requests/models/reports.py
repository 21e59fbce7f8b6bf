"""The annual reports on the work of disclosure, what was corrected in them, and how they came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.orgs.models import Kind as OrganisationKind
from gongkai.orgs.models import Organisation, OrganisationQuerySet, Person, Post, Role
from gongkai.publication.models import PublicRow
from gongkai.requests.models.events import Fixed

UNITS = (OrganisationKind.OFFICE.value, OrganisationKind.DEPARTMENT.value, OrganisationKind.STREET.value)
"""Who reports to a government (条例第四十九条)."""

REPORTING = (OrganisationKind.GOVERNMENT.value, *UNITS)
Place = tuple[str, str, str]


def reporting(year: int) -> OrganisationQuerySet:
    """Return the organisations that owe a report on a year: all that were there on some day of it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    there = Organisation.objects.filter(kind__in=REPORTING, valid_from__lte=last)
    return there.filter(Q(valid_to=None) | Q(valid_to__gte=first)).select_related("region")


def units_of(government: Organisation, year: int) -> OrganisationQuerySet:
    """Return whose reports that of a government sums up: the bodies of its district and its streets."""
    district = Q(region=government.region_id) | Q(region__parent=government.region_id)
    return reporting(year).filter(district, kind__in=UNITS)


class ReportState(models.TextChoices):
    DRAFT = "draft", "编制中"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已审定"
    PUBLISHED = "published", "已公布"


OPEN = (ReportState.DRAFT.value, ReportState.RETURNED.value)


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def public(self) -> AnnualReportQuerySet:
        """Return what anyone may read, the newest year first."""
        return self.filter(is_public=True).select_related("organisation")

    def visible_to(self, person: Person | None, *, at: datetime) -> AnnualReportQuerySet:
        """Return what ``person`` (None: the public) may see: what is public, and those of their own bodies;
        the openness office sees all.
        """
        if person is None or not person.is_authenticated:
            return self.public()
        on = localdate(at)
        if any(role == Role.OPENNESS.value for _, role in Post.objects.held_by(person, on=on)):
            return self.all()
        own = Organisation.objects.kept_by(person, on=on).order_by().values("pk")
        return self.filter(Q(is_public=True) | Q(organisation__in=own))


class AnnualReport(PublicRow):
    """The report of one organisation on one year.

    While it is open its figures are counted anew whenever it is looked at; ``figures`` holds them as they
    were when it was submitted, and so as they were published. ``sections`` are its words by section;
    ``revision`` counts how often they were saved.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="annual_reports"
    )
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField(
        "状态",
        max_length=12,
        choices=[(s.value, s.label) for s in ReportState],
        default=ReportState.DRAFT.value,
    )
    sections = models.JSONField("文字", default=dict, blank=True)
    figures = models.JSONField("数字", default=dict, blank=True)
    revision = models.PositiveIntegerField("修订次数", default=0)
    edition = models.PositiveIntegerField("公布次数", default=0)
    due_on = models.DateField("公布期限")
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    objects = AnnualReportQuerySet.as_manager()
    content_needs: ClassVar = ("organisation",)

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ["-year", "organisation__order", "organisation__key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "year"], name="requests_one_report_a_year"),
            models.UniqueConstraint(
                fields=["address"], condition=~Q(address=""), name="requests_one_page_a_report"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in ReportState]), name="requests_report_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN) | Q(submitted_by__isnull=False) & ~Q(figures={}),
                name="requests_report_submitted_with_figures",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | ~Q(state="published") & Q(published_at=None, is_public=False),
                name="requests_report_published_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year} {self.state}"

    @property
    def uri(self) -> str:
        """The name by which clocks and the log know this report."""
        return f"annual-report:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it may still be written in."""
        return self.state in OPEN

    @property
    def is_of_government(self) -> bool:
        return self.organisation.kind == OrganisationKind.GOVERNMENT.value

    @property
    def title(self) -> str:
        return f"{self.organisation.name}{self.year}年政府信息公开工作年度报告"

    def get_absolute_url(self) -> str:
        return f"/annual-reports/{self.year}/{self.organisation.key}/"

    def content(self) -> dict[str, object]:
        """Return what is announced: the words and the figures."""
        return {
            "organisation": self.organisation.key,
            "year": self.year,
            "sections": self.sections,
            "figures": self.figures,
        }

    def corrected(self) -> dict[Place, str]:
        """Return what stands in the place of what was counted, by cell: the newest correction of each."""
        return newest(self.corrections.all())


class Correction(Fixed):
    """One cell of a report corrected by hand, and why. With no ``text`` the counted figure stands again."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="corrections")
    table = models.CharField("表", max_length=12)
    row = models.CharField("行", max_length=40)
    column = models.CharField("列", max_length=40, blank=True)
    text = models.CharField("数字", max_length=20, blank=True)
    before = models.CharField("更正前", max_length=20, blank=True)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "年度报告数字更正"
        ordering = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="requests_corrected_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.column} {self.text}"

    @property
    def place(self) -> Place:
        return (self.table, self.row, self.column)


def newest(corrections: models.QuerySet[Correction] | Iterator[Correction]) -> dict[Place, str]:
    """Return what holds of several corrections in the order in which they were made."""
    last: Mapping[Place, str] = {each.place: each.text for each in corrections}
    return {place: text for place, text in last.items() if text}


class ReportStep(Fixed):
    """One move of a report between its organisation and the openness office."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="steps")
    state = models.CharField("状态", max_length=12, choices=[(s.value, s.label) for s in ReportState])
    reason = models.TextField("意见", max_length=1000, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "年度报告办理记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.state}"
