"""A release as its people see it: who its members are, at which stage each stands, what is missing."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.items import declared
from gongkai.items.interpretation import QUESTION, without_empty
from gongkai.items.models import (
    Approval,
    InterpretationPlan,
    Item,
    ItemQuerySet,
    Kind,
    Relation,
    Stage,
    Version,
    VersionQuerySet,
)
from gongkai.items.rules import RIGHTS, plain_text
from gongkai.items.services.release import INTERPRETS, is_wanting
from gongkai.obligations.services import codes
from gongkai.orgs.models import Organisation, Post, Role

MEDIA = {"image": "picture", "audio": "audio", "video": "video"}
NEXT = {
    Stage.DRAFT.value: "完成起草并送审",
    Stage.REVIEW.value: "审核",
    Stage.SECRECY.value: "保密审查",
    Stage.SIGNING.value: "签发",
    Stage.SIGNED.value: "等待公开",
}


@dataclass(frozen=True)
class Member:
    """One document of a release: what it is called in it, what is to be done next and by whom."""

    role: str
    version: Version
    forms: list[str]
    next: str
    people: str


@dataclass(frozen=True)
class Bundle:
    """A document, its plan and its interpretations; ``gaps`` are sentences that name what is missing."""

    document: Member
    plan: InterpretationPlan | None
    materials: list[Member]
    gaps: list[str] = field(default_factory=list)

    @property
    def forms(self) -> list[str]:
        """The planned forms in words."""
        known = declared.interpretation().forms
        return [known.get(key, key) for key in self.plan.forms] if self.plan else []

    @property
    def channels(self) -> list[str]:
        """The planned channels in words."""
        chosen = self.plan.channels if self.plan else []
        return [word.title for word in codes()["channels"] if word.key in chosen]


def bundles_of(item: Item, *, among: ItemQuerySet, at: datetime) -> list[Bundle]:
    """Return the release of a policy, or those that an interpretation belongs to.

    ``among`` are the items that the reader may see: others are left out.
    """
    mine = among.order_by().values("pk")
    told = Relation.objects.newest().filter(source=item, kind=INTERPRETS).values("target_id")
    visible = Version.objects.newest().filter(item__in=mine).select_related("item__publisher")
    documents = list(visible.filter(item__in=told)) or visible.filter(item=item)
    return [_bundle(each, visible, at) for each in documents]


def _bundle(document: Version, visible: VersionQuerySet, at: datetime) -> Bundle:
    sources = Relation.objects.newest().filter(kind=INTERPRETS, target=document.item_id).values("source_id")
    shown = list(visible.filter(item__in=sources).order_by("item_id"))
    plan = InterpretationPlan.objects.filter(item=document.item_id).first()
    return Bundle(
        document=_member(document, at),
        plan=plan,
        materials=[_member(each, at) for each in shown],
        gaps=_gaps(document, plan, shown),
    )


def _member(version: Version, at: datetime) -> Member:
    known = declared.interpretation().forms
    return Member(
        role=version.item.get_kind_display(),
        version=version,
        forms=[known[key] for key in forms_of(version) if key in known],
        next=NEXT.get(version.stage, ""),
        people=_people(version, at),
    )


def forms_of(version: Version) -> list[str]:
    """Return in which forms an interpretation comes, as keys of ``catalogue/interpretation.yaml``."""
    if version.item.kind == Kind.CONFERENCE.value:
        return ["conference"]
    if version.item.kind != Kind.INTERPRETATION.value:
        return []
    lines = plain_text(without_empty(version.body)).splitlines()
    asked = any(QUESTION.match(line) for line in lines)
    found = ["questions" if asked else "text"] if lines else []
    types = {each.media_type.partition("/")[0] for each in version.attachments.all()}
    return found + [form for kind, form in MEDIA.items() if kind in types]


def _people(version: Version, at: datetime) -> str:
    """Return the names of those whose turn it is."""
    on, turns = localdate(at), _turns(version)
    if not turns:
        return ""
    wanted = Q(pk__in=[])
    for organisation, role in turns:
        wanted |= Q(organisation__in=organisation.keepers(on=on), role=role)
    names = Post.objects.current(on=on).filter(wanted, person__is_active=True)
    others = names.exclude(person=version.submitted_by_id or 0)
    listed = list(dict.fromkeys(others.order_by("person__account").values_list("person__name", flat=True)))
    return "、".join([*listed[:3], *(["等"] if len(listed) > 3 else [])]) or Role.OPENNESS.label


def _turns(version: Version) -> list[tuple[Organisation, str]]:
    """Return in which organisation and role something is to be done with a version now."""
    verb = {Stage.DRAFT.value: "edit", Stage.SIGNED.value: "publish"}.get(version.stage)
    if verb:
        return [(version.item.publisher, role) for role in RIGHTS[verb].own]
    waiting = Approval.objects.waiting().filter(version=version).select_related("organisation")
    return [(each.organisation, each.role) for each in waiting]


def _gaps(document: Version, plan: InterpretationPlan | None, materials: list[Version]) -> list[str]:
    if document.stage in {Stage.PUBLIC.value, Stage.SUPERSEDED.value} or not is_wanting(document):
        return []
    return [
        *([] if plan else ["解读方案没有填写"]),
        *([] if materials else ["还没有解读材料，请由起草单位起草"]),
        *_missing_forms(plan, materials),
        *_behind(document, materials),
    ]


def _missing_forms(plan: InterpretationPlan | None, materials: list[Version]) -> list[str]:
    """Return what was planned and is not there; who speaks (负责人、专家) cannot be seen in a file."""
    known = declared.interpretation().forms
    present = {form for each in materials for form in forms_of(each)} | {"head", "expert"}
    wanted = plan.forms if plan and materials else []
    return [f"方案定有“{known.get(form, form)}”，尚未提供" for form in wanted if form not in present]


def _behind(document: Version, materials: list[Version]) -> list[str]:
    """Return which members keep the others waiting at the signature."""
    stages = {each.stage for each in materials}
    ready = {Stage.SIGNING.value, Stage.SIGNED.value}
    if document.stage in ready and materials and not stages & ready:
        return ["文件已到签发阶段，解读还没有到"]
    if document.stage not in ready and stages & ready:
        return ["解读已到签发阶段，文件还没有到"]
    return []
