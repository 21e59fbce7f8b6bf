"""Wrong words and banned phrases, by the lists that the openness office keeps."""

from collections.abc import Iterable, Iterator

from gongkai.proofing.phrases import REASONS, Match, Matcher
from gongkai.proofing.rules import Finding, Piece


def check(pieces: Iterable[Piece], matcher: Matcher) -> Iterator[Finding]:
    """Yield each phrase of the lists that stands in ``pieces``."""
    for piece in pieces:
        for match in matcher.find(piece.text):
            yield found(piece, match)


def found(piece: Piece, match: Match) -> Finding:
    """Return the finding of a phrase in a piece."""
    phrase = match.phrase
    reason = phrase.reason or REASONS[phrase.family]
    remedy = f"改为“{phrase.right}”" if phrase.right else "删去或者改写"
    return Finding(
        field=piece.field,
        sentence=f"“{phrase.wrong}”：{reason}，请{remedy}",
        code=f"wording.{phrase.family}",
        weight=phrase.weight,
        place=piece.place,
        start=match.start,
        end=match.end,
        excerpt=piece.text[match.start : match.end],
        remedy=remedy,
        replacement=phrase.right or None,
    )
