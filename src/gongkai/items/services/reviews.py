"""open_review, state, accept, turn_down, close_review: all normative documents looked at in one round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.clocks import services as clocks
from gongkai.items import rules
from gongkai.items.models import Item, ReviewDecision, ReviewEntry, ReviewRound, Scope, Verdict
from gongkai.items.models.lapsing import IN_FORCE
from gongkai.items.services.errors import NotAllowed, Unready, stated
from gongkai.items.services.results import draft_result
from gongkai.items.services.validity import expire, repeal
from gongkai.law.lifecycle import IllegalMove
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Organisation, Person, Post, Role
from gongkai.proofing.rules import Finding

DUTY = "normative-review"


def is_office(person: Person, *, at: datetime) -> bool:
    """Whether ``person`` leads reviews: the openness office does."""
    return Role.OPENNESS.value in Post.objects.of(person, on=localdate(at)).roles()


def _require_office(person: Person, at: datetime) -> None:
    if not is_office(person, at=at):
        raise NotAllowed("文件清理由政务公开科组织")


@transaction.atomic
def open_review(
    *, title: str, scope: str, cutoff_on: date, due_on: date, by: Person, at: datetime
) -> ReviewRound:
    """Begin a review of what is in force and was published until ``cutoff_on``: one entry a document.

    It is the entry of whoever keeps the publisher's papers today, with a clock until ``due_on``. Raises
    NotAllowed, Unready.
    """
    _require_office(by, at)
    plain = stated("title", title, "请填写名称")[:120]
    if scope not in Scope.values:
        raise Unready([Finding("scope", "请选择范围")])
    if due_on < localdate(at):
        raise Unready([Finding("due_on", "填报期限不能早于今天")])
    documents = in_scope(scope, cutoff_on)
    if not documents:
        raise Unready([Finding("cutoff_on", "这一天以前没有公布过符合范围、仍然有效的文件")])
    made = ReviewRound.objects.create(
        title=plain, scope=scope, cutoff_on=cutoff_on, due_on=due_on, opened_by=by, opened_at=at
    )
    keepers = _keepers(documents, on=localdate(at))
    ReviewEntry.objects.bulk_create(
        ReviewEntry(round=made, item=each, organisation=keepers[each.publisher_id]) for each in documents
    )
    for organisation in {keeper.pk: keeper for keeper in keepers.values()}.values():
        _expect(made, organisation, by, at)
    _log(made, "open", by, at, count=len(documents))
    return made


def in_scope(scope: str, cutoff_on: date) -> list[Item]:
    """Return the public documents in force that a review looks at."""
    wanted = Q(current__is_normative=True)
    if scope == Scope.POLICIES.value:
        wanted |= Q(kind__in=rules.NEEDS_INTERPRETATION)
    found = Item.objects.public().filter(wanted, validity__in=IN_FORCE, published_on__lte=cutoff_on)
    return list(found.select_related("publisher").order_by("pk"))


def _keepers(documents: Iterable[Item], *, on: date) -> dict[int, Organisation]:
    """Return by publisher who answers for its papers: its successor where it is no more."""
    found = {}
    for each in {item.publisher_id: item.publisher for item in documents}.values():
        last, seen = each, {each.pk}
        while last.valid_to is not None and last.valid_to < on and last.successor is not None:
            last = last.successor
            if last.pk in seen:
                break
            seen.add(last.pk)
        found[each.pk] = last
    return found


def _expect(review: ReviewRound, organisation: Organisation, by: Person, at: datetime) -> None:
    clocks.appoint(
        subject=_subject(review, organisation),
        duty=DUTY,
        title=f"填报清理意见：{review.title}"[:200],
        organisation=organisation,
        due_on=review.due_on,
        by=by,
        at=at,
    )


def _subject(review: ReviewRound, organisation: Organisation) -> str:
    return f"review:{review.pk}/{organisation.key}"


def _log(review: ReviewRound, verb: str, by: Person, at: datetime, **detail: Any) -> None:
    orgs.record(verb=f"items.review-{verb}", thing=f"review:{review.pk}", by=by, at=at, **detail)


def _held(review: ReviewRound) -> ReviewRound:
    """Return the review as it stands, held until the end. Raises IllegalMove once it is closed."""
    fresh = ReviewRound.objects.select_for_update().get(pk=review.pk)
    if not fresh.is_open:
        raise IllegalMove("这次清理已经结束")
    return fresh


def _fresh(entry: ReviewEntry) -> ReviewEntry:
    return ReviewEntry.objects.select_related("item", "organisation", "round").get(pk=entry.pk)


def may_state(person: Person, entry: ReviewEntry, *, at: datetime) -> bool:
    """Whether ``person`` speaks for the department that answers for the document."""
    roles = (Role.CLERK.value, Role.SIGNER.value, Role.OPENNESS.value)
    own = Organisation.objects.kept_by(person, *roles, on=localdate(at))
    return own.filter(pk=entry.organisation_id).exists()


@transaction.atomic
def state(*, entry: ReviewEntry, verdict: str, reason: str, by: Person, at: datetime) -> ReviewEntry:
    """Say for the department what should become of a document. What was decided about it is open again.

    Raises NotAllowed, Unready, IllegalMove once the review is closed.
    """
    review = _held(entry.round)
    fresh = _fresh(entry)
    if not may_state(by, fresh, at=at):
        raise NotAllowed(f"清理意见由{fresh.organisation.short_name}填报")
    if verdict not in Verdict.values:
        raise Unready([Finding("verdict", "请选择意见")])
    fresh.verdict, fresh.reason = verdict, stated("reason", reason, "请说明理由")[:300]
    fresh.stated_by, fresh.stated_at, fresh.decision, fresh.note = by, at, "", ""
    fresh.decided_by = fresh.decided_at = None
    fresh.save()
    _log(review, "state", by, at, item=fresh.item.uri, verdict=verdict)
    if not review.entries.owed().filter(organisation=fresh.organisation).exists():
        clocks.meet(subject=_subject(review, fresh.organisation), duty=DUTY, by=by, at=at)
    return fresh


@transaction.atomic
def accept(*, entries: Iterable[ReviewEntry], by: Person, at: datetime) -> int:
    """Take what departments said; return of how many documents. What nobody spoke about is left out."""
    _require_office(by, at)
    rows = ReviewEntry.objects.filter(pk__in=[each.pk for each in entries])
    for review in ReviewRound.objects.filter(entries__in=rows).distinct():
        _held(review)
    taken = rows.exclude(verdict="").exclude(decision=ReviewDecision.ACCEPTED.value)
    number = taken.update(decision=ReviewDecision.ACCEPTED.value, note="", decided_by=by, decided_at=at)
    for review in ReviewRound.objects.filter(entries__in=rows).distinct():
        _log(review, "accept", by, at, count=number)
    return number


@transaction.atomic
def turn_down(*, entry: ReviewEntry, note: str, by: Person, at: datetime) -> ReviewEntry:
    """Return an opinion to its department with a reason; its clock runs again. Raises as ``state`` does."""
    _require_office(by, at)
    review = _held(entry.round)
    fresh = _fresh(entry)
    if not fresh.verdict:
        raise IllegalMove("责任单位还没有填报")
    fresh.note = stated("note", note, "请说明退回理由")[:300]
    fresh.decision, fresh.decided_by, fresh.decided_at = ReviewDecision.RETURNED.value, by, at
    fresh.save()
    _expect(review, fresh.organisation, by, at)
    _log(review, "return", by, at, item=fresh.item.uri)
    return fresh


@dataclass(frozen=True)
class Preview:
    """What closing a review would do: the documents by verdict; ``open`` are those that stand in its way."""

    groups: list[tuple[Verdict, list[ReviewEntry]]]
    open: list[ReviewEntry]


def preview_review(review: ReviewRound) -> Preview:
    """Return what closing the review would do now. Reads only."""
    entries = list(review.entries.select_related("item__current", "item__publisher", "organisation"))
    groups = [(verdict, [each for each in entries if each.verdict == verdict.value]) for verdict in Verdict]
    open_ = [each for each in entries if each.decision != ReviewDecision.ACCEPTED.value]
    return Preview(groups, open_)


@transaction.atomic
def close_review(*, review: ReviewRound, basis: str, since: date, by: Person, at: datetime) -> ReviewRound:
    """Carry out what was accepted: repeals and expiries at once, and a draft that publishes the result.

    The draft goes the way of every item. Documents that lost their force meanwhile are not touched again.
    Raises Unready while an opinion is missing or not accepted, NotAllowed, IllegalMove; nothing is changed.
    """
    _require_office(by, at)
    fresh = _held(review)
    plain = stated("basis", basis, "请填写依据，例如清理决定的名称和文号")[:300]
    found = preview_review(fresh)
    if found.open:
        raise Unready([Finding("", f"还有{len(found.open)}份文件的意见没有填报或者没有采纳，不能结束")])
    acts = {Verdict.REPEAL: repeal, Verdict.EXPIRE: expire}
    for verdict, entries in found.groups:
        for each in entries if verdict in acts else []:
            if each.item.validity in IN_FORCE:
                acts[verdict](item=each.item, basis=plain, since=since, by=by, at=at)
    fresh.result = draft_result(fresh, found.groups, by=by, at=at).item
    fresh.basis, fresh.since, fresh.closed_by, fresh.closed_at = plain, since, by, at
    fresh.save()
    _log(fresh, "close", by, at)
    return fresh
