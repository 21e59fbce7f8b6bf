"""Names of organisations, posts and laws that were no longer right on the day of the document."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.proofing import wording
from gongkai.proofing.phrases import Matcher, Phrase
from gongkai.proofing.rules import Finding, Piece, Weight

FORMER = re.compile(r"(?:原|前|时任|即|曾为|由|及其前身)(?:[^，。；]{0,8}[、和])?$")
"""What says that the old name is meant: 原环境保护部."""
REPEALED = re.compile(r"》?(?:(?:、|和|及|以及)?《[^》]{1,80}》)*+[^。；]{0,40}?(?:废止|停止执行|失效)")
"""What says in the same sentence that a text is repealed, others perhaps with it (《收养法》同时废止)."""
LIST = 600
TITLE = 200
"""Characters of a title to either side of a name in it."""
SHORTEST = 5
"""Characters of an organisation's name: shorter ones are found within other words."""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that this site knows, from its first day to its last."""

    name: str
    first: date
    last: date | None = None

    def bore(self, name: str, on: date) -> bool:
        """Whether a name, or one that holds it, was this body's on a day."""
        return name in self.name and self.first <= on and (self.last is None or on <= self.last)


def check(
    pieces: Iterable[Piece], matcher: Matcher, *, on: date, bodies: Sequence[Body] = ()
) -> Iterator[Finding]:
    """Yield the names that were old on ``on``; what is quoted in 《》 or called 原… is right as it stands.

    So is what one of ``bodies`` was called that day: the register of organisations knows better than a list.
    """
    for piece in pieces:
        for match in matcher.find(piece.text):
            if _was_old(match.phrase, on, bodies) and not _is_former(piece.text, match.start, match.end):
                yield wording.found(piece, match)


def _was_old(phrase: Phrase, on: date, bodies: Sequence[Body]) -> bool:
    if phrase.since is not None and on < phrase.since:
        return False
    if phrase.family != "name" or any(body.name == phrase.wrong for body in bodies):
        return True  # of the very body its last day was asked
    return not any(body.bore(phrase.wrong, on) for body in bodies)


def _is_former(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 12) : start]
    if FORMER.search(before) or "（现" in text[end : end + 3] or "(现" in text[end : end + 3]:
        return True
    if REPEALED.match(text[end : end + LIST]):
        return True
    opened, closed = (text.rfind(sign, max(0, start - TITLE), start) for sign in "《》")
    return opened > closed and "》" in text[end : end + TITLE]


def of_organisations(ended: Iterable[tuple[str, str, date]]) -> list[Phrase]:
    """Return the phrases for organisations that are no more: name, successor's name or "", first day without.

    A successor whose name holds the old one makes the old one right within it.
    """
    return [
        Phrase(
            wrong=name,
            right=successor,
            family="name",
            weight=Weight.TELLS,
            reason=f"该机构已于{since:%Y-%m-%d}前撤销" + (f"，由{successor}承接" if successor else ""),
            allowed=(successor,) if name in successor else (),
            since=since,
        )
        for name, successor, since in ended
        if len(name) >= SHORTEST and name != successor
    ]
