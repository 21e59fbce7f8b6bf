"""force, ratify: publishing at once in an emergency (紧急公开), and approving it afterwards.

Only those whom ``rules.RIGHTS`` names may force. The confidentiality review cannot be waived (条例第十七条):
who forces a publication examines the text and declares it free of secrets. Personal data stops it as ever.
"""

from datetime import datetime

from django.db import transaction

from gongkai.clocks import services as clocks
from gongkai.items.models import Decision, Emergency, Stage, Verb, Version
from gongkai.items.services.approvals import begin, end_round
from gongkai.items.services.errors import Unready, stated
from gongkai.items.services.illustrating import sweep
from gongkai.items.services.moves import Hand, locked, note
from gongkai.items.services.presence import withdraw
from gongkai.items.services.rights import require
from gongkai.items.services.signing import publish_alone
from gongkai.items.services.workflow import findings
from gongkai.law import lifecycle
from gongkai.law.lifecycle import IllegalMove
from gongkai.orgs.models import Person
from gongkai.proofing.rules import Finding

LIMIT = "emergency-ratification"


@transaction.atomic
def force(*, version: Version, reason: str, is_unclassified: bool, by: Person, at: datetime) -> Version:
    """Publish a version at once, past the steps that an emergency may skip; it is to be approved afterwards.

    ``is_unclassified`` is the declaration of whoever forces it. Raises Unready, IllegalMove, NotAllowed.
    """
    plain = stated("reason", reason, "请说明紧急公开的事由")[:300]
    fresh = locked(version)
    hand = Hand(by, require(by, "force", fresh, at=at))
    sweep(fresh, by, at)
    _check(fresh, is_unclassified, at)
    if fresh.stage == Stage.DRAFT.value:
        _set(fresh, begin(fresh, hand, at))
    skipped = _skip(fresh, hand, at)
    fresh.stage = lifecycle.forced(fresh.stage).value
    values = {"stage": fresh.stage, "is_forced": True, "open_steps": 0}
    _set(fresh, values | {"signed_by": by, "signed_for": hand.whom, "signed_at": at, "publish_at": None})
    row = Emergency(
        version=fresh, reason=plain, is_declared_unclassified=True, skipped="、".join(skipped)[:300],
        forced_by=by, forced_for=hand.whom, submitted_by=fresh.submitted_by,
        submitted_for=fresh.submitted_for, begun_by=_begun_by(fresh), written_by=fresh.saved_by, at=at,
    )  # fmt: skip
    clock = clocks.start(
        subject=fresh.item.uri, duty=row.duty, title=f"补批紧急公开《{fresh.title}》"[:200],
        organisation=fresh.item.publisher, limit=LIMIT, by=by, at=at,
    )  # fmt: skip
    row.due_at = clock.due_at
    row.save()
    note(fresh, Verb.FORCE.value, reason=plain, by=hand, at=at)
    publish_alone(fresh, hand, at)
    return fresh


def _begun_by(version: Version) -> Person:
    step = version.steps.filter(verb=Verb.DRAFT.value).order_by("at", "pk").select_related("by").first()
    return step.by if step and step.by else version.item.created_by


def _check(version: Version, is_unclassified: bool, at: datetime) -> None:
    if not is_unclassified:
        raise Unready([Finding("is_unclassified", "请审查内容并声明不涉及国家秘密、商业秘密和个人隐私")])
    if version.disclosure != "proactive":
        raise Unready([Finding("reason", "只有主动公开的信息可以紧急公开")])
    blocking = [each for each in findings(version, at=at) if not each.is_warning]
    if blocking:
        raise Unready(blocking)


def _skip(version: Version, hand: Hand, at: datetime) -> list[str]:
    """Close the steps still open and return their names; raise IllegalMove if one may not be skipped."""
    kept = version.approvals.filter(round=version.round, decision="", is_kept_in_emergency=True).first()
    if kept is not None:
        raise IllegalMove(f"“{kept.title}”环节在紧急公开时也不能略过，请先办理")
    left = end_round(version, Decision.SKIPPED, hand, at)
    return list(dict.fromkeys(row.title for row in left))


def _set(version: Version, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(version, name, value)
    version.save(update_fields=list(values))


@transaction.atomic
def ratify(*, version: Version, is_ratified: bool, remark: str = "", by: Person, at: datetime) -> Version:
    """Approve a forced publication afterwards; refused, the item is withdrawn with the reason.

    What stands in its place by then stays: the refusal is only written down. Whoever forced, submitted or
    drafted it may not. Raises Unready for a refusal without a reason, IllegalMove, NotAllowed.
    """
    plain = remark.strip()[:300] if is_ratified else stated("remark", remark, "不予补批的，请说明理由")[:300]
    fresh = locked(version)
    hand = Hand(by, require(by, "ratify", fresh, at=at))
    row = Emergency.objects.select_for_update().get(version=fresh)
    row.is_ratified, row.remark, row.decided_at = is_ratified, plain, at
    row.decided_by, row.decided_for = by, hand.whom
    row.save()
    clocks.meet(subject=fresh.item.uri, duty=row.duty, by=by, at=at)
    verb = Verb.RATIFY if is_ratified else Verb.REFUSE
    note(fresh, verb.value, reason=plain, by=hand, at=at)
    is_shown = fresh.item.is_public and fresh.item.current_id == fresh.pk
    if is_shown and not is_ratified:
        withdraw(item=fresh.item, reason=plain, by=by, at=at)
    return fresh
