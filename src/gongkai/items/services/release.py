"""A release: a document and the interpretations that are signed and go public together with it.

国办发〔2016〕80号：政策性文件与解读方案、解读材料同步组织、同步审签、同步部署。
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from gongkai.items import rules
from gongkai.items.models import Item, Kind, Relation, RelationKind, Stage, Step, Verb, Version
from gongkai.items.services.errors import MissingInterpretation, stated
from gongkai.items.services.moves import Hand, locked, note
from gongkai.items.services.owing import is_excused
from gongkai.items.services.rights import require
from gongkai.law.chinese import titled
from gongkai.orgs.models import Person

INTERPRETS = RelationKind.INTERPRETS.value
INTERPRETERS = {Kind.INTERPRETATION.value, Kind.CONFERENCE.value}
May = Callable[[Version], bool]


def together(version: Version, *, stage: str, may: May = lambda _: True) -> list[Version]:
    """Return the versions at ``stage`` that go with this one, documents first.

    An interpretation to which nobody says ``may`` goes its own way. Raises MissingInterpretation if this one
    interprets a document that is neither public nor at ``stage``.
    """
    documents = _unpublished_targets(version) or [version]
    for document in documents:
        if document.stage != stage:
            label = Stage(document.stage).label
            raise MissingInterpretation(
                f"解读须与{titled(document.title)}同步公开，而该文件尚在“{label}”阶段"
            )
    members = {document.pk: document for document in documents}
    for document in documents:
        members |= {each.pk: each for each in _interpretations(document, stage) if may(each)}
    members.setdefault(version.pk, version)
    return list(members.values())


def _unpublished_targets(version: Version) -> list[Version]:
    """Return the newest versions of the documents that this one interprets and nobody could read yet."""
    told = Relation.objects.stated(version).filter(kind=INTERPRETS).values("target_id")
    targets = Item.objects.filter(pk__in=told, address="")
    return [each.versions.latest("serial") for each in targets.order_by("pk")]


def _interpretations(document: Version, stage: str) -> list[Version]:
    """Return interpretations at ``stage`` that wait for this document, or that it waits for."""
    if document.item.address and not is_wanting(document):
        return []
    sources = Relation.objects.newest().filter(kind=INTERPRETS, target=document.item_id).values("source_id")
    waiting = Version.objects.newest().filter(item__in=sources, stage=stage)
    return list(waiting.select_related("item").order_by("item_id"))


def has_public_interpretation(document: Item) -> bool:
    """Whether somebody who reads the document can read what it means."""
    return Relation.objects.public().filter(kind=INTERPRETS, target=document).exists()


def is_wanting(document: Version) -> bool:
    """Whether a document may not go public before an interpretation does."""
    is_hidden = document.disclosure not in {"", "proactive"}
    return document.needs_interpretation and not is_hidden and not has_public_interpretation(document.item)


def check_interpreted(members: list[Version]) -> None:
    """Raise MissingInterpretation if a member needs an interpretation that is neither here nor public."""
    for member in members:
        if is_wanting(member) and not any(_interprets(each, member) for each in members):
            raise MissingInterpretation(
                f"{titled(member.title)}须有政策解读：请起草解读并关联本文件，待解读也到签发阶段后一并签发"
            )


def _interprets(version: Version, document: Version) -> bool:
    """Whether the public will read in ``version`` what ``document`` means."""
    if version.disclosure != "proactive" or version.item.kind not in INTERPRETERS:
        return False
    return Relation.objects.stated(version).filter(kind=INTERPRETS, target=document.item_id).exists()


@transaction.atomic
def exempt(
    *, version: Version, exempt_reason: str, is_deferred: bool = False, by: Person, at: datetime
) -> Version:
    """Let a document go public without an interpretation; who submits it may not say so.

    Its later versions need none either; one that is only deferred is owed from the day the document is
    public. Raises Unready without a reason, IllegalMove, NotAllowed.
    """
    plain = stated("exempt_reason", exempt_reason, "请说明不需要解读的理由")
    fresh = locked(version)
    hand = Hand(by, require(by, "exempt", fresh, at=at))
    fresh.needs_interpretation = False
    fresh.save(update_fields=["needs_interpretation"])
    verb = Verb.DEFER if is_deferred else Verb.EXEMPT
    note(fresh, verb.value, reason=plain, by=hand, at=at)
    return fresh


def needs_interpretation(version: Version) -> bool:
    """Whether a version must be interpreted: by its kind, unless its history excuses it or somebody did."""
    if version.item.kind not in rules.NEEDS_INTERPRETATION or is_excused(version):
        return False
    excused = [Verb.EXEMPT.value, Verb.DEFER.value]
    return not Step.objects.filter(version__item=version.item_id, verb__in=excused).exists()
