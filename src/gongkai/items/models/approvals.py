"""The way of a version to its signature: submissions, who is asked at each step, co-signers, remarks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from gongkai.items.models.choices import Decision
from gongkai.items.models.item import desks_of
from gongkai.items.models.version import Version, differ
from gongkai.orgs.models import Organisation, Person, Post, Role

BY_PEOPLE = ["agreed", "remarked", "returned"]
ANSWERS = [*BY_PEOPLE, "silent"]
STEP = "approval:"
"""How the duties begin to decide a step."""
VERBS = [("review", "审核"), ("cosign", "会签"), ("clear", "保密审查"), ("sign", "签发")]


class Submission(models.Model):
    """What was submitted in one round, as it read then: to be compared with what comes back."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="submissions")
    round = models.PositiveSmallIntegerField("第几次送审")
    header = models.JSONField("目录信息")
    body = models.TextField("正文", blank=True)
    files = models.JSONField("附件", default=dict)
    at = models.DateTimeField("送审时间")

    class Meta:
        verbose_name = verbose_name_plural = "送审稿"
        ordering = ["version", "round"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "round"], name="items_submission_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} 第{self.round}次送审"


class Cosigner(models.Model):
    """An organisation that issues a joint document (联合发文) together with the publisher, in order."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="cosigners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "会签机构"
        ordering = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "organisation"], name="items_cosigner_once"),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def of_round(self) -> ApprovalQuerySet:
        """Return the steps of each version's present round."""
        return self.filter(round=F("version__round"))

    def waiting(self) -> ApprovalQuerySet:
        """Return the steps that somebody is to decide now."""
        return self.of_round().filter(decision="", asked_at__isnull=False)

    def answered(self) -> ApprovalQuerySet:
        """Return the steps that somebody has decided, and those whose silence was consent."""
        return self.filter(decision__in=ANSWERS, asked_at__isnull=False)

    def cosigned_by(self, person: Person, *, at: datetime) -> ApprovalQuerySet:
        """Return what the organisations of ``person`` answered when asked to co-sign, the newest first.

        Their silence, where it counted as consent, too.
        """
        desks = desks_of(person, at=at)
        answered = self.filter(verb="cosign", decision__in=ANSWERS)
        mine = answered if desks is None else answered.filter(organisation__in=desks)
        return mine.order_by("-decided_at", "-pk")

    def worded(self, text: str) -> ApprovalQuerySet:
        """Return the steps of what was submitted under a title or a document number that holds ``text``."""
        then = Submission.objects.filter(version=OuterRef("version"), round=OuterRef("round"))
        found = Q(header__title__icontains=text) | Q(header__doc_number__icontains=text)
        return self.filter(Exists(then.filter(found)))

    def open_to(self, person: Person, *, at: datetime) -> ApprovalQuerySet:
        """Return the waiting steps that ``person`` may decide, in posts of their own or lent to them."""
        wanted = Q(pk__in=[])
        for _, held in held_as(person, at=at):
            wanted |= held
        return self.waiting().filter(wanted)


def held_as(person: Person, *, at: datetime) -> Iterator[tuple[int, Q]]:
    """Yield in whose posts ``person`` may act, and the condition of the steps that they may decide in these.

    Themselves first, then whoever has delegated to them.
    """
    on = localdate(at)
    held = Post.objects.exercised(person, on=on)
    for holder in sorted({whose for _, _, whose in held}, key=lambda pk: (pk != person.pk, pk)):
        posts = [(place, role) for place, role, whose in held if whose == holder]
        yield holder, _decided_in(posts, {person.pk, holder}, on)


def _decided_in(held: list[tuple[int, str]], eyes: set[int], on: date) -> Q:
    """Return the condition of the steps that may be decided in the posts ``held``.

    Four eyes: whoever submitted decides no step, whoever cleared the text of secrets does not sign it, and
    the one for whom somebody acts counts like the one who acts. The openness office reviews for every
    organisation (条例第四条).
    """
    wanted = Q(pk__in=[])
    for role in sorted({role for _, role in held}):
        if role == Role.OPENNESS.value:
            own = Q(organisation=F("version__item__publisher"), role=Role.REVIEWER.value)
            wanted |= Q(role=role) | own
        else:
            own_places = {place for place, held_role in held if held_role == role}
            places = Organisation.objects.papers_of(own_places, on=on).order_by()
            wanted |= Q(role=role, organisation__in=places.values("pk"))
    return (
        wanted
        & _not_among("version__submitted", eyes)
        & (~Q(verb="sign") | _not_among("version__cleared", eyes))
    )


def _not_among(act: str, eyes: set[int]) -> Q:
    by, whom = f"{act}_by", f"{act}_for"
    return (Q(**{by: None}) | ~Q(**{f"{by}__in": eyes})) & (Q(**{whom: None}) | ~Q(**{f"{whom}__in": eyes}))


class Approval(models.Model):
    """One step of one round, to be decided by one organisation; co-signers side by side are several rows.

    ``asked_at`` is when its turn came. ``submitted_by`` and ``submitted_for`` repeat the version's, so that
    the database can refuse a submitter's decision.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="approvals")
    round = models.PositiveSmallIntegerField("第几次送审")
    order = models.PositiveSmallIntegerField("次序")
    key = models.CharField("环节代号", max_length=30)
    title = models.CharField("环节", max_length=40)
    verb = models.CharField("办理", max_length=12, choices=VERBS)
    stage = models.CharField("阶段", max_length=12)
    role = models.CharField("角色", max_length=12, choices=[(r.value, r.label) for r in Role])
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    limit = models.CharField("时限代号", max_length=60, blank=True)
    is_silence_consent = models.BooleanField("逾期视为同意", default=False)
    is_kept_in_emergency = models.BooleanField("紧急公开不能略过", default=False)
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("送请时间", null=True)
    due_at = models.DateTimeField("期满时间", null=True)
    decision = models.CharField(
        "决定", max_length=8, choices=[(d.value, d.label) for d in Decision], blank=True
    )
    remark = models.TextField("意见", blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("办理时间", null=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审签环节"
        ordering = ["version", "round", "order", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "role"], condition=Q(decision=""), name="items_steps_waiting"
            ),
            models.Index(
                fields=["organisation", "-decided_at"], condition=Q(verb="cosign"), name="items_cosigned"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "round", "key", "organisation"], name="items_step_once"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="items_step_decided_iff_dated",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=BY_PEOPLE) | Q(decided_by__isnull=False, asked_at__isnull=False),
                name="items_step_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=BY_PEOPLE) | differ("submitted", "decided"),
                name="items_submitter_decides_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["remarked", "returned", "released"]) | ~Q(remark=""),
                name="items_step_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(decision="silent") | Q(is_silence_consent=True), name="items_silence_by_rule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.organisation}"

    @property
    def duty(self) -> str:
        """The name by which the clock of this step is known."""
        return f"{STEP}{self.pk}"

    def is_late(self, at: datetime) -> bool:
        """Whether it was decided after its time, or waits longer than it may."""
        return self.due_at is not None and (self.decided_at or at) > self.due_at


class Comment(models.Model):
    """A remark at a paragraph of a draft under review. Never public.

    ``place`` is the number of the paragraph when it was written (0: the whole text), ``excerpt`` how it
    began then: by both it is found again after the clerk has changed the text.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="comments")
    round = models.PositiveSmallIntegerField("第几次送审")
    place = models.PositiveIntegerField("第几段", default=0)
    excerpt = models.CharField("原文", max_length=60, blank=True)
    text = models.CharField("批注", max_length=500)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "批注"
        ordering = ["place", "at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="items_comment_says_something"),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="items_comment_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text
