"""Letters (告知书): written, signed by another person, numbered without gaps, sent and served with proof."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongkai.orgs.models import Organisation, Person
from gongkai.requests.models.cases import Request
from gongkai.requests.models.consultations import Consultation
from gongkai.requests.models.documents import Document


class LetterKind(models.TextChoices):
    RECEIPT = "receipt", "登记回执"
    CORRECTION = "correction", "补正告知书"
    EXTENSION = "extension", "延期答复告知书"
    CONSULT = "consult", "征求意见函"
    OVERRIDE = "override", "公开决定告知书"
    FEE = "fee", "收费通知书"
    REASONS = "reasons", "说明理由通知书"
    ANSWER = "answer", "答复告知书"


class State(models.TextChoices):
    DRAFT = "draft", "起草"
    SUBMITTED = "submitted", "待签发"
    SIGNED = "signed", "已签发"
    SENT = "sent", "已发出"
    SERVED = "served", "已送达"
    CANCELLED = "cancelled", "已作废"


class Way(models.TextChoices):
    """How a letter reaches its addressee; post is the postal enterprise's (国办公开办函〔2016〕235号)."""

    ONLINE = "online", "网上送达"
    IN_PERSON = "in-person", "当面送达"
    POST = "post", "邮寄送达"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"


PREPARING = (State.DRAFT.value, State.SUBMITTED.value)
GONE = (State.SENT.value, State.SERVED.value)
FOUR_EYES = (LetterKind.ANSWER.value, LetterKind.EXTENSION.value, LetterKind.OVERRIDE.value)
"""What nobody may sign who wrote it."""
TO_OTHERS = (LetterKind.CONSULT.value, LetterKind.OVERRIDE.value)
"""What goes to those who are asked, never to the applicant."""


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, person: Person | None, *, on: date) -> LetterQuerySet:
        """Return the letters of the cases that ``person`` handles."""
        return self.filter(request__in=Request.objects.visible_to(person, on=on))

    def waiting(self) -> LetterQuerySet:
        """Return what waits for a signature, the longest first."""
        return self.filter(state=State.SUBMITTED.value).order_by("drafted_at", "pk")

    def returned(self) -> LetterQuerySet:
        """Return what came back from the signer and was not submitted again, the oldest first."""
        back = self.filter(state=State.DRAFT.value).exclude(returned_for="")
        return back.order_by("drafted_at", "pk")

    def to_be_sent(self) -> LetterQuerySet:
        """Return what is signed and has not gone out, the oldest first."""
        return self.filter(state=State.SIGNED.value).order_by("signed_at", "pk")

    def preparing(self) -> LetterQuerySet:
        """Return what is written and not signed yet."""
        return self.filter(state__in=PREPARING)

    def gone(self) -> LetterQuerySet:
        """Return what was sent, and served perhaps."""
        return self.filter(state__in=GONE)

    def for_applicant(self) -> LetterQuerySet:
        """Return what the applicant may read with the query code."""
        return self.gone().exclude(kind__in=TO_OTHERS)


class Letter(models.Model):
    """One letter of a case. ``body`` are paragraphs; ``given`` is what an answer must contain, by need.

    ``paper`` is frozen when it is signed: from it come the PDF and the .docx, the same whenever made.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="letters")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="letters")
    kind = models.CharField("文书", max_length=10, choices=LetterKind.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT.value)
    year = models.PositiveSmallIntegerField("年度", null=True)
    serial = models.PositiveIntegerField("序号", null=True)
    number = models.CharField("文号", max_length=60, blank=True)
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, related_name="letters")
    outcome = models.CharField("答复种类", max_length=24, blank=True)
    given = models.JSONField("应当载明的内容", default=dict)
    body = models.TextField("正文", max_length=20000, blank=True)
    appointed_on = models.DateField("指定期限", null=True)
    amount = models.PositiveIntegerField("金额（元）", null=True)
    working_days = models.PositiveSmallIntegerField("延长（工作日）", null=True)
    paper = models.JSONField("定稿", default=dict)
    enclosures = models.ManyToManyField(Document, related_name="enclosed_in")
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    returned_for = models.CharField("退回理由", max_length=300, blank=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField("签发时间", null=True)
    way = models.CharField("送达方式", max_length=10, choices=Way.choices, blank=True)
    sent_on = models.DateField("发出之日", null=True)
    served_on = models.DateField("送达之日", null=True)
    proof = models.ForeignKey(Document, models.PROTECT, null=True, related_name="proves")
    late_for = models.CharField("逾期理由", max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["request", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "year", "serial"], name="requests_letter_once"),
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=Q(state__in=PREPARING, consultation=None),
                name="requests_one_draft_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["consultation", "kind"],
                condition=Q(state__in=PREPARING),
                name="requests_one_draft_to_a_party",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "cancelled"])
                | Q(signed_by__isnull=False, signed_at__isnull=False, serial__isnull=False) & ~Q(number=""),
                name="requests_signed_is_numbered",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None)
                | ~Q(kind__in=["answer", "extension", "override"])
                | ~Q(signed_by=F("drafted_by")),
                name="requests_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "served"]) | Q(sent_on__isnull=False) & ~Q(way=""),
                name="requests_sent_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="served") | Q(served_on__gte=F("sent_on")),
                name="requests_served_after_sent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "organisation"], name="requests_letters_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether its words may still be changed."""
        return self.state in {State.DRAFT.value, State.SUBMITTED.value}

    @property
    def is_to_others(self) -> bool:
        """Whether it goes to somebody who is asked, not to the applicant."""
        return self.kind in TO_OTHERS

    @property
    def needs_another(self) -> bool:
        """Whether somebody else than its author must sign it."""
        return self.kind in FOUR_EYES
