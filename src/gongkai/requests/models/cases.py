"""The case of a request (依申请公开): what is asked, how it came in, and where it stands on each axis."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.requests.rules.course import LEGAL, Case, Contest, Service, Stage, Time
from gongkai.requests.rules.receipt import Evidence

HANDLERS = (Role.CLERK.value, Role.REVIEWER.value, Role.SIGNER.value)
"""Who works on the requests made to their organisation."""

OPEN = (Stage.REGISTERED.value, Stage.HANDLING.value, Stage.CORRECTING.value, Stage.DECIDED.value)
WITHDRAWN_UNRECEIVED = Q(decision="withdrawn", received_on=None)


class Asker(models.TextChoices):
    """The kinds of applicant that the annual report tells apart (国办公开办函〔2021〕30号)."""

    CITIZEN = "citizen", "自然人"
    BUSINESS = "business", "商业企业"
    RESEARCH = "research", "科研机构"
    WELFARE = "welfare", "社会公益组织"
    LEGAL = "legal", "法律服务机构"
    OTHER = "other", "其他"

    @property
    def is_person(self) -> bool:
        return self is Asker.CITIZEN


class Subject(models.TextChoices):
    INFORMATION = "information", "政府信息公开申请"
    OWN_RECORD = "own-record", "更正本人信息记录"


class Channel(models.TextChoices):
    WEB = "web", "网上提交"
    IN_PERSON = "in-person", "当面提交"
    ORAL = "oral", "口头提出（代为填写）"
    SIGNED_MAIL = "signed-mail", "邮寄（签收）"
    PLAIN_MAIL = "plain-mail", "邮寄（平常信函）"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"


class Supply(models.TextChoices):
    PAPER = "paper", "纸质"
    EMAIL = "electronic", "电子文件"
    DISC = "disc", "光盘"


class Delivery(models.TextChoices):
    ONLINE = "online", "网上查看"
    POST = "post", "邮寄"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"
    PICK_UP = "pick-up", "自行领取"
    READ = "read", "当场阅读、抄录"


class Number(models.Model):
    """The last number given in one series of an organisation and a year: requests, or letters."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    series = models.CharField("编号种类", max_length=12)
    year = models.PositiveSmallIntegerField("年度")
    last = models.PositiveIntegerField("最后一号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "series", "year"], name="requests_one_series"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year} {self.last}"


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, person: Person | None, *, on: date) -> RequestQuerySet:
        """Return the requests that ``person`` handles: made to their organisations, or to any in the district
        for the openness office. Nobody else sees one at the desk, and a stranger none.
        """
        if person is None or not person.is_authenticated:
            return self.none()
        posts = Post.objects.exercised(person, on=on)
        if any(role == Role.OPENNESS.value for _, role, _ in posts):
            return self.all()
        mine = Organisation.objects.papers_of({place for place, role, _ in posts if role in HANDLERS}, on=on)
        return self.filter(organisation__in=mine.order_by().values("pk"))

    def open(self) -> RequestQuerySet:
        """Return what is not answered and served yet."""
        return self.filter(stage__in=OPEN)

    def overdue(self, at: datetime) -> RequestQuerySet:
        """Return what runs and was not answered when its time was over."""
        return self.open().filter(time=Time.RUNNING.value, answered_on=None, due_at__lt=at)

    def received_in(self, year: int) -> RequestQuerySet:
        return self.filter(received_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def of_the_applicant_of(self, request: Request) -> RequestQuerySet:
        """Return the other cases of the same applicant, as far as it is known who that is."""
        same = self.filter(applicant__fingerprint=request.applicant.fingerprint)
        return same.exclude(pk=request.pk)

    def earlier_in_month(self, request: Request) -> RequestQuerySet:
        """Return what the same applicant asked of the same organ earlier in the calendar month of a case."""
        day = request.received_on
        if day is None:
            return self.none()
        before = Q(received_on__lt=day) | Q(received_on=day, pk__lt=request.pk)
        same = self.of_the_applicant_of(request).filter(organisation=request.organisation)
        return same.filter(before, received_on__gte=day.replace(day=1))

    def counted_in(self, year: int) -> RequestQuerySet:
        """Return what was answered for the first time in a year: what its annual report counts."""
        return self.filter(counted_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def pending_at_end_of(self, year: int) -> RequestQuerySet:
        """Return what had been received by 31 December and was not answered by then."""
        last = date(year, 12, 31)
        return self.filter(received_on__lte=last).filter(Q(counted_on=None) | Q(counted_on__gt=last))


def _legal() -> Q:
    """Return the pairs of the axes that may stand in a row: as the rules hold them, once more by itself."""
    each = (
        Q(stage=stage.value, time__in=_values(times), service__in=_values(services))
        & (~Q(decision="") if is_decided else Q(decision=""))
        for stage, (times, is_decided, services) in LEGAL.items()
    )
    return reduce(or_, each)


def _values(kinds: Collection[Time] | Collection[Service]) -> list[str]:
    """Return plain words in order: a migration knows nothing of ours."""
    return sorted(each.value for each in kinds)


def _choices(kind: Collection[Stage | Time | Service | Contest]) -> list[tuple[str, str]]:
    return [(each.value, each.label) for each in kind]


class Request(models.Model):
    """One request to one organisation about one matter (一事一申请).

    The axes are those of ``rules.course.Case``, written by the services after each event;
    ``number_of_events`` tells two clerks apart who act at once. ``counted_on`` and ``counted_as`` say where
    and when the annual report counts it: its first answer, whatever a court makes of it later.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="受理机关", related_name="requests"
    )
    subject = models.CharField(
        "事项", max_length=12, choices=Subject.choices, default=Subject.INFORMATION.value
    )
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    code_digest = models.CharField("查询码摘要", max_length=64, unique=True)
    asker = models.CharField("申请人类别", max_length=10, choices=Asker.choices)
    title = models.CharField("所需信息名称", max_length=200)
    content = models.TextField("所需信息内容描述", max_length=4000)
    use = models.TextField("所需信息的用途", max_length=1000, blank=True)
    supply = models.CharField("提供方式", max_length=12, choices=Supply.choices)
    delivery = models.CharField("获取方式", max_length=8, choices=Delivery.choices)
    channel = models.CharField("提交渠道", max_length=12, choices=Channel.choices)
    submitted_on = models.DateField("提交之日", null=True)
    signed_on = models.DateField("签收之日", null=True)
    arrived_on = models.DateField("进入接收系统之日", null=True)
    confirmed_on = models.DateField("确认之日", null=True)
    received_on = models.DateField("收到申请之日", null=True)
    receipt_basis = models.CharField("收到之日的依据", max_length=300, blank=True)
    registered_at = models.DateTimeField("登记时间")
    stage = models.CharField("阶段", max_length=10, choices=_choices(list(Stage)))
    time = models.CharField("期限", max_length=8, choices=_choices(list(Time)))
    decision = models.CharField("答复种类", max_length=24, blank=True)
    service = models.CharField("送达", max_length=8, choices=_choices(list(Service)))
    contest = models.CharField("救济", max_length=10, choices=_choices(list(Contest)))
    was_extended = models.BooleanField("已延期", default=False)
    is_urgent = models.BooleanField("优先办理", default=False)
    assistance = models.CharField("需要的帮助", max_length=200, blank=True)
    due_at = models.DateTimeField("答复期限届满时间", null=True)
    due_on = models.DateField("答复期限", null=True)
    decided_on = models.DateField("作出答复之日", null=True)
    answered_on = models.DateField("答复之日", null=True)
    counted_on = models.DateField("计入年报之日", null=True)
    counted_as = models.CharField("计入年报的答复种类", max_length=24, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    handler = models.ForeignKey(
        Person, models.PROTECT, verbose_name="经办人", null=True, related_name="requests"
    )
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="分自", null=True, related_name="parts")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="并入", null=True, related_name="merged"
    )
    number_of_events = models.PositiveSmallIntegerField("事件数", default=0)
    anonymised_on = models.DateField("去标识之日", null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "政府信息公开申请"
        ordering = ["-registered_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "year", "serial"], name="requests_number_once"),
            models.CheckConstraint(condition=_legal(), name="requests_axes_fit"),
            models.CheckConstraint(
                condition=Q(stage=Stage.REGISTERED.value, received_on=None)
                | Q(received_on__isnull=False) & ~Q(stage=Stage.REGISTERED.value)
                | WITHDRAWN_UNRECEIVED,
                name="requests_received_iff_begun",
            ),
            models.CheckConstraint(
                condition=Q(counted_on=None, counted_as="") | Q(counted_on__isnull=False) & ~Q(counted_as=""),
                name="requests_counted_whole",
            ),
            models.CheckConstraint(
                condition=Q(counted_on=None) | Q(counted_on__gte=F("received_on")),
                name="requests_counted_after_receipt",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "stage", "due_at"], name="requests_board"),
            models.Index(fields=["stage", "due_at"], name="requests_board_of_all"),
            models.Index(fields=["organisation", "-registered_at"], name="requests_list"),
            models.Index(fields=["-registered_at"], name="requests_list_of_all"),
            models.Index(fields=["received_on", "organisation"], name="requests_received"),
            models.Index(fields=["counted_on", "organisation"], name="requests_counted"),
            models.Index(fields=["received_on", "organisation", "asker", "subject"], name="requests_askers"),
            models.Index(
                fields=[
                    "counted_on",
                    "organisation",
                    "counted_as",
                    "received_on",
                    "due_on",
                    "answered_on",
                    "subject",
                ],
                name="requests_answers",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """How the case is called: by year and serial within its organisation."""
        return f"依申请〔{self.year}〕{self.serial}号"

    @property
    def uri(self) -> str:
        """The name by which clocks, notices and the log know this case."""
        return f"request:{self.pk}"

    def get_absolute_url(self) -> str:
        return f"/desk/requests/{self.pk}/"

    @property
    def case(self) -> Case:
        """Where the case stands, as far as the row tells; the services compute it from the events."""
        return Case(
            Stage(self.stage),
            Time(self.time),
            self.decision,
            Service(self.service),
            Contest(self.contest),
            was_extended=self.was_extended,
        )

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.submitted_on, self.signed_on, self.arrived_on, self.confirmed_on)

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    def is_overdue(self, at: datetime) -> bool:
        """Whether its time was over at ``at`` before it was answered."""
        if self.time != Time.RUNNING.value and self.stage != Stage.DECIDED.value:
            return False
        return self.answered_on is None and self.due_at is not None and self.due_at < at
