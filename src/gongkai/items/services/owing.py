"""Which policies owe the public an interpretation, said once for drafts, clocks and figures.

国办发〔2016〕80号；自何时起见 catalogue/limits.yaml 的 interpretation。 Excused are those that an old site
brought, and those published elsewhere before the duty began. That a clerk fills in a day excuses nothing.
"""

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.clocks.loading import limits
from gongkai.items import rules
from gongkai.items.models import Arrival, Item, Step, Verb, Version

LIMIT = "interpretation"


def is_excused(version: Version) -> bool:
    """Whether a version needs no interpretation for its history; every other text of a policy does."""
    item = version.item
    day = item.published_on or version.published_on
    if day is not None and limits().in_force(LIMIT, day) is None:
        return True
    return Arrival.objects.filter(item=item.pk).exists()


def owing() -> QuerySet[Item]:
    """Return the public policies of which an interpretation is owed or was given, none exempted."""
    exempted = Step.objects.filter(verb=Verb.EXEMPT.value).order_by().values("version__item")
    public = Item.objects.public().filter(_in_force(), kind__in=rules.NEEDS_INTERPRETATION, arrival=None)
    return public.exclude(pk__in=exempted)


def _in_force() -> Q:
    """Return the condition that there was a duty on the day of publication."""
    wanted = Q(pk__in=[])
    for row in limits().history(LIMIT):
        wanted |= Q(published_on__range=(row.valid_from or date.min, row.valid_to or date.max))
    return wanted
