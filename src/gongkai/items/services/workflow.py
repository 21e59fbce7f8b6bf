"""submit, recall, send back, review, co-sign, clear: a version on its way to the signer."""

from copy import copy
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate

from gongkai.items import rules
from gongkai.items.models import Decision, Stage, Verb, Version
from gongkai.items.rules import Statement
from gongkai.items.services import duty, proofing
from gongkai.items.services.approvals import begin, decide, end_round, go_on
from gongkai.items.services.commenting import open_remarks
from gongkai.items.services.drafting import save, taken
from gongkai.items.services.duty import obligation_of
from gongkai.items.services.errors import Unready, stated
from gongkai.items.services.explaining import body_of, interpretation_findings, media_findings
from gongkai.items.services.illustrating import sweep
from gongkai.items.services.mending import keep
from gongkai.items.services.moves import UNSIGNED, Hand, current, locked, locked_all, move, note
from gongkai.items.services.proofing import Look
from gongkai.items.services.release import together
from gongkai.items.services.returning import replied
from gongkai.items.services.rights import require, step_of
from gongkai.items.services.twins import twins
from gongkai.law.lifecycle import IllegalMove
from gongkai.orgs.models import Person
from gongkai.proofing.rules import Finding


def findings(version: Version, *, at: datetime) -> list[Finding]:
    """Return everything that stands between a draft and its review, but what somebody let stand."""
    return [spot.finding for spot in looked_at(version, at=at).open]


def looked_at(version: Version, *, at: datetime) -> Look:
    """Return what is missing in a version and what proofing finds in it."""
    seen = _at_once(version)
    found = rules.unready(_statement(seen), today=localdate(at))
    found += [*interpretation_findings(seen), *media_findings(seen)]
    return proofing.look(seen, at=at, first=[*found, *taken(seen), *twins(seen)])


def _at_once(version: Version) -> Version:
    """Return a copy with its files and links fetched: every check asks for them, nobody changes them."""
    seen = copy(version)
    seen.item = copy(version.item)
    prefetch_related_objects([seen], "attachments", "item__relations")
    return seen


def _statement(version: Version) -> Statement:
    has_content = bool(rules.plain_text(body_of(version))) or version.attachments.exists()
    same = (
        "disclosure ground ground_reason title issuer abstract doc_number number_wanted made_on effective_on "
        "expires_on published_on change_note"
    ).split()
    return Statement(
        kind=version.item.kind,
        has_obligation=obligation_of(version) is not None,
        has_content=has_content,
        is_first=version.serial == 1,
        is_public=version.item.is_public,
        **{name: getattr(version, name) for name in same},
    )


@transaction.atomic
def submit(*, version: Version, overruling: str = "", reply: str = "", by: Person, at: datetime) -> Version:
    """Send a draft on its review path.

    ``overruling`` is the reason for every finding that may stand and has none yet; ``reply`` answers the
    return of a draft that came back, and must if it was not changed since. Headings of an interpretation
    that were left empty are dropped.

    Raises Unready with all findings, IllegalMove unless in draft, NotAllowed.
    """
    fresh = locked(version)
    hand = Hand(by, require(by, "submit", fresh, at=at))
    if (body := body_of(fresh)) != fresh.body:
        fresh = save(version=fresh, fields={"body": body}, revision=fresh.revision, by=by, at=at)
    sweep(fresh, by, at)
    seen = looked_at(fresh, at=at)
    found = [spot for spot in seen.open if not spot.finding.is_warning]
    reason = overruling.strip()
    blocking = [spot.finding for spot in found if not (spot.finding.can_overrule and reason)]
    if blocking:
        raise Unready(blocking)
    answer = replied(fresh, reply)
    for spot in found:
        keep(spot, version=fresh, reason=reason, by=by, at=at)
    go_on(fresh, hand, at, **begin(fresh, hand, at))
    count = len(found) + len(seen.kept)
    said = [f"答复退回意见：{answer}" if answer else "", reason if found else ""]
    note(fresh, Verb.SUBMIT.value, reason="\n".join(filter(None, said)), by=hand, at=at, overruled=count)
    if fresh.disclosure != "proactive":
        duty.drop(fresh, by=by, at=at)
    return fresh


@transaction.atomic
def recall(*, version: Version, by: Person, at: datetime) -> Version:
    """Take a version back from its review to go on drafting."""
    fresh = locked(version)
    hand = Hand(by, require(by, "recall", fresh, at=at))
    end_round(fresh, Decision.VOID, hand, at)
    move(fresh, Stage.DRAFT.value, **UNSIGNED)
    note(fresh, Verb.RECALL.value, by=hand, at=at)
    return fresh


@transaction.atomic
def send_back(*, version: Version, reason: str = "", by: Person, at: datetime) -> Version:
    """Return a version to its clerk with a reason; a signed release that waits for its day, as a whole.

    The open remarks at its paragraphs are reasons too: with them, ``reason`` may be empty.
    """
    fresh = current(version)
    plain = stated("reason", "\n".join([reason.strip(), *open_remarks(fresh)]).strip(), "请说明退回理由")
    hand = Hand(by, require(by, "return", fresh, at=at))
    is_signed = fresh.stage == Stage.SIGNED.value
    members = locked_all(together(fresh, stage=Stage.SIGNED.value) if is_signed else [fresh])
    if any(each.stage != fresh.stage for each in members):
        raise IllegalMove("此信息刚刚由他人办理，请看过以后再决定")  # signed meanwhile: then it is a release
    for each in members:
        _return(each, plain, hand, at)
    return next(each for each in members if each.pk == version.pk)


def _return(version: Version, reason: str, hand: Hand, at: datetime) -> None:
    title = ""
    if version.stage != Stage.SIGNED.value:
        row, _ = step_of(hand.by, "return", version, at=at)
        row.version, title = version, row.title
        decide(row, Decision.RETURNED, reason, hand, at)
    end_round(version, Decision.VOID, hand, at)
    move(version, Stage.DRAFT.value, **UNSIGNED)
    note(version, Verb.RETURN.value, title=title, reason=reason, by=hand, at=at)
    assert hand.by is not None  # noqa: S101 - a person sends back
    duty.keep(version, by=hand.by, at=at)


@transaction.atomic
def review(*, version: Version, note: str = "", by: Person, at: datetime) -> Version:
    """Agree at a step of review. Raises IllegalMove, NotAllowed."""
    return _agree(version, "review", note, by, at)


@transaction.atomic
def cosign(*, version: Version, note: str = "", by: Person, at: datetime) -> Version:
    """Agree to a joint document for one's own organisation, with remarks or without."""
    return _agree(version, "cosign", note, by, at)


@transaction.atomic
def clear(*, version: Version, note: str = "", by: Person, at: datetime) -> Version:
    """Find a version free of secrets (条例第十七条，保密法第三十五条) and pass it on."""
    return _agree(version, "clear", note, by, at)


def _agree(version: Version, verb: str, words: str, by: Person, at: datetime) -> Version:
    fresh = locked(version)
    row, whom = step_of(by, verb, fresh, at=at)
    row.version, hand, plain = fresh, Hand(by, whom), words.strip()
    decide(row, Decision.REMARKED if plain and verb == "cosign" else Decision.AGREED, plain, hand, at)
    cleared = {"cleared_by": by, "cleared_for": whom} if verb == "clear" else {}
    go_on(fresh, hand, at, **cleared)
    note(fresh, Verb(verb).value, title=row.title, reason=plain, by=hand, at=at)
    return fresh
