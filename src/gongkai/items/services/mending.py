"""mend, ignore, mind: what is done about one finding of a draft."""

from datetime import datetime

from django.db import transaction

from gongkai.items import spots
from gongkai.items.models import Item, Stage, Version
from gongkai.items.services import proofing
from gongkai.items.services.drafting import FIELDS, save
from gongkai.items.services.errors import Rejected, stated_publicly
from gongkai.items.services.moves import locked, log
from gongkai.items.services.rights import require
from gongkai.items.services.walking import check_again
from gongkai.orgs.models import Person
from gongkai.proofing import services
from gongkai.proofing.services import Spot

COLUMN = "personal.column."
"""A whole column is found at its first cell; to mask that cell alone would leave the others open."""


class NotFound(Rejected):
    """The finding is no more: its words have changed, or somebody has dealt with it."""

    def __init__(self) -> None:
        super().__init__("这个问题已经处理过，或者原文已有改动，请重新核对")


class NotIgnorable(Rejected):
    """Not every finding may stand."""


class NotMechanical(Rejected):
    """A person must think what to write here."""


@transaction.atomic
def mend(*, version: Version, fingerprint: str, revision: int, by: Person, at: datetime) -> Version:
    """Put the replacement of one finding in its place; ``revision`` is the one that was looked at.

    Raises Conflict if somebody saved since, NotFound, NotMechanical, IllegalMove unless in draft, NotAllowed.
    """
    fresh = locked(version)
    require(by, "edit", fresh, at=at)
    found = proofing.look(fresh, at=at).open
    spot = next((each for each in found if each.fingerprint == fingerprint), None)
    if spot is None:
        raise NotFound
    value = _mended(fresh, spot)
    fields = {spot.finding.field: value}
    log(fresh.item, "mend", by=by, at=at, version=fresh.serial, code=spot.finding.code)
    return save(version=fresh, fields=fields, revision=revision, by=by, at=at)


def is_mechanical(spot: Spot) -> bool:
    """Whether the replacement can be put in its place without anybody thinking."""
    finding = spot.finding
    if finding.code.startswith(COLUMN):
        return False
    return finding.replacement is not None and finding.field in FIELDS and finding.end > finding.start


def _mended(version: Version, spot: Spot) -> str:
    finding = spot.finding
    if not is_mechanical(spot) or finding.replacement is None:
        raise NotMechanical("这个问题需要人工修改")
    start, end = finding.start, finding.end
    if finding.field != "body":
        text = str(getattr(version, finding.field))
        return text[:start] + finding.replacement + text[end:]
    piece = next(each for each in spots.apart(version.body).pieces if each.place == finding.place)
    try:
        return spots.replace(
            version.body,
            place=finding.place,
            start=start,
            end=end,
            expected=piece.text[start:end],
            text=finding.replacement,
        )
    except LookupError:
        raise NotMechanical("这个问题需要在编辑页修改") from None


@transaction.atomic
def ignore(*, version: Version, fingerprint: str, reason: str, by: Person, at: datetime) -> None:
    """Let one finding of a draft or a public text stand, here and nowhere else, with a reason that is kept.

    Raises NotFound, NotIgnorable, Unready without a reason, IllegalMove while under review, NotAllowed.
    """
    plain = stated_publicly("reason", reason, "请说明理由")
    fresh = locked(version)
    require(by, "edit", _editable(fresh), at=at)
    found = proofing.look(fresh, at=at).open
    spot = next((each for each in found if each.fingerprint == fingerprint), None)
    if spot is None:
        raise NotFound
    if not spot.finding.can_overrule:
        raise NotIgnorable(
            "这个问题必须改正，不能忽略" if not spot.finding.is_warning else "提示不影响送审，不必忽略"
        )
    keep(spot, version=fresh, reason=plain, by=by, at=at)
    check_again(item=fresh.item, at=at)


def _editable(version: Version) -> Version | Item:
    """Return what one must be allowed to edit: of what is public, the item, which may be amended."""
    return version.item if version.stage == Stage.PUBLIC.value else version


def keep(spot: Spot, *, version: Version, reason: str, by: Person, at: datetime) -> None:
    """Write down that a finding may stand. The log names the check, never the words."""
    services.ignore(subject=version.item.uri, spot=spot, reason=reason, by=by, at=at)
    log(version.item, "ignore", by=by, at=at, version=version.serial, code=spot.finding.code)


@transaction.atomic
def mind(*, version: Version, fingerprint: str, by: Person, at: datetime) -> None:
    """Take back that a finding may stand. Raises NotFound, IllegalMove while under review, NotAllowed."""
    fresh = locked(version)
    require(by, "edit", _editable(fresh), at=at)
    if not services.mind(subject=fresh.item.uri, fingerprint=fingerprint):
        raise NotFound
    log(fresh.item, "mind", by=by, at=at, version=fresh.serial)
    check_again(item=fresh.item, at=at)
