"""Organisations with their succession, and people with their posts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from stdnum.cn import uscc

from gongkai.law.templates import BadTemplate, parse_template
from gongkai.orgs import rules
from gongkai.orgs.models.delegations import Delegation
from gongkai.orgs.remembering import once


class Region(models.Model):
    """An administrative division: district (6 digits) or street (9 digits)."""

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField("设立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    GOVERNMENT = "government", "政府"
    OFFICE = "office", "政府办公室"
    DEPARTMENT = "department", "工作部门"
    STREET = "street", "街道办事处"
    INSTITUTION = "institution", "事业单位"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def valid_on(self, day: date) -> OrganisationQuerySet:
        """Return the organisations that exist on ``day``."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def with_staff(self, *, on: date) -> OrganisationQuerySet:
        """Add ``staff``: how many people hold a post there on ``on``."""
        held = Q(posts__valid_from__lte=on) & (Q(posts__valid_to=None) | Q(posts__valid_to__gte=on))
        active = held & Q(posts__person__is_active=True)
        return self.annotate(staff=models.Count("posts__person", filter=active, distinct=True))

    def where(self, person: Person, *roles: str, on: date) -> OrganisationQuerySet:
        """Return the organisations in which ``person`` holds one of ``roles`` (any role if none is named)."""
        posts = Post.objects.of(person, on=on)
        if roles:
            posts = posts.filter(role__in=roles)
        return self.filter(pk__in=posts.values("organisation_id"))

    def papers_of(self, keepers: Collection[int], *, on: date) -> OrganisationQuerySet:
        """Return ``keepers`` and every organisation whose papers are theirs ``on`` a day.

        Papers pass to the successor on the day after an organisation's last, and from there on to the next.
        """
        return self.filter(pk__in=rules.whose_papers(keepers, self.model.objects.passed(on=on)))

    def kept_by(self, person: Person, *roles: str, on: date) -> OrganisationQuerySet:
        """Return the organisations on whose papers ``person`` works: of `where`, and whom they follow."""
        held = Post.objects.held_by(person, on=on)
        return self.papers_of({place for place, role in held if not roles or role in roles}, on=on)

    def passed(self, *, on: date) -> dict[int, int]:
        """Return to whom the papers of each organisation that has ended before ``on`` have gone."""
        return once(("passed", on), lambda: dict(self.succeeded(on=on).values_list("pk", "successor_id")))

    def succeeded(self, *, on: date) -> OrganisationQuerySet:
        """Return the organisations that have ended before ``on`` and have a successor."""
        return self.filter(valid_to__lt=on, successor__isnull=False).order_by()


class Organisation(models.Model):
    """A body that publishes: 公开主体. Never deleted; a merger closes it and names its successor."""

    key = models.SlugField("代号", max_length=60, unique=True)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=16, choices=[(k.value, k.label) for k in Kind])
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="行政区划", related_name="organisations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    org_code = models.CharField("组织机构代码", max_length=10, blank=True)
    valid_from = models.DateField("设立日期")
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    order = models.PositiveSmallIntegerField("次序", default=100)
    # 条例 第二十条第二项：机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名
    functions = models.TextField("机关职能", blank=True)
    divisions = models.TextField("内设机构", blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    # 条例 第十二条：公开指南还应写明工作机构的传真号码、互联网联系方式
    fax = models.CharField("传真号码", max_length=60, blank=True)
    online = models.CharField("互联网联系方式", max_length=120, blank=True)
    head = models.CharField("负责人", max_length=40, blank=True)
    index_template = models.CharField("索引号规则", max_length=80, default="{region}--{year}--{serial:04}")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ["order", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="orgs_credit_code_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="orgs_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(valid_to=None), name="orgs_succeeded_means_ended"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="orgs_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            parse_template(self.index_template)
        except BadTemplate as error:
            raise ValidationError({"index_template": str(error)}) from error
        if self.credit_code and not uscc.is_valid(self.credit_code):
            raise ValidationError({"credit_code": "统一社会信用代码的校验位不对，请核对 18 位代码"})

    def get_absolute_url(self) -> str:
        return f"/organisations/{self.key}/"

    def keepers(self, *, on: date) -> set[int]:
        """Return the keys of those who keep its papers ``on`` a day: itself, and whoever has followed it."""
        found, last = {self.pk}, self
        while last.valid_to is not None and last.valid_to < on and last.successor is not None:
            last = last.successor
            if last.pk in found:
                break
            found.add(last.pk)
        return found

    @property
    def uri(self) -> str:
        """The name by which the log knows this organisation; publication renews its pages by it."""
        return f"organisation:{self.key}"


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, person: Person, *, on: date) -> PersonQuerySet:
        """Return whom ``person`` may look up: everyone for those who keep people, else only themselves."""
        if rules.allows(Post.objects.of(person, on=on).roles(), "see-people"):
            return self.all()
        return self.filter(pk=person.pk or 0)

    def matching(
        self, *, q: str = "", organisation: Organisation | None = None, role: str = "", on: date
    ) -> PersonQuerySet:
        """Return those whose account or name holds ``q`` and who hold such a post on ``on``."""
        rows = self.filter(Q(account__icontains=q) | Q(name__icontains=q)) if q else self.all()
        if not organisation and not role:
            return rows
        posts = Post.objects.current(on=on)
        posts = posts.filter(organisation=organisation) if organisation else posts
        posts = posts.filter(role=role) if role else posts
        return rows.filter(pk__in=posts.values("person_id"))

    def with_posts(self, *, on: date) -> PersonQuerySet:
        """Fetch the posts held on ``on`` along, as ``current_posts``."""
        posts = Post.objects.current(on=on).select_related("organisation")
        return self.prefetch_related(models.Prefetch("posts", queryset=posts, to_attr="current_posts"))


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def visible_to(self, person: Person, *, on: date) -> PersonQuerySet:
        return self.get_queryset().visible_to(person, on=on)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(account=username)

    def create_superuser(self, account: str, password: str, **fields: Any) -> Person:
        person = self.model(account=account, is_staff=True, is_superuser=True, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in at the workbench. What they may do comes from their posts alone."""

    account = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    is_staff = models.BooleanField("可维护参考数据", default=False)
    must_change_password = models.BooleanField("须修改初始密码", default=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "account"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["account"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if not rules.ACCOUNT.fullmatch(self.account):
            raise ValidationError({"account": "账号由 2 至 40 个小写字母、数字、连字符组成，以字母开头"})

    @property
    def uri(self) -> str:
        """The name by which the log knows this person."""
        return f"person:{self.account}"


class Role(models.TextChoices):
    CLERK = "clerk", "经办人"
    REVIEWER = "reviewer", "审核人"
    SECRECY = "secrecy", "保密审查人"
    LEGALITY = "legality", "合法性审核人"
    SIGNER = "signer", "签发人"
    OPENNESS = "openness", "政务公开科"
    ADMIN = "admin", "系统管理员"


class PostQuerySet(models.QuerySet["Post"]):
    def current(self, *, on: date) -> PostQuerySet:
        """Return the posts that exist on ``on``, of active and inactive people.

        No post outlives its organisation, whatever its own last day.
        """
        begun = self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))
        return begun.filter(Q(organisation__valid_to=None) | Q(organisation__valid_to__gte=on))

    def of(self, person: Person, *, on: date) -> PostQuerySet:
        """Return the posts that ``person`` holds on ``on``."""
        return self.current(on=on).filter(person=person.pk or 0, person__is_active=True)

    def exercised(self, person: Person, *, on: date) -> list[tuple[int, str, int]]:
        """Return organisation, role and holder of each post in which ``person`` may act: own or lent."""
        return once(("exercised", person.pk, on), lambda: list(self._exercised(person.pk or 0, on)))

    def _exercised(self, key: int, on: date) -> models.QuerySet[Post, tuple[int, str, int]]:
        lent = Delegation.objects.current(on=on).filter(deputy=key).order_by().values("post_id")
        mine = Q(person=key, person__is_active=True) | Q(pk__in=lent)
        return self.current(on=on).filter(mine).order_by().values_list("organisation_id", "role", "person_id")

    def held_by(self, person: Person, *, on: date) -> list[tuple[int, str]]:
        """Return the organisation and the role of each post that ``person`` holds on ``on``."""
        rows = self.of(person, on=on)
        return once(("posts", person.pk, on), lambda: list(rows.values_list("organisation_id", "role")))

    def administrators(self, *, on: date) -> PostQuerySet:
        """Return the posts of those who can administer the system on ``on`` and for good.

        A post whose last day is set, though it lie ahead, is none to rely on when another is ended.
        """
        lasting = self.filter(valid_to=None, organisation__valid_to=None)
        return lasting.filter(role=Role.ADMIN.value, person__is_active=True, valid_from__lte=on)

    def after(self, day: date) -> PostQuerySet:
        """Return the posts that would go on after ``day``."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def roles(self) -> frozenset[str]:
        """Return the roles of these posts, whatever the organisation."""
        return frozenset(self.values_list("role", flat=True))


class Post(models.Model):
    """A person's role in one organisation, between two dates."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=12, choices=[(r.value, r.label) for r in Role])
    valid_from = models.DateField("任职日期")
    valid_to = models.DateField("离任日期", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["organisation", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"], condition=Q(valid_to=None), name="orgs_post_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="orgs_post_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="orgs_post_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}（{self.organisation.short_name}）"
