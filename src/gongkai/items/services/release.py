"""A release: a document and the interpretations that are signed and go public together with it.

国办发〔2016〕80号：政策性文件与解读方案、解读材料同步组织、同步审签、同步部署。
"""

from gongkai.items.models import Item, Relation, RelationKind, Stage, Version
from gongkai.items.services.errors import MissingInterpretation

INTERPRETS = RelationKind.INTERPRETS.value


def together(version: Version, *, stage: str) -> list[Version]:
    """Return the versions at ``stage`` that go with this one, documents first.

    Raises MissingInterpretation if this one interprets a document that is neither public nor at ``stage``.
    """
    documents = _unpublished_targets(version) or [version]
    for document in documents:
        if document.stage != stage:
            label = Stage(document.stage).label
            raise MissingInterpretation(f"解读须与《{document.title}》同步公开，而该文件尚在“{label}”阶段")
    members = {document.pk: document for document in documents}
    for document in documents:
        members |= {each.pk: each for each in _interpretations(document, stage)}
    members.setdefault(version.pk, version)
    return list(members.values())


def _unpublished_targets(version: Version) -> list[Version]:
    """Return the newest versions of the documents that this one interprets and nobody could read yet."""
    targets = Item.objects.filter(referrers__source=version.item_id, referrers__kind=INTERPRETS, address="")
    return [each.versions.latest("serial") for each in targets.order_by("pk")]


def _interpretations(document: Version, stage: str) -> list[Version]:
    """Return interpretations at ``stage`` that wait for this document, or that it waits for."""
    if document.item.address and has_public_interpretation(document):
        return []
    sources = Relation.objects.filter(kind=INTERPRETS, target=document.item_id).values("source_id")
    waiting = Version.objects.filter(item__in=sources, item__address="", stage=stage)
    return list(waiting.select_related("item").order_by("item_id"))


def has_public_interpretation(document: Version) -> bool:
    """Whether somebody who reads the document can read what it means."""
    return Relation.objects.filter(kind=INTERPRETS, target=document.item_id, source__is_public=True).exists()


def check_interpreted(members: list[Version]) -> None:
    """Raise MissingInterpretation if a member needs an interpretation that is neither here nor public."""
    here = {member.item_id for member in members}
    for member in members:
        if not member.needs_interpretation or member.disclosure != "proactive":
            continue
        joined = Relation.objects.filter(kind=INTERPRETS, target=member.item_id, source__in=here).exists()
        if not joined and not has_public_interpretation(member):
            raise MissingInterpretation(
                f"《{member.title}》须有政策解读：请起草解读并关联本文件，待解读也到签发阶段后一并签发"
            )
