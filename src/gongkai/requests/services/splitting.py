"""一事一申请: one case becomes several (分案), several are answered as one (并案).

Each keeps a number and a clock of its own: how the office orders its files takes no day from anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.clocks import services as clocks
from gongkai.orgs.models import Person
from gongkai.requests.models import Applicant, Record, Request
from gongkai.requests.rules.course import (
    AT,
    BEFORE_DECISION,
    WITHDRAWN,
    IllegalStep,
    Kind,
    Service,
    Stage,
    Step,
)
from gongkai.requests.services.casework import NotNow
from gongkai.requests.services.course import ANSWER, ChangedMeanwhile, close, happen, moment, steps, undo
from gongkai.requests.services.letters.sending import tell
from gongkai.requests.services.naming import nameless
from gongkai.requests.services.registering import Registered, register
from gongkai.requests.services.rights import demand

COPIED = (
    "subject", "asker", "use", "supply", "delivery", "channel", "is_urgent", "assistance", "handler",
)  # fmt: skip
"""What each part has from the case that it was taken out of."""

CORRECTION = frozenset({Kind.ASK_CORRECTION, Kind.CORRECT})
PLAIN = frozenset({Kind.REGISTER, Kind.RECEIVE}) | CORRECTION
"""What may have happened to a case that is split: all of it holds for the parts as well."""

MIRRORED = frozenset({Kind.DECIDE, Kind.SEND, Kind.SERVE})
MOST = 10


@transaction.atomic
def split(
    *, request: Request, parts: Sequence[tuple[str, str]], words: str, by: Person, at: datetime
) -> list[Registered]:
    """Register each of ``parts`` (title and content) as a case of its own, received when this one was.

    The case itself stays, for what it still asks. Returns the new cases with their query codes.
    Raises NotAllowed, NotNow, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "register", request, at=at)
    done = steps(request.events.all())
    if request.stage not in {Stage.REGISTERED.value, Stage.HANDLING.value}:
        raise NotNow(f"“{request.case.stage.label}”的申请不能分案")
    if not {step.kind for step in done} <= PLAIN:
        raise NotNow("已经征求意见、延期或者收费的申请不能再分案")
    nameless(request, words)
    if not 0 < len(parts) <= MOST:
        raise NotNow(f"一次可以分出1至{MOST}件")
    identity = Applicant.objects.get(request=request).identity
    made = []
    for title, content in parts:
        asked: dict[str, Any] = {name: getattr(request, name) for name in COPIED}
        asked |= {"title": title, "content": content, "parent": request}
        part = register(
            organisation=request.organisation, identity=identity, asked=asked, evidence=request.evidence,
            by=by, at=at,
        )  # fmt: skip
        _corrected_as(part.request, done, by=by, at=at)
        made.append(part)
    numbers = "、".join(part.request.number for part in made)
    facts = {"parts": [part.request.pk for part in made]}
    happen(request=request, kind=Record.SPLIT, key=numbers[:80], words=words, facts=facts, by=by, at=at)
    return made


def _corrected_as(part: Request, done: Sequence[Step], *, by: Person, at: datetime) -> None:
    """Let the time of a part run anew from the day on which the whole was corrected."""
    for step in done:
        if step.kind in CORRECTION:
            happen(request=part, kind=step.kind, words="分案前已办", when=step.at, by=by, at=at)


@transaction.atomic
def merge(*, request: Request, into: Request, words: str, by: Person, at: datetime) -> Request:
    """Let a case be answered together with another of the same organisation and applicant.

    Both keep their numbers; what becomes of the other becomes of this one (``follow_merged``).
    Raises NotAllowed, NotNow, NamesSomebody, ChangedMeanwhile.
    """
    demand(by, "handle", request, at=at)
    demand(by, "handle", into, at=at)
    if said := _unlike(request, into):
        raise NotNow(said)
    nameless(request, words)
    facts = {"into": into.pk}
    happen(request=request, kind=Record.MERGE, key=into.number, words=words, facts=facts, by=by, at=at)
    request.merged_into = into
    request.save(update_fields=["merged_into"])
    facts = {"from": request.pk}
    happen(request=into, kind=Record.MERGE, key=request.number, words=words, facts=facts, by=by, at=at)
    return request


def _unlike(request: Request, into: Request) -> str:
    """Return why two cases cannot be answered as one; empty if they can."""
    if request.pk == into.pk or into.merged_into_id is not None or request.merged_into_id is not None:
        return "不能并入自身，也不能并入已经并入其他案件的申请"
    if request.merged.exists():
        return "已有其他申请并入这件申请，请把它们并入同一件"
    if request.organisation_id != into.organisation_id:
        return "不同机关收到的申请不能并案"
    if any(Stage(each.stage) not in BEFORE_DECISION for each in (request, into)):
        return "尚未作出答复的申请才能并案"
    prints = Applicant.objects.filter(request__in=[request, into]).order_by()
    if prints.values("fingerprint").distinct().count() != 1:
        return "不是同一申请人提出的申请，不能并案"
    return ""


def follow_merged(*, at: datetime) -> int:
    """Let what was merged follow its case: decided, sent and served with it. Return how many moved.

    What follows a case that its applicant took back is answered by itself again. Safe to run at any time:
    what has followed has nothing left to follow.
    """
    led = Request.objects.open().filter(merged_into__isnull=False).select_related("merged_into")
    moved = 0
    for request in led:
        if request.merged_into is None or not (request.merged_into.decision or request.decision):
            continue
        try:
            moved += _follow(request, at=at)
        except (IllegalStep, ChangedMeanwhile):
            continue  # it waits for somebody else: what was asked is heard first
    return moved


@transaction.atomic
def _follow(request: Request, *, at: datetime) -> bool:
    leader = Request.objects.get(pk=request.merged_into_id or 0)
    words, moved = f"随{leader.number}一并答复", False
    if request.decision not in {"", leader.decision} and _has_only_followed(request):
        undo(request=request, words=f"{leader.number}的答复已经撤销", by=None, at=at)
        moved = True
    if leader.decision == WITHDRAWN:
        _release(request, leader, at=at)
        return True
    mine = steps(request.events.all())
    has = {step.kind for step in mine}
    for step in steps(leader.events.all()):
        if step.kind in MIRRORED - has and Stage(request.stage) in AT[step.kind]:
            happen(
                request=request, kind=step.kind, key=step.key, words=words, when=max(step.at, mine[-1].at),
                by=None, at=at,
            )  # fmt: skip
            moved = True
    if leader.answered_on and not request.answered_on and request.decision == leader.decision:
        clocks.meet(subject=request.uri, duty=ANSWER, by=None, at=moment(leader.answered_on, at))
        close(request, on=leader.answered_on, outcome=leader.decision, at=at)
        moved = True
    return moved


def _release(request: Request, leader: Request, *, at: datetime) -> None:
    """Let a case run on by itself, with the time that it has: only the other one was taken back."""
    words = f"{leader.number}已由申请人撤回，不再并案，单独答复"
    facts = {"from": leader.pk}
    happen(request=request, kind=Record.UNMERGE, key=leader.number, words=words, facts=facts, by=None, at=at)
    request.merged_into = None
    request.save(update_fields=["merged_into"])
    words, facts = f"{request.number}不再并案，单独答复", {"released": request.pk}
    happen(request=leader, kind=Record.UNMERGE, key=request.number, words=words, facts=facts, by=None, at=at)
    tell(request, what=f"unmerged:{leader.pk}", at=at)


def _has_only_followed(request: Request) -> bool:
    """Whether a case was decided with another, by no letter of its own, and that was not sent yet."""
    last = request.events.filter(kind=Kind.DECIDE.value).last()
    return request.service == Service.NONE.value and last is not None and "letter" not in last.facts
