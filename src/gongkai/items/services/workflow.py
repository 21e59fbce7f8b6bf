"""submit, recall, send back, review, clear: a version on its way to the signer."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.items import rules
from gongkai.items.models import Stage, Verb, Version
from gongkai.items.rules import Statement
from gongkai.items.services import duty, proofing
from gongkai.items.services.drafting import taken
from gongkai.items.services.duty import obligation_of
from gongkai.items.services.errors import Unready, stated
from gongkai.items.services.mending import keep
from gongkai.items.services.moves import UNSIGNED, current, locked, locked_all, move, note
from gongkai.items.services.proofing import Look
from gongkai.items.services.release import together
from gongkai.items.services.rights import require
from gongkai.orgs.models import Person
from gongkai.proofing.rules import Finding


def findings(version: Version, *, at: datetime) -> list[Finding]:
    """Return everything that stands between a draft and its review, but what somebody let stand."""
    return [spot.finding for spot in looked_at(version, at=at).open]


def looked_at(version: Version, *, at: datetime) -> Look:
    """Return what is missing in a version and what proofing finds in it."""
    found = rules.unready(_statement(version), today=localdate(at))
    return proofing.look(version, at=at, first=[*found, *taken(version)])


def _statement(version: Version) -> Statement:
    has_content = bool(rules.plain_text(version.body)) or version.attachments.exists()
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
def submit(*, version: Version, overruling: str = "", by: Person, at: datetime) -> Version:
    """Send a draft to review. ``overruling`` is the reason for every finding that may stand and has none yet.

    Raises Unready with all findings, IllegalMove unless in draft, NotAllowed.
    """
    fresh = locked(version)
    require(by, "submit", fresh, at=at)
    seen = looked_at(fresh, at=at)
    found = [spot for spot in seen.open if not spot.finding.is_warning]
    reason = overruling.strip()
    blocking = [spot.finding for spot in found if not (spot.finding.can_overrule and reason)]
    if blocking:
        raise Unready(blocking)
    for spot in found:
        keep(spot, version=fresh, reason=reason, by=by, at=at)
    move(fresh, Stage.REVIEW.value, submitted_by=by, submitted_at=at)
    note(
        fresh,
        Verb.SUBMIT.value,
        reason=reason if found else "",
        by=by,
        at=at,
        overruled=len(found) + len(seen.kept),
    )
    if fresh.disclosure != "proactive":
        duty.drop(fresh, by=by, at=at)
    return fresh


@transaction.atomic
def recall(*, version: Version, by: Person, at: datetime) -> Version:
    """Take a version back from review, secrecy review or signing to go on drafting."""
    fresh = locked(version)
    require(by, "recall", fresh, at=at)
    move(fresh, Stage.DRAFT.value, **UNSIGNED)
    note(fresh, Verb.RECALL.value, by=by, at=at)
    return fresh


@transaction.atomic
def send_back(*, version: Version, reason: str, by: Person, at: datetime) -> Version:
    """Return a version to its clerk with a reason; a signed release that waits for its day, as a whole."""
    plain = stated("reason", reason, "请说明退回理由")
    fresh = current(version)
    require(by, "return", fresh, at=at)
    is_signed = fresh.stage == Stage.SIGNED.value
    members = locked_all(together(fresh, stage=Stage.SIGNED.value) if is_signed else [fresh])
    for each in members:
        move(each, Stage.DRAFT.value, **UNSIGNED)
        note(each, Verb.RETURN.value, reason=plain, by=by, at=at)
        duty.keep(each, by=by, at=at)
    return next(each for each in members if each.pk == version.pk)


@transaction.atomic
def review(*, version: Version, note: str = "", by: Person, at: datetime) -> Version:
    """Pass a version on to the confidentiality review. Raises IllegalMove, NotAllowed."""
    return _pass_on(version, "review", Stage.SECRECY.value, note, by, at)


@transaction.atomic
def clear(*, version: Version, note: str = "", by: Person, at: datetime) -> Version:
    """Find a version free of secrets (条例第十七条，保密法第三十五条) and pass it on to the signer."""
    return _pass_on(version, "clear", Stage.SIGNING.value, note, by, at)


def _pass_on(version: Version, verb: str, stage: str, words: str, by: Person, at: datetime) -> Version:
    fresh = locked(version)
    require(by, verb, fresh, at=at)
    move(fresh, stage)
    note(fresh, Verb(verb).value, reason=words.strip(), by=by, at=at)
    return fresh
