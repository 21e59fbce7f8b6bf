"""Names of organisations, posts and laws that were no longer right on the day of the document."""

import re
from collections.abc import Iterable, Iterator
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


def check(pieces: Iterable[Piece], matcher: Matcher, *, on: date) -> Iterator[Finding]:
    """Yield the names that were old on ``on``; what is quoted in 《》 or called 原… is right as it stands."""
    for piece in pieces:
        for match in matcher.find(piece.text):
            since = match.phrase.since
            if since is not None and on < since:
                continue
            if not _is_former(piece.text, match.start, match.end):
                yield wording.found(piece, match)


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
