"""What the verbs share: locking, moving a version from stage to stage, writing down who did it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.items.models import Item, Step, Version
from gongkai.items.services.errors import Gone
from gongkai.law import lifecycle
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Person

UNSIGNED = {
    "submitted_by": None,
    "submitted_for": None,
    "submitted_at": None,
    "cleared_by": None,
    "cleared_for": None,
    "signed_by": None,
    "signed_for": None,
    "signed_at": None,
    "publish_at": None,
    "open_steps": 0,
}
"""The columns of a version that goes back to its clerk."""


def locked_item(item: Item) -> Item:
    """Return the item as it stands in the database, held until the transaction ends. Raises Gone."""
    found = Item.objects.select_for_update().filter(pk=item.pk).first()
    if found is None:
        raise Gone
    return found


def current(version: Version) -> Version:
    """Return the version as it stands in the database, without holding anything. Raises Gone."""
    found = Version.objects.select_related("item__publisher").filter(pk=version.pk).first()
    if found is None:
        raise Gone
    return found


def locked(version: Version) -> Version:
    """Return the version as it stands in the database, its item held until the end. Raises Gone."""
    found = locked_all([version])
    if not found:
        raise Gone
    return found[0]


def locked_all(versions: Iterable[Version]) -> list[Version]:
    """Return versions afresh in the order given, their items locked in one order: nobody waits in a ring."""
    wanted = list(versions)
    places = sorted({version.item_id for version in wanted})
    items = {item.pk: item for item in Item.objects.select_for_update().filter(pk__in=places).order_by("pk")}
    fresh = Version.objects.in_bulk([version.pk for version in wanted])
    for version in fresh.values():
        if version.item_id not in items:
            raise Gone
        version.item = items[version.item_id]
    return [fresh[version.pk] for version in wanted if version.pk in fresh]


@contextmanager
def in_turn(person: Person) -> Iterator[None]:
    """Let the second press of a button wait until the first has done its work, so that it can find it."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        yield


def move(version: Version, stage: str, **values: object) -> None:
    """Pass a version to ``stage``, with other columns; raise IllegalMove if the lifecycle forbids it."""
    version.stage = lifecycle.after(version.stage, stage).value
    for name, value in values.items():
        setattr(version, name, value)
    version.save(update_fields=["stage", *values])


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: ``by`` themself, or under a delegation for ``whom``; ``by=None`` is the system."""

    by: Person | None
    whom: Person | None = None


def note(  # noqa: PLR0913 - one line of a history
    version: Version,
    verb: str,
    *,
    title: str = "",
    reason: str = "",
    by: Person | Hand | None,
    at: datetime,
    **detail: object,
) -> None:
    """Write down one step of a version, called ``title`` if it has a name, and log it as a privileged act."""
    hand = by if isinstance(by, Hand) else Hand(by)
    Step.objects.create(
        version=version, verb=verb, title=title, by=hand.by, on_behalf_of=hand.whom, at=at, reason=reason
    )
    named = {"step": title} if title else {}
    log(version.item, verb, by=hand, at=at, version=version.serial, **named, **detail)


def log(item: Item, verb: str, *, by: Person | Hand | None, at: datetime, **detail: object) -> None:
    """Log an act about an item, and for whom it was done if under a delegation."""
    hand = by if isinstance(by, Hand) else Hand(by)
    told = {"for": hand.whom.account} if hand.whom else {}
    place = item.publisher.key
    orgs.record(
        verb=f"items.{verb}", thing=item.uri, by=hand.by, at=at, organisation_key=place, **{**told, **detail}
    )
