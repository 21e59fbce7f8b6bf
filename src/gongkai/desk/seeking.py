"""One search over everything at the desk, by the rights of who asks. Reads only.

What is public is found in the search index, however much there is; drafts, tasks, duties, people and
organisations by questions to the database that are narrowed to the person's own first.
"""

from dataclasses import dataclass

from django.db.models import Q

from gongkai.desk.standing import Standing
from gongkai.items.models import Item, Stage
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Organisation, Person, Post
from gongkai.planning.models import Assignment
from gongkai.search import finding

MOST = 100
"""So many letters of a question are looked at."""


@dataclass(frozen=True)
class Hit:
    """One thing found: where it is at the desk, or on the site if it is nobody's work here."""

    title: str
    href: str
    meta: str


@dataclass(frozen=True)
class Group:
    """What was found of one sort."""

    label: str
    icon: str
    hits: list[Hit]


def seek(desk: Standing, text: str, *, size: int) -> list[Group]:
    """Return what ``text`` finds, up to ``size`` of each sort, empty sorts left out."""
    text = text.replace("\x00", "").strip()[:MOST]
    if not text:
        return []
    found = (
        Group("在办信息", "edit", drafts(desk, text, size)),
        Group("公开信息", "file", public(desk, text, size)),
        Group("工作任务", "task", assignments(desk, text, size)),
        Group("公开事项", "list", obligations(desk, text, size)),
        Group("机构", "building", organisations(desk, text, size)),
        Group("人员", "users", people(desk, text, size)),
    )
    return [group for group in found if group.hits]


def drafts(desk: Standing, text: str, size: int) -> list[Hit]:
    """Return what is being worked on at one's own desk, by title, document number or number wanted."""
    named = Q(title__icontains=text) | Q(doc_number__icontains=text) | Q(number_wanted__icontains=text)
    working = [stage.value for stage in Stage if stage not in {Stage.PUBLIC, Stage.SUPERSEDED}]
    rows = desk.versions().without_body().filter(named, stage__in=working).order_by("-saved_at", "-pk")
    return [
        Hit(
            each.title,
            f"/desk/items/{each.item_id}/",
            f"{each.get_stage_display()} · {each.item.publisher.short_name}",
        )
        for each in rows.select_related("item__publisher")[:size]
    ]


def public(desk: Standing, text: str, size: int) -> list[Hit]:
    """Return what is public, best first; that of one's own organisations leads to the desk."""
    found = finding.find(finding.Query(text, size=size))
    entries = [] if found.is_nearest else [hit.entry for hit in found.hits]
    rows = Item.objects.filter(address__in=[entry.address for entry in entries])
    rows = rows if desk.desks is None else rows.filter(publisher__in=desk.desks)
    own = dict(rows.values_list("address", "pk"))
    return [
        Hit(
            entry.title,
            f"/desk/items/{own[entry.address]}/" if entry.address in own else entry.address,
            " · ".join(filter(None, [entry.number.split("\n")[0], entry.organisation_name])),
        )
        for entry in entries
    ]


def assignments(desk: Standing, text: str, size: int) -> list[Hit]:
    if not desk.roles:
        return []
    mine = Assignment.objects.visible_to(desk.person, at=desk.at).current()
    rows = mine.filter(task__text__icontains=text).select_related("task__work_points", "organisation")
    return [
        Hit(
            each.task.text[:60],
            f"/desk/planning/assignments/{each.pk}/",
            f"{each.task.work_points.year}年要点 {each.task.code} · {each.organisation.short_name}",
        )
        for each in rows[:size]
    ]


def obligations(desk: Standing, text: str, size: int) -> list[Hit]:
    rows = Obligation.objects.current(desk.on).search(text).select_related("area")
    return [Hit(str(each), f"/desk/catalogue/of/{each.key}/", each.area.title) for each in rows[:size]]


def organisations(desk: Standing, text: str, size: int) -> list[Hit]:
    if not desk.sees_people:
        return []
    named = Q(name__icontains=text) | Q(short_name__icontains=text) | Q(key__icontains=text)
    rows = Organisation.objects.filter(named)[:size]
    return [Hit(each.name, f"/desk/organisations/{each.key}/", each.get_kind_display()) for each in rows]


def people(desk: Standing, text: str, size: int) -> list[Hit]:
    if not desk.sees_people:
        return []
    rows = Person.objects.visible_to(desk.person, on=desk.on).matching(q=text, on=desk.on)
    return [
        Hit(each.name, f"/desk/people/{each.account}/", _posts(each) or "没有岗位")
        for each in rows.with_posts(on=desk.on)[:size]
    ]


def _posts(person: Person) -> str:
    held: list[Post] = getattr(person, "current_posts", [])
    return "、".join(f"{post.organisation.short_name}{post.get_role_display()}" for post in held)
