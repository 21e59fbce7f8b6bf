"""remind_due, assess: a normative document is looked at before it lapses, not after.

提醒的天数见 catalogue/limits.yaml 的 lapse-reminder-*；到期未作决定的，依其有效期自动失效（expire_due）。
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.clocks.loading import limits
from gongkai.clocks.models import Clock
from gongkai.items import rules
from gongkai.items.models import Assessment, Change, Item, Outcome, Reminder, ValidityState
from gongkai.items.models.lapsing import IN_FORCE
from gongkai.items.services.drafting import revise, save
from gongkai.items.services.errors import Unready, stated, stated_publicly
from gongkai.items.services.moves import Hand, locked_item, log
from gongkai.items.services.rights import can, require
from gongkai.law.lifecycle import IllegalMove
from gongkai.orgs.models import Person
from gongkai.proofing.rules import Finding

DUTY = "lapse"
LIMITS = ("lapse-reminder-first", "lapse-reminder-second", "lapse-reminder-last")


def days_before(on: date) -> list[int]:
    """Return how many days before a document lapses its people are reminded, the longest first."""
    found = [limits().in_force(key, on) for key in LIMITS]
    return sorted({each.length.amount for each in found if each and each.length}, reverse=True)


def lapsing(*, on: date, within: int) -> list[Item]:
    """Return the policies and normative documents in force that lapse within so many days."""
    last = on + timedelta(days=within)
    kinds = Q(kind__in=rules.NEEDS_INTERPRETATION) | Q(current__is_normative=True)
    due = Item.objects.public().filter(kinds, validity__in=IN_FORCE, current__expires_on__range=(on, last))
    return list(due.select_related("current", "publisher").order_by("current__expires_on", "pk"))


def remind_due(*, at: datetime) -> int:
    """Remind of what lapses soon, each time once, with a clock by which to decide; return of how many.

    Who comes late (a document published or prolonged within the time) is reminded once, not three times.
    Closes the clocks of what lapses no more. Safe to run at any time.
    """
    today = localdate(at)
    _close(at)
    days = days_before(today)
    return sum(_remind(item, days, today, at) for item in lapsing(on=today, within=max(days, default=0)))


@transaction.atomic
def _remind(item: Item, days: list[int], today: date, at: datetime) -> int:
    expires_on = item.current.expires_on if item.current else None
    if expires_on is None:
        return 0
    reached = min(each for each in days if (expires_on - today).days <= each)
    _, is_new = Reminder.objects.get_or_create(
        item=item, expires_on=expires_on, days=reached, defaults={"at": at}
    )
    let = item.assessments.filter(outcome=Outcome.LAPSE.value, expires_on=expires_on)
    if is_new and not let.exists():
        title = item.current.title if item.current else str(item)
        clocks.appoint(
            subject=item.uri,
            duty=DUTY,
            title=f"《{title}》有效期将满，请评估是否继续有效"[:200],
            organisation=item.publisher,
            due_on=expires_on,
            by=None,
            at=at,
        )
    return int(is_new)


def _close(at: datetime) -> None:
    """Close the clocks of documents that were prolonged, repealed, withdrawn, or have lapsed meanwhile."""
    open_clocks = {each.subject: each for each in Clock.objects.open().filter(duty=DUTY)}
    pks = [int(subject.partition(":")[2]) for subject in open_clocks]
    for item in Item.objects.filter(pk__in=pks).select_related("current"):
        clock = open_clocks[item.uri]
        has_lapsed = item.validity == ValidityState.EXPIRED.value and localdate(at) > clock.due_on
        if not item.is_public or has_lapsed:
            clocks.cancel(subject=item.uri, duty=DUTY, by=None, at=at)
        elif item.validity not in IN_FORCE or (item.current and item.current.expires_on != clock.due_on):
            clocks.meet(subject=item.uri, duty=DUTY, by=None, at=at)


@transaction.atomic
def assess(
    *, item: Item, outcome: str, reason: str, until: date | None = None, by: Person, at: datetime
) -> Assessment:
    """Write down what becomes of a document whose days are numbered, and begin what follows from it.

    ``keep`` begins an amending version with the new expiry, to be reviewed, signed and announced like any;
    ``amend`` begins one to be rewritten; ``repeal`` is then declared by its own verb; ``lapse`` ends the
    reminders. Raises Unready, NotAllowed, IllegalMove.
    """
    fresh = locked_item(item)
    expires_on = _expiry(fresh)
    hand = Hand(by, _require(fresh, outcome, by, at))
    plain = _checked(outcome, reason, until, expires_on)
    if outcome in {Outcome.KEEP.value, Outcome.AMEND.value}:
        version = revise(item=fresh, change=Change.AMEND.value, by=by, at=at)
        if outcome == Outcome.KEEP.value:
            words = f"经评估继续有效，有效期延长至{until}。{plain}"
            fields = {"expires_on": until, "change_note": words[:300]}
            save(version=version, fields=fields, revision=version.revision, by=by, at=at)
    if outcome == Outcome.LAPSE.value:
        clocks.meet(subject=fresh.uri, duty=DUTY, by=by, at=at)
    log(fresh, "assess", by=hand, at=at, outcome=outcome, until=str(until or ""))
    said = {"expires_on": expires_on, "outcome": outcome, "reason": plain, "until": until}
    return Assessment.objects.create(item=fresh, **said, by=by, on_behalf_of=hand.whom, at=at)


def _expiry(item: Item) -> date:
    """Return the last day of force of a document that may be assessed. Raises IllegalMove."""
    if not item.is_public or item.validity not in IN_FORCE or item.current is None:
        raise IllegalMove("只有公开的、有效的文件需要评估是否继续有效")
    if item.current.expires_on is None:
        raise IllegalMove("该文件没有设定有效期，不会自动失效")
    return item.current.expires_on


def _require(item: Item, outcome: str, by: Person, at: datetime) -> Person | None:
    """Return for whom the person assesses, if under a delegation; raise NotAllowed if they may not."""
    if outcome in {Outcome.KEEP.value, Outcome.AMEND.value}:
        return require(by, "edit", item, at=at)
    if outcome != Outcome.REPEAL.value and can(by, "draft", item.publisher, at=at):
        return require(by, "draft", item.publisher, at=at)
    return require(by, "repeal" if outcome == Outcome.REPEAL.value else "expire", item, at=at)


def _checked(outcome: str, reason: str, until: date | None, expires_on: date) -> str:
    """Return the reason; raise Unready if it, the outcome or the new expiry is missing."""
    if outcome not in Outcome.values:
        raise Unready([Finding("outcome", "请选择评估结论")])
    if outcome == Outcome.KEEP.value and (until is None or until <= expires_on):
        raise Unready([Finding("until", f"继续有效的，请填写晚于{expires_on}的新有效期")])
    if outcome != Outcome.KEEP.value and until is not None:
        raise Unready([Finding("until", "只有继续有效的填写新有效期")])
    check = stated_publicly if outcome == Outcome.KEEP.value else stated
    return check("reason", reason, "请说明理由")[:200]
