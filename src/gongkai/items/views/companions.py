"""What is signed and goes public together: a document and its interpretations, as their pages say it."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.items import services
from gongkai.items.models import Item, Relation, RelationKind, Stage, Version
from gongkai.items.views.finding import publishers
from gongkai.orgs.entering import SignedInRequest

INTERPRETS = RelationKind.INTERPRETS.value


@dataclass(frozen=True)
class Companions:
    """``is_wanting``: this document may not be signed yet, as no interpretation of it is public.

    ``interpretations`` and ``documents`` are the newest versions of what waits with it, as far as the
    person may see them.
    """

    is_wanting: bool
    may_begin: bool
    interpretations: list[Version]
    documents: list[Version]

    @property
    def are_ready(self) -> bool:
        """Whether at least one interpretation has come to the signature."""
        return any(each.stage == Stage.SIGNING.value for each in self.interpretations)


def companions(request: SignedInRequest, version: Version) -> Companions:
    """Return what waits together with ``version``."""
    item = version.item
    mine = Item.objects.at_desk(request.user, at=timezone.now()).filter(address="")
    told = Relation.objects.newest().filter(kind=INTERPRETS)
    is_wanting = services.is_wanting(version)
    return Companions(
        is_wanting=is_wanting,
        may_begin=is_wanting and publishers(request).exists(),
        interpretations=_newest(mine.filter(pk__in=told.filter(target=item).values("source_id"))),
        documents=_newest(mine.filter(pk__in=told.filter(source=item).values("target_id"))),
    )


def _newest(items: "QuerySet[Item]") -> list[Version]:
    return list(Version.objects.newest().filter(item__in=items.values("pk")).select_related("item"))
