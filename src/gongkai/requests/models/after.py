"""What comes after an answer: complaints, work suggestions to departments, what applicants thought of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.requests.models.cases import HANDLERS, Request
from gongkai.requests.models.events import Fixed
from gongkai.requests.models.proceedings import Proceeding


def is_office(person: Person | None, *, on: date) -> bool:
    """Whether ``person`` acts for the openness office (政府信息公开工作主管部门)."""
    if person is None or not person.is_authenticated:
        return False
    return any(role == Role.OPENNESS.value for _, role, _ in Post.objects.exercised(person, on=on))


def departments_of(person: Person, *, on: date) -> models.QuerySet[Organisation]:
    """Return the organisations on whose requests ``person`` works."""
    posts = Post.objects.exercised(person, on=on)
    return Organisation.objects.papers_of({place for place, role, _ in posts if role in HANDLERS}, on=on)


class Finding(models.TextChoices):
    """What an examination of a complaint came to."""

    FOUNDED = "founded", "属实"
    PARTLY = "partly", "部分属实"
    UNFOUNDED = "unfounded", "不属实"
    NOT_OURS = "not-ours", "不属于受理范围"


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, person: Person | None, *, on: date) -> ComplaintQuerySet:
        """Return what the openness office examines: the body complained of does not learn who complained."""
        return self.all() if is_office(person, on=on) else self.none()

    def open(self) -> ComplaintQuerySet:
        return self.filter(replied_at=None)


class Complaint(models.Model):
    """A complaint about how a body deals with requests (条例第四十七条、第五十一条).

    It comes from an applicant about their case, with what the query code opens, or is written down at the
    desk. ``sealed`` is how whoever complains is reached, where that does not follow from the case.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="被投诉的机关", related_name="complaints"
    )
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="complaints")
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    words = models.TextField("投诉举报的内容", max_length=4000)
    sealed = models.TextField("联系方式（加密）", blank=True)
    received_at = models.DateTimeField("收到时间")
    account = models.CharField("登记人账号", max_length=40, blank=True)
    due_on = models.DateField("答复期限")
    finding = models.CharField("查证结果", max_length=10, choices=Finding.choices, blank=True)
    reply = models.TextField("答复", max_length=4000, blank=True)
    replied_at = models.DateTimeField("答复时间", null=True)
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投诉举报"
        ordering = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "year", "serial"], name="requests_complaint_number"
            ),
            models.CheckConstraint(
                condition=Q(replied_at=None, finding="", reply="", replied_by=None)
                | Q(replied_at__gte=F("received_at"), replied_by__isnull=False)
                & ~Q(finding="")
                & ~Q(reply=""),
                name="requests_complaint_replied_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["replied_at", "due_on"], name="requests_complaints")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"投诉〔{self.year}〕{self.serial}号"

    @property
    def uri(self) -> str:
        return f"request-complaint:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.replied_at is None


class Progress(models.TextChoices):
    ISSUED = "issued", "已发出，待签收"
    READ = "read", "办理中"
    ANSWERED = "answered", "已回复，待审核"
    RETURNED = "returned", "退回重办"
    ACCEPTED = "accepted", "已办结"


OWED = (Progress.ISSUED.value, Progress.READ.value, Progress.RETURNED.value)
"""As long as a suggestion stands so, the department owes an answer."""


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, person: Person | None, *, on: date) -> SuggestionQuerySet:
        """Return what the openness office issued, and to a department what was issued to it."""
        if person is None or not person.is_authenticated:
            return self.none()
        if is_office(person, on=on):
            return self.all()
        return self.filter(organisation__in=departments_of(person, on=on).order_by().values("pk"))

    def overdue(self, on: date) -> SuggestionQuerySet:
        return self.filter(state__in=OWED, due_on__lt=on)


class Suggestion(models.Model):
    """A work suggestion (工作建议) to a department: about a case, what followed it, or in general."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="责任单位", related_name="work_suggestions"
    )
    issuer = models.ForeignKey(Organisation, models.PROTECT, verbose_name="发出单位", related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="suggestions")
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, null=True, related_name="suggestions")
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="suggestions")
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    problem = models.CharField("问题", max_length=20)
    words = models.TextField("建议内容", max_length=4000)
    due_on = models.DateField("回复期限")
    state = models.CharField("状态", max_length=10, choices=Progress.choices, default=Progress.ISSUED.value)
    issued_at = models.DateTimeField("发出时间")
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("最近回复时间", null=True)
    was_late = models.BooleanField("逾期回复", default=False)
    number_of_steps = models.PositiveSmallIntegerField("步数", default=0)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作建议"
        ordering = ["-issued_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "year", "serial"], name="requests_suggestion_number"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "accepted"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="requests_suggestion_answered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "due_on"], name="requests_suggestions")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"工作建议〔{self.year}〕{self.serial}号"

    @property
    def uri(self) -> str:
        return f"request-suggestion:{self.pk}"

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    def is_overdue(self, on: date) -> bool:
        return self.is_owed and self.due_on < on


class Act(models.TextChoices):
    ISSUE = "issue", "发出"
    READ = "read", "签收"
    ANSWER = "answer", "回复"
    ACCEPT = "accept", "认可"
    RETURN = "return", "退回"


class SuggestionStep(Fixed):
    """One step of a suggestion: what was said, by whom; written once."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField("序号")
    act = models.CharField("办理", max_length=8, choices=Act.choices)
    words = models.TextField("说明", blank=True, max_length=4000)
    due_on = models.DateField("回复期限", null=True)
    at = models.DateTimeField("时间")
    account = models.CharField("操作人账号", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "工作建议办理记录"
        ordering = ["suggestion", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["suggestion", "number"], name="requests_suggestion_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_act_display()}"


class Rating(models.Model):
    """What an applicant thought of how their case was dealt with; once a case, and without a name."""

    request: models.OneToOneField[Request, Request] = models.OneToOneField(
        Request, models.PROTECT, related_name="rating"
    )
    stars = models.PositiveSmallIntegerField("星级")
    words = models.TextField("意见", max_length=500, blank=True)
    given_at = models.DateTimeField("评价时间")
    changed_at = models.DateTimeField("修改时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "满意度评价"
        ordering = ["-given_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="requests_one_to_five_stars"),
        ]
        indexes: ClassVar = [models.Index(fields=["given_at"], name="requests_ratings")]

    def __str__(self) -> str:
        return f"{self.stars}星"

    def is_changeable(self, *, days: int, at: datetime) -> bool:
        """Whether it was given no more than so many days ago."""
        return (at - self.given_at).days < days
