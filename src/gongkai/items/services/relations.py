"""relate, unrelate: links from one item to another, or to a document that is not in the catalogue."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.items.models import Item, Kind, Relation, RelationKind, Stage, Version
from gongkai.items.rules import Finding
from gongkai.items.services.announcing import related_topics
from gongkai.items.services.drafting import draft
from gongkai.items.services.errors import NotAllowed, Unready
from gongkai.items.services.moves import locked_item, log
from gongkai.items.services.rights import can, require
from gongkai.items.services.validity import EFFECTS, enforce
from gongkai.law.lifecycle import IllegalMove
from gongkai.orgs.models import Organisation, Person
from gongkai.publication import services as publication

INTERPRETERS = {Kind.INTERPRETATION.value, Kind.CONFERENCE.value}


@transaction.atomic
def interpret(
    *, item: Item, kind: str, title: str, publisher: Organisation, by: Person, at: datetime
) -> Version:
    """Begin the interpretation of ``item``, linked to it from its first moment.

    Raises NotAllowed, and Unready for a kind that interprets nothing.
    """
    fields = {"title": title, "issuer": publisher.name, "made_on": localdate(at)}
    made = draft(kind=kind, publisher=publisher, fields=fields, by=by, at=at)
    relate(item=made.item, kind=RelationKind.INTERPRETS.value, target=item, by=by, at=at)
    return made


@transaction.atomic
def relate(  # noqa: PLR0913 - a link has two ends and two ways of naming the far one
    *,
    item: Item,
    kind: str,
    target: Item | None = None,
    cited_number: str = "",
    cited_title: str = "",
    by: Person,
    at: datetime,
) -> Relation:
    """Link ``item`` to ``target`` or to a document that is only cited. Linking twice gives the one link.

    What repeals or amends another organisation's document is for the openness office to say. On a public
    item a repeal or amendment takes effect at once; on a draft, when it is published and in force.
    Raises Unready, NotAllowed, IllegalMove while the item is being reviewed.
    """
    fresh = locked_item(item)
    _require_open(fresh, by, at)
    _check(fresh, kind, target, cited_number.strip(), cited_title.strip(), by, at)
    far = {"cited_number": cited_number.strip()[:80], "cited_title": cited_title.strip()[:300]}
    relation, is_new = Relation.objects.get_or_create(
        source=fresh, kind=kind, target=target, **({} if target else far), defaults=far
    )
    if is_new:
        log(fresh, "relate", by=by, at=at, kind=kind, target=target.uri if target else far["cited_number"])
        _refresh(fresh, by, at)
    return relation


@transaction.atomic
def unrelate(*, relation: Relation, by: Person, at: datetime) -> None:
    """Remove a link. What has taken effect (a repeal, an interpretation made public) stays."""
    item = locked_item(relation.source)
    _require_open(item, by, at)
    if item.address and relation.kind in {*EFFECTS, RelationKind.INTERPRETS.value}:
        raise IllegalMove("已经公开的解读、修改、废止关系不能删除")
    topics = [*related_topics(item), f"item:{item.address}"] if item.address else []
    log(item, "unrelate", by=by, at=at, kind=relation.kind)
    Relation.objects.filter(pk=relation.pk).delete()
    publication.touch(*topics)


def _require_open(item: Item, by: Person, at: datetime) -> None:
    """Links belong to what is reviewed and signed: they may change in draft, or between two versions."""
    latest = item.versions.order_by("-serial").first()
    if latest is not None and latest.stage == Stage.DRAFT.value:
        require(by, "edit", latest, at=at)
    else:
        require(by, "edit", item, at=at)


def _check(  # noqa: PLR0913
    item: Item, kind: str, target: Item | None, number: str, title: str, by: Person, at: datetime
) -> None:
    if kind not in RelationKind.values:
        raise Unready([Finding("kind", "请选择关系的种类")])
    if kind == RelationKind.INTERPRETS.value and item.kind not in INTERPRETERS:
        raise Unready([Finding("kind", "只有政策解读和新闻发布会可以解读文件")])
    if target is None:
        if kind in {*EFFECTS, RelationKind.INTERPRETS.value} or not (number or title):
            raise Unready([Finding("target", "请选择所关联的信息，或者填写所引文件的标题、文号")])
        return
    if target.pk == item.pk:
        raise Unready([Finding("target", "不能关联自身")])
    if not Item.objects.visible_to(by, at=at).filter(pk=target.pk).exists():
        raise Unready([Finding("target", "没有找到所关联的信息")])
    is_same = target.publisher_id == item.publisher_id
    if kind in EFFECTS and not is_same and not can(by, "repeal", target, at=at):
        raise NotAllowed("修改或者废止其他部门的文件，请由政务公开科办理关联")


def _refresh(item: Item, by: Person, at: datetime) -> None:
    if item.is_public:
        enforce(item, by=by, at=at)
        publication.touch(f"item:{item.address}", *related_topics(item))
