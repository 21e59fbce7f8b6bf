"""救济告知: what an answer tells about the ways against it. Pure.

行政复议法（2017）第九条、（2023）第二十条、第二十三条; 行政诉讼法第四十五条、第四十六条. Since 2024 review
comes first against a refusal; whether it does so against other negative answers is disputed: of these
(``doubtful``) the safer way is told, for who goes to review first loses no time limit. A remedy is told of
whatever may be to somebody's disadvantage (行政复议法实施条例第十七条): also that nothing more is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.limits import Limits
from gongkai.requests.rules.answers import Outcome, Standing
from gongkai.requests.rules.during import During


class Way(StrEnum):
    FREE = "free"
    REVIEW_FIRST = "review-first"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way against answers of some standings while a text is in force; an uncertain one may only warn."""

    way: Way
    standings: tuple[Standing, ...]
    during: During
    basis: str
    is_certain: bool = True


def remedy_of(remedies: Iterable[Remedy], outcome: Outcome, answered_on: date) -> Remedy | None:
    """Return the way against an answer given on a day, None where it is no decision."""
    if outcome.standing is Standing.NONE:
        return None
    fits = (
        each for each in remedies if outcome.standing in each.standings and each.during.holds(answered_on)
    )
    return next(fits, None)


def paragraph(remedy: Remedy, limits: Limits, *, answered_on: date, review_body: str, court: str) -> str:
    """Return the paragraph that an answer must carry; the lengths are those in force on the day.

    Raises UnknownLimit.
    """
    review = limits.on("review-application", answered_on).length
    if remedy.way is Way.FREE:
        direct = limits.on("litigation-direct", answered_on).length
        return (
            f"如对本答复不服，可以自收到本答复之日起{_plain(review)}内向{review_body}申请行政复议，"
            f"也可以自收到本答复之日起{_plain(direct)}内依法向{court}提起行政诉讼。"
        )
    after = limits.on("litigation-after-review", answered_on).length
    return (
        f"如对本答复不服，应当先自收到本答复之日起{_plain(review)}内向{review_body}申请行政复议；"
        f"对行政复议决定不服的，可以自收到行政复议决定书之日起{_plain(after)}内依法向{court}提起行政诉讼。"
    )


def _plain(length: object) -> str:
    """Return a length as letters write it: 60日, 6个月."""
    return str(length).replace("（自然日）", "")
