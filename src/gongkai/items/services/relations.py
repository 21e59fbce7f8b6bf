"""relate, unrelate: links from one item to another, or to a document that is not in the catalogue."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.items.models import Item, Kind, Relation, RelationKind, Version
from gongkai.items.services.drafting import draft
from gongkai.items.services.duty import obligation_of
from gongkai.items.services.errors import Gone, NotAllowed, Unready
from gongkai.items.services.explaining import begun
from gongkai.items.services.moves import locked_item, log
from gongkai.items.services.release import INTERPRETERS
from gongkai.items.services.rights import can, require
from gongkai.items.services.validity import EFFECTS
from gongkai.law.lifecycle import IllegalMove
from gongkai.orgs.models import Organisation, Person
from gongkai.proofing.rules import Finding


@transaction.atomic
def interpret(
    *, item: Item, kind: str, title: str, publisher: Organisation, by: Person, at: datetime
) -> Version:
    """Begin the interpretation of ``item``, linked to it from its first moment, with a section for each
    element that it should have. The row of the catalogue and the theme are proposed as the document's.

    Raises NotAllowed, and Unready for a kind that interprets nothing.
    """
    fields: dict[str, object] = {"title": title, "issuer": publisher.name, "made_on": localdate(at)}
    if (document := item.versions.order_by("-serial").first()) is not None:
        fields["obligation"] = obligation_of(document)
        fields |= {"limit_kind": document.limit_kind, "theme": document.theme}
    if kind == Kind.INTERPRETATION.value:
        fields["body"] = begun()
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
    """Let the draft of ``item`` state a link to ``target`` or to a document that is only cited.

    It is reviewed, signed and published with the draft; a repeal or an amendment takes effect when that is
    public and in force. What repeals or amends another organisation's document is for the openness office to
    say. Linking twice gives the one link. Raises Unready, NotAllowed, IllegalMove unless in draft.
    """
    fresh = locked_item(item)
    draft = _open_draft(fresh, by, at)
    _check(fresh, kind, target, cited_number.strip(), cited_title.strip(), by, at)
    far = {"cited_number": cited_number.strip()[:80], "cited_title": cited_title.strip()[:300]}
    relation, is_new = Relation.objects.newest().get_or_create(
        source=fresh,
        kind=kind,
        target=target,
        **({} if target else far),
        defaults=far | {"stated_in": draft.serial},
    )
    if is_new:
        log(fresh, "relate", by=by, at=at, kind=kind, target=target.uri if target else far["cited_number"])
    return relation


@transaction.atomic
def unrelate(*, relation: Relation, by: Person, at: datetime) -> None:
    """Let the draft state a link no longer. What has taken effect (a repeal, an interpretation) stays."""
    item = locked_item(relation.source)
    draft = _open_draft(item, by, at)
    found = Relation.objects.newest().filter(pk=relation.pk)
    if found.filter(stated_in=draft.serial).exists():
        found.delete()
    elif relation.kind in {*EFFECTS, RelationKind.INTERPRETS.value}:
        raise IllegalMove("已经公开的解读、修改、废止关系不能删除")
    else:
        found.update(dropped_in=draft.serial)
    log(item, "unrelate", by=by, at=at, kind=relation.kind)


def _open_draft(item: Item, by: Person, at: datetime) -> Version:
    """Return the draft to which a link may be added: links are reviewed and signed like the text."""
    latest = item.versions.order_by("-serial").first()
    if latest is None:
        raise Gone
    require(by, "edit", latest, at=at)
    return latest


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
