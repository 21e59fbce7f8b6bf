"""A version on its review path: who is asked when, what they answer, what comes next.

The rows of a round are made at its submission; steps of one order are asked side by side. ``open_steps`` of
the version counts what is still undecided before the signature: the database lets nothing be signed while
it is not zero. It is set here alone, in the transaction that decides a step, with the item locked.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.clocks import services as clocks
from gongkai.items.models import Approval, Decision, Submission, Verb, Version
from gongkai.items.services.moves import Hand, locked, move, note
from gongkai.items.services.paths import asked, facts_of, path_of_version
from gongkai.law.limits import UnknownLimit

KEPT = (
    "title doc_number issuer addressees section abstract keywords theme genre signatory made_on effective_on "
    "expires_on disclosure ground ground_reason audience retention number_wanted published_on change_note"
).split()
"""What a submission keeps of the header, to be compared with what comes back."""


def begin(version: Version, hand: Hand, at: datetime) -> dict[str, Any]:
    """Lay out the path of a version for one more round; return the columns that change with it.

    Raises Unready if the path names an organisation that does not exist.
    """
    path, number = path_of_version(version), version.round + 1
    Submission.objects.create(
        version=version, round=number, header=snapshot(version), body=version.body, at=at,
        files={each.sha256: each.name for each in version.attachments.all()},
    )  # fmt: skip
    rows = [
        Approval(
            version=version, round=number, order=step.order, key=step.key, title=step.title, verb=step.verb,
            stage=step.stage, role=step.role, organisation=organisation, limit=step.limit,
            is_silence_consent=step.is_silence_consent, is_kept_in_emergency=step.is_kept_in_emergency,
            submitted_by=hand.by, submitted_for=hand.whom,
        )
        for step in path.needed(facts_of(version))
        for organisation in asked(step, version)
    ]  # fmt: skip
    Approval.objects.bulk_create(rows)
    version.round = number
    return {
        "round": number,
        "path": path.key,
        "submitted_by": hand.by,
        "submitted_for": hand.whom,
        "submitted_at": at,
        "open_steps": sum(row.verb != "sign" for row in rows),
    }


def snapshot(version: Version) -> dict[str, str]:
    """Return the header as words, as it reads now."""
    values = {name: getattr(version, name) for name in KEPT}
    obligation = version.obligation or version.item.obligation
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return texts | {"obligation": str(obligation or "")}


def go_on(version: Version, hand: Hand, at: datetime, **values: Any) -> None:
    """Move a version to the stage of its next open steps, ask those whose turn it is, save ``values``."""
    rows = version.approvals.filter(round=version.round, decision="").select_related("organisation")
    waiting = list(rows)
    turn = [row for row in waiting if row.order == waiting[0].order]
    values["open_steps"] = sum(row.verb != "sign" for row in waiting)
    if turn[0].stage != version.stage:
        move(version, turn[0].stage, **values)
    else:
        for name, value in values.items():
            setattr(version, name, value)
        version.save(update_fields=list(values))
    for row in turn:
        if row.asked_at is None:
            _ask(row, version, hand, at)


def _ask(row: Approval, version: Version, hand: Hand, at: datetime) -> None:
    row.asked_at = at
    if row.limit:
        try:
            clock = clocks.start(
                subject=version.item.uri, duty=row.duty, title=f"{row.title}《{version.title}》"[:200],
                organisation=row.organisation, limit=row.limit, by=hand.by, at=at,
            )  # fmt: skip
            row.due_at = clock.due_at
        except UnknownLimit:
            row.due_at = None  # the limit was not in force yet, or is so no more
    row.save(update_fields=["asked_at", "due_at"])


def decide(row: Approval, decision: Decision, words: str, hand: Hand, at: datetime) -> None:
    """Write down what became of one step, and end its clock."""
    row.decision, row.remark, row.decided_at = decision.value, words, at
    row.decided_by, row.decided_for = hand.by, hand.whom
    row.save(update_fields=["decision", "remark", "decided_at", "decided_by", "decided_for"])
    uri = row.version.item.uri
    if decision in {Decision.AGREED, Decision.REMARKED, Decision.RETURNED}:
        clocks.meet(subject=uri, duty=row.duty, by=hand.by, at=at)
    else:
        clocks.cancel(subject=uri, duty=row.duty, by=hand.by, at=at)


def end_round(version: Version, decision: Decision, hand: Hand, at: datetime) -> list[Approval]:
    """Close the open steps of the present round, for it is over; return them."""
    left = list(version.approvals.filter(round=version.round, decision=""))
    for row in left:
        row.version = version
        decide(row, decision, "", Hand(None) if decision is Decision.VOID else hand, at)
    return left


def lapse_due(*, at: datetime) -> int:
    """Take silence as consent where the path says so and the time is over; return how many."""
    due = Approval.objects.waiting().filter(is_silence_consent=True, due_at__lt=at)
    return sum(_lapse(row, at) for row in due.select_related("version__item"))


@transaction.atomic
def _lapse(row: Approval, at: datetime) -> int:
    version = locked(row.version)
    fresh = Approval.objects.waiting().filter(pk=row.pk).select_related("organisation").first()
    if fresh is None:
        return 0  # answered in the same moment
    fresh.version = version
    decide(fresh, Decision.SILENT, "", Hand(None), at)
    note(
        version,
        Verb.LAPSE.value,
        title=fresh.title,
        reason=f"{fresh.organisation.short_name}逾期未复，视为同意",
        by=None,
        at=at,
    )
    go_on(version, Hand(None), at)
    return 1
