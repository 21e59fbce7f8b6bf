"""What there is to tell whom, read from the steps of items and from the clocks. Reads only.

Every fact has a key that stays the same however often it is looked at, so that each is told once, even
after a week in which nothing ran. What is older than ``WINDOW`` is news no more.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate, localtime

from gongkai.clocks.models import Clock
from gongkai.desk import requested
from gongkai.desk.models import Kind
from gongkai.desk.rules import WINDOW, Fact
from gongkai.desk.today import place_of
from gongkai.items import services as items
from gongkai.items.models import Approval, Emergency, Stage, Step, Verb, Version
from gongkai.orgs.models import Role
from gongkai.orgs.services import Staff, staff
from gongkai.registers.models import Batch as Filled
from gongkai.registers.models import Pull, Source
from gongkai.registers.models import Stage as Stored
from gongkai.registers.models.batch import DECIDERS
from gongkai.registers.models.pull import MOST_FAILURES

SUBMITTED = Stored.SUBMITTED.value
TOLD = {
    SUBMITTED: Kind.WAITING.value,
    Stored.RETURNED.value: Kind.RETURNED.value,
    Stored.RELEASED.value: Kind.PUBLISHED.value,
}
"""Which news a batch of a register is."""

UNPLAIN = (Stored.RECEIVED.value, Stored.CHECKED.value)
"""Where a table that was fetched waits for a clerk: its columns, faults or reasons."""

WRITERS = (Role.CLERK.value, Role.OPENNESS.value)
DECIDING = (Role.REVIEWER.value, Role.SIGNER.value)
REQUEST = "request:"
PRESSING = 3
"""So many working days before a request must be answered, those who decide are told too."""


def facts(at: datetime) -> Iterator[Fact]:
    """Yield everything that somebody is to know at ``at``, told before or not."""
    people = staff(localdate(at))
    yield from _waiting(people)
    yield from _forced(people)
    yield from _returned(people)
    yield from _published(at)
    yield from _tables(people, at)
    yield from _pulls(people)
    yield from requested.facts(people, at)
    yield from _clocks(people, at)


def _with_last_step(versions: QuerySet[Version]) -> QuerySet[Any]:
    last = Step.objects.filter(version=OuterRef("pk")).order_by("-at", "-pk")
    found = versions.annotate(
        step=Subquery(last.values("pk")[:1]),
        step_verb=Subquery(last.values("verb")[:1]),
        step_reason=Subquery(last.values("reason")[:1]),
    )
    return found.select_related("item__publisher").defer("body", "ground_reason")


def _waiting(people: Staff) -> Iterator[Fact]:
    steps = Approval.objects.waiting().select_related("version__item__publisher")
    for step in steps.defer("version__body", "version__ground_reason"):
        version, kind = step.version, Kind.WAITING.value
        words = f"{step.title} · {version.item.publisher.short_name}"
        for person in items.answerers(people, step, version):
            yield Fact(
                person, f"{kind}:{step.pk}", kind, version.title, words, f"/desk/items/{version.item_id}/"
            )


def _forced(people: Staff) -> Iterator[Fact]:
    """What was published in an emergency and is to be approved afterwards, for those who may."""
    rows = Emergency.objects.pending().select_related("version__item__publisher")
    for row in rows.defer("version__body", "version__ground_reason"):
        version, kind = row.version, Kind.WAITING.value
        until = f"限 {localtime(row.due_at):%Y-%m-%d %H:%M} 前补批"
        words = f"紧急公开，{until} · {version.item.publisher.short_name}"
        href = f"/desk/items/{version.item_id}/ratify/"
        for person in items.ratifiers(people, row):
            yield Fact(person, f"{kind}:{row.duty}", kind, version.title, words, href)


def _returned(people: Staff) -> Iterator[Fact]:
    drafts = _with_last_step(Version.objects.newest().filter(stage=Stage.DRAFT.value))
    for version in drafts.filter(step_verb=Verb.RETURN.value):
        writers = people.of(version.item.publisher_id, *WRITERS)
        who = {version.item.created_by_id, version.saved_by_id} & writers
        yield from _each(who, version, Kind.RETURNED.value, version.step_reason)


def _each(who: set[int], version: Any, kind: str, words: str) -> Iterator[Fact]:
    key = f"{kind}:{version.pk}:{version.step}"
    for person in who:
        yield Fact(person, key, kind, version.title, words[:300], f"/desk/items/{version.item_id}/")


def _published(at: datetime) -> Iterator[Fact]:
    """What others made public for the person who had begun it; not what was taken over from an old site."""
    steps = Step.objects.filter(verb=Verb.PUBLISH.value, at__gte=at - WINDOW, version__published_on=None)
    rows = steps.values_list("pk", "by", "version__item__created_by", "version__title", "version__item")
    for pk, by, author, title, item in rows:
        if author != by:
            kind = Kind.PUBLISHED.value
            yield Fact(author, f"{kind}:{pk}", kind, title, "", f"/desk/items/{item}/")


def _tables(people: Staff, at: datetime) -> Iterator[Fact]:
    """What was filled into registers: who is to decide about it, and what became of one's own."""
    recent = Filled.objects.filter(stage__in=TOLD).filter(Q(stage=SUBMITTED) | Q(decided_at__gte=at - WINDOW))
    for each in recent.select_related("register", "organisation").exclude(submitted_by=None):
        by, kind = each.submitted_by_id or 0, TOLD[each.stage]
        is_waiting = kind == Kind.WAITING.value
        who = people.of(each.organisation_id, *DECIDERS, but=each.makers) if is_waiting else {by}
        told = f"{each.get_source_display()} · {each.organisation.short_name}"
        words = each.answer if kind == Kind.RETURNED.value else told
        key = f"{kind}:table:{each.pk}:{each.submitted_at:%y%m%d%H%M%S}"
        href = f"/desk/registers/batches/{each.pk}/"
        for person in who:
            yield Fact(person, key, kind, each.register.title, words, href)


def _pulls(people: Staff) -> Iterator[Fact]:
    """What was not to be had again and again, for its clerks and the office; what came and is not plain."""
    for each in Pull.objects.failing().select_related("register", "organisation"):
        who = people.of(each.organisation_id, Role.CLERK.value) | people.anywhere(Role.OPENNESS.value)
        last, kind = each.fetches.first(), Kind.FAILED.value
        words = f"{each.organisation.short_name} · 连续 {MOST_FAILURES} 次：{last.words if last else ''}"
        key = f"{kind}:{each.pk}:{each.failing_since:%y%m%d%H%M%S}"
        for person in who:
            yield Fact(
                person, key, kind, each.register.title, words[:300], f"/desk/registers/pulls/{each.pk}/"
            )
    came = Filled.objects.filter(source=Source.PULL.value, stage__in=UNPLAIN)
    for batch in came.select_related("register", "organisation"):
        if batch.stage == Stored.CHECKED and batch.is_same:
            continue  # it says nothing new and is given up in a moment
        kind = Kind.WAITING.value
        words = (
            f"{batch.get_source_display()} · {batch.get_stage_display()} · {batch.organisation.short_name}"
        )
        for person in people.of(batch.organisation_id, Role.CLERK.value):
            href = f"/desk/registers/batches/{batch.pk}/"
            yield Fact(person, f"{kind}:pulled:{batch.pk}", kind, batch.register.title, words, href)


def _clocks(people: Staff, at: datetime) -> Iterator[Fact]:
    late = Clock.objects.overdue(at).filter(due_at__gte=at - WINDOW)
    for kind, rows in ((Kind.OVERDUE.value, late), (Kind.DUE_SOON.value, Clock.objects.due_soon(at))):
        found = list(rows.select_related("organisation"))
        charged = items.charged(people, found)
        for clock in found:
            who = charged.get(clock.pk)
            if who is not None and kind == Kind.DUE_SOON and localdate(clock.started_at) == localdate(at):
                continue  # they were told today that it waits for them
            words = f"{clock.due_on} 期满 · {clock.organisation.short_name}"
            for person in _told(people, clock, kind, at) if who is None else who:
                key = f"{kind}:{clock.pk}:{clock.due_on}"
                yield Fact(person, key, kind, clock.title, words, place_of(clock.subject) or "/desk/due/")


def _told(people: Staff, clock: Clock, kind: str, at: datetime) -> set[int]:
    """Return whom a clock concerns: its clerks; of a request in its last days also those who decide about it,
    and the openness office once it is over.
    """
    who = people.of(clock.organisation_id, Role.CLERK.value)
    if not clock.subject.startswith(REQUEST):
        return who
    if kind == Kind.OVERDUE:
        return who | people.of(clock.organisation_id, *DECIDING) | people.anywhere(Role.OPENNESS.value)
    if clock.working_days_left(at) <= PRESSING:
        who |= people.of(clock.organisation_id, *DECIDING)
    return who
