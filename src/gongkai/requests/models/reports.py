"""The annual reports on the work of disclosure: as they are worked on, as they were published, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate

from gongkai.orgs.models import Kind as OrganisationKind
from gongkai.orgs.models import Organisation, OrganisationQuerySet, Person, Post, Role
from gongkai.publication.models import PublicRow
from gongkai.requests.models.events import Fixed
from gongkai.requests.reports.composing import title_of

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
    REOPENED = "reopened", "更正中"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN = (ReportState.DRAFT.value, ReportState.RETURNED.value, ReportState.REOPENED.value)
MOVING = (ReportState.SUBMITTED.value, ReportState.RETURNED.value, ReportState.ACCEPTED.value)
"""The states through which a report goes whether or not it was published before."""


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
    """The report of one organisation on one year, as it is worked on; its editions are what the public reads.

    While it is open its figures are counted anew whenever it is looked at; ``figures`` holds them as they
    were when it was submitted. ``sections`` are its words by section; ``revision`` counts how often they
    were saved. ``edition`` is the number of the last edition, ``retracted`` of the last that was taken back:
    nobody reads that or an earlier one any more. ``published_at`` is when the first became public.
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
    retracted = models.PositiveIntegerField("撤回至第几版", default=0)
    due_on = models.DateField("公布期限")
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    objects = AnnualReportQuerySet.as_manager()
    content_needs: ClassVar = ("organisation", "editions")

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
                condition=Q(edition=0, published_at=None) | Q(edition__gt=0, published_at__isnull=False),
                name="requests_report_published_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(is_public=True, edition__gt=F("retracted"))
                | Q(is_public=False, edition=F("retracted")),
                name="requests_report_public_unless_retracted",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", edition=0)
                | Q(state="published", is_public=True)
                | Q(state="withdrawn", is_public=False, edition__gt=0)
                | Q(state="reopened", edition__gt=0)
                | Q(state__in=MOVING),
                name="requests_report_state_fits_editions",
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
    def is_withdrawn(self) -> bool:
        """Whether the public could read it once and can no more."""
        return bool(self.edition) and not self.is_public

    @property
    def is_amending(self) -> bool:
        """Whether it was published once and another edition is being made."""
        return bool(self.edition) and self.state not in {ReportState.PUBLISHED, ReportState.WITHDRAWN}

    @property
    def name(self) -> str:
        return self.organisation.name

    @property
    def title(self) -> str:
        return title_of(self.name, self.year)

    def get_absolute_url(self) -> str:
        return f"/annual-reports/{self.year}/{self.organisation.key}/"

    def last_edition(self) -> Edition | None:
        """Return the newest edition, whether it may still be read or not; None before there is one."""
        return next((each for each in self.editions.all() if each.number == self.edition), None)

    def content(self) -> dict[str, object]:
        """Return what is announced: the words and the figures of the last edition."""
        return self.content_as(version=self.edition, validity="") or {}

    def content_as(self, *, version: int, validity: str) -> dict[str, object] | None:
        """Return the same of the edition of this number."""
        return next((each.content() for each in self.editions.all() if each.number == version), None)

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


class EditionQuerySet(models.QuerySet["Edition"]):
    def readable(self) -> EditionQuerySet:
        """Return the editions that anyone may read: those of public reports that were not taken back."""
        found = self.filter(report__is_public=True, number__gt=F("report__retracted"))
        return found.select_related("report__organisation")

    def current(self) -> EditionQuerySet:
        """Return what holds of each public report, the newest year first."""
        found = self.readable().filter(number=F("report__edition"))
        return found.order_by("-report__year", "report__organisation__order", "report__organisation__key")


class Edition(Fixed):
    """A report as it was published: its words, its figures, the name that its organisation bore.

    ``reason`` says why there is another after the first.
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版次")
    name = models.CharField("单位名称", max_length=100)
    sections = models.JSONField("文字", default=dict)
    figures = models.JSONField("数字", default=dict)
    reason = models.CharField("更正原因", max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("公布时间")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度报告版本"
        ordering = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="requests_edition_once"),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
                name="requests_edition_says_why",
            ),
            models.CheckConstraint(condition=~Q(figures={}), name="requests_edition_has_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"

    @property
    def year(self) -> int:
        return self.report.year

    @property
    def organisation(self) -> Organisation:
        return self.report.organisation

    @property
    def is_current(self) -> bool:
        return self.number == self.report.edition

    @property
    def is_readable(self) -> bool:
        """Whether it was not taken back."""
        return self.number > self.report.retracted

    @property
    def title(self) -> str:
        return title_of(self.name, self.year)

    @property
    def address(self) -> str:
        """The page of this edition for ever, whatever follows it."""
        return f"{self.report.get_absolute_url()}editions/{self.number}/"

    def get_absolute_url(self) -> str:
        """Return where it is read: as long as it holds, at the address of the report."""
        return self.report.get_absolute_url() if self.is_current else self.address

    def content(self) -> dict[str, object]:
        """Return what was announced."""
        return {
            "organisation": self.organisation.key,
            "name": self.name,
            "year": self.year,
            "sections": self.sections,
            "figures": self.figures,
        }
