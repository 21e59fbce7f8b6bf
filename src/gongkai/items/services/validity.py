"""repeal, expire: whether a text is in force. Nothing here is undone by publishing again."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.items.models import Item, Relation, RelationKind, Validity, ValidityState, Version
from gongkai.items.services.announcing import announce, related_topics
from gongkai.items.services.errors import Unready, stated_publicly
from gongkai.items.services.moves import Hand, locked_item, log
from gongkai.items.services.rights import require
from gongkai.law import lifecycle
from gongkai.law.chinese import titled
from gongkai.orgs.models import Person
from gongkai.proofing.rules import Finding
from gongkai.publication import services as publication
from gongkai.publication.models import Event

VALID, PENDING = ValidityState.VALID.value, ValidityState.PENDING.value
REPEALED, EXPIRED = ValidityState.REPEALED.value, ValidityState.EXPIRED.value
AMENDED = ValidityState.AMENDED.value
EVENTS = {REPEALED: Event.REPEALED.value, EXPIRED: Event.EXPIRED.value, AMENDED: Event.AMENDED.value}
# What a document does to another as soon as it is itself in force.
EFFECTS = {RelationKind.REPEALS.value: REPEALED, RelationKind.AMENDS.value: AMENDED}


@transaction.atomic
def repeal(  # noqa: PLR0913 - the parts of a repeal
    *, item: Item, basis: str, since: date, successor: Item | None = None, by: Person, at: datetime
) -> Validity:
    """Declare an item repealed since a day, on a basis, perhaps by a successor; linked both ways.

    A day still to come is noted at once and takes effect by ``expire_due``. Raises IllegalMove, NotAllowed,
    Unready.
    """
    return _declare(item, "repeal", REPEALED, basis, since, successor, by, at)


@transaction.atomic
def expire(*, item: Item, basis: str, since: date, by: Person, at: datetime) -> Validity:
    """Declare an item no longer in force since a day, on a basis. Raises as ``repeal`` does."""
    return _declare(item, "expire", EXPIRED, basis, since, None, by, at)


def _declare(  # noqa: PLR0913
    item: Item,
    verb: str,
    state: str,
    basis: str,
    since: date,
    successor: Item | None,
    by: Person,
    at: datetime,
) -> Validity:
    plain = stated_publicly("basis", basis, "请填写依据")
    fresh = locked_item(item)
    hand = Hand(by, require(by, verb, fresh, at=at))
    if successor is not None:
        _link(fresh, successor)
    log(fresh, verb, by=hand, at=at, since=since.isoformat(), basis=plain)
    said = {"state": state, "since": since, "basis": plain[:300], "successor": successor}
    row = Validity.objects.create(item=fresh, **said, by=by, on_behalf_of=hand.whom, at=at)
    if since <= localdate(at):
        _take_effect(fresh, row, by, at)
    else:
        publication.touch(f"item:{fresh.address}", *related_topics(fresh))
    return row


def _link(item: Item, successor: Item) -> None:
    if successor.pk == item.pk or not successor.is_public:
        raise Unready([Finding("successor", "替代文件应是另一份已经公开的信息")])
    Relation.objects.newest().get_or_create(
        source=successor, kind=RelationKind.REPEALS.value, target=item, defaults={"stated_in": 0}
    )


def _take_effect(item: Item, row: Validity, by: Person | None, at: datetime) -> None:
    """Set an item's validity to that of a row and tell the public, unless the item is withdrawn."""
    if (item.validity, row.state) != (PENDING, AMENDED):  # amended before its day, it still waits for it
        _become(item, row.state)
    _tell(item, row, by, at)


def _become(item: Item, state: str) -> None:
    item.validity = lifecycle.validity_after(item.validity, state).value
    item.save(update_fields=["validity"])


def _tell(item: Item, row: Validity, by: Person | None, at: datetime) -> None:
    if item.is_public:
        announce(item, EVENTS.get(row.state, Event.AMENDED.value), note=row.basis, by=by, at=at)


def begin(item: Item, *, by: Person | None, at: datetime) -> None:
    """Write down the validity of an item published for the first time; later versions leave it alone."""
    if item.validities.exists() or item.current is None:
        return
    version, today = item.current, localdate(at)
    state = lifecycle.validity_on(
        today, stored=VALID, effective_on=version.effective_on, expires_on=version.expires_on
    )
    since = (
        {
            EXPIRED: version.expires_on and version.expires_on + timedelta(days=1),
            PENDING: today,
        }.get(state.value)
        or version.effective_on
        or version.made_on
        or today
    )
    basis = "有效期届满" if state.value == EXPIRED else "公开"
    Validity.objects.create(item=item, state=state.value, since=since, basis=basis, by=by, at=at)
    item.validity = state.value
    item.save(update_fields=["validity"])


def affected(item: Item) -> list[tuple[Item, str]]:
    """Return the public items that this one repeals or amends, locked, each with what becomes of it.

    To be asked before anything is announced: whoever holds the order of announcements waits for no item.
    """
    if item.current is None:
        return []
    relations = Relation.objects.stated(item.current).filter(kind__in=EFFECTS, target__isnull=False)
    states = {each.target_id: EFFECTS[each.kind] for each in relations.order_by("pk") if each.target_id}
    targets = Item.objects.select_for_update().filter(pk__in=states).exclude(address="").order_by("pk")
    return [(target, states[target.pk]) for target in targets]


def enforce(item: Item, *, by: Person | None, at: datetime) -> None:
    """Let a document in force repeal or amend those that it says it repeals or amends."""
    if not lifecycle.in_force(item.validity) or item.current is None:
        return
    for target, state in affected(item):
        _affect(target, state, item.current, by, at)


def _affect(target: Item, state: str, cause: Version, by: Person | None, at: datetime) -> None:
    source = cause.item
    is_done = Validity.objects.filter(item=target, state=state, successor=source).exists()
    if is_done or target.validity in {REPEALED, EXPIRED}:
        return
    row = Validity.objects.create(
        item=target,
        state=state,
        since=cause.effective_on or localdate(at),
        basis=f"{titled(cause.title)}"[:300],
        successor=source,
        by=by,
        at=at,
    )
    _take_effect(target, row, by, at)


def expire_due(*, at: datetime) -> int:
    """Carry out what dates bring about by themselves: entry into force, repeal from a day, expiry.

    Returns how many items changed. Safe to run at any time, twice, or from several machines.
    """
    today = localdate(at)
    changed = sum(_enter(item, at) for item in _due_to_enter(today))
    changed += sum(_fall(row, at) for row in _due_declarations(today))
    return changed + sum(_lapse(item, at) for item in _due_to_lapse(today))


def _due_to_enter(today: date) -> list[Item]:
    begun = Q(current__effective_on__lte=today) | Q(current__effective_on=None)
    return list(Item.objects.filter(begun, validity=PENDING).order_by("pk"))


def _due_to_lapse(today: date) -> list[Item]:
    return list(
        Item.objects.filter(validity__in=[VALID, AMENDED], current__expires_on__lt=today).order_by("pk")
    )


def _due_declarations(today: date) -> list[Validity]:
    """Return declared repeals and expiries whose day has come and which have not taken effect."""
    rows = Validity.objects.filter(state__in=[REPEALED, EXPIRED], since__lte=today)
    waiting = rows.filter(item__validity__in=[PENDING, VALID, AMENDED])
    return list(waiting.order_by("since", "pk").select_related("item"))


@transaction.atomic
def _enter(item: Item, at: datetime) -> int:
    fresh = locked_item(item)
    if fresh.validity != PENDING or fresh.current is None:
        return 0
    affected(fresh)
    row = _row(fresh, VALID, fresh.current.effective_on or localdate(at), "施行日期已到", at)
    _become(fresh, AMENDED if fresh.validities.filter(state=AMENDED).exists() else VALID)
    _tell(fresh, row, None, at)
    enforce(fresh, by=None, at=at)
    return 1


@transaction.atomic
def _fall(row: Validity, at: datetime) -> int:
    fresh = locked_item(row.item)
    if fresh.validity in {REPEALED, EXPIRED}:
        return 0
    _take_effect(fresh, row, None, at)
    return 1


@transaction.atomic
def _lapse(item: Item, at: datetime) -> int:
    fresh = locked_item(item)
    last = fresh.current.expires_on if fresh.current else None
    if last is None or not lifecycle.in_force(fresh.validity):
        return 0
    row = _row(fresh, EXPIRED, last + timedelta(days=1), f"有效期至{last:%Y-%m-%d}，已届满", at)
    _take_effect(fresh, row, None, at)
    return 1


def _row(item: Item, state: str, since: date, basis: str, at: datetime) -> Validity:
    log(item, state, by=None, at=at, since=since.isoformat())
    return Validity.objects.create(item=item, state=state, since=since, basis=basis, by=None, at=at)
