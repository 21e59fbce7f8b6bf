"""ignore: let one finding stand, at this spot of this item and nowhere else, with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from gongkai.law import masking
from gongkai.orgs.models import Person
from gongkai.proofing.models import Ignored
from gongkai.proofing.rules import Finding, Piece

AROUND = 20
"""Characters before and after the spot that must stay as they are."""
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding with its fingerprint, and the words there and around it, personal identifiers masked."""

    finding: Finding
    fingerprint: str
    before: str = ""
    words: str = ""
    after: str = ""


def spots(found: Iterable[Finding], pieces: Iterable[Piece]) -> list[Spot]:
    """Return the findings with what tells each from every other of the same item.

    The fingerprint is keyed: a word of the text, such as an identity number, cannot be guessed from it.
    It changes with the words around the spot, or with what is said and its mark where it is about none; the
    same twice is told apart by its order.
    """
    texts = {(piece.field, piece.place): piece.text for piece in pieces}
    seen: dict[tuple[str, ...], int] = {}
    masked: dict[str, str] = {}
    made = []
    for finding in found:
        text = texts.get((finding.field, finding.place), "")
        start, end = finding.start, finding.end
        before, words, after = text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]
        told: tuple[str, ...] = (finding.code, finding.field, finding.mark, before, words, after)
        if not words:
            told = (finding.code, finding.field, finding.mark, finding.sentence)
        nth = seen[told] = seen.get(told, 0) + 1
        if text not in masked:
            masked[text] = _masked(text)
        made.append(_spot(finding, _fingerprint(*told, str(nth)), masked[text]))
    return made


def _fingerprint(*parts: str) -> str:
    return salted_hmac("gongkai.proofing.ignored", "\x1f".join(parts), algorithm="sha256").hexdigest()


def _spot(finding: Finding, fingerprint: str, text: str) -> Spot:
    start, end = finding.start, finding.end
    if start == end:
        return Spot(finding, fingerprint)
    words = finding.excerpt if finding.code.startswith("personal.") else text[start:end][:LONGEST]
    return Spot(finding, fingerprint, text[max(0, start - AROUND) : start], words, text[end : end + AROUND])


def _masked(text: str) -> str:
    """Return the text with every personal identifier in it starred, as long as it was."""
    pieces, end = [], 0
    for found in masking.find(text):
        pieces += [text[end : found.start], "*" * (found.end - found.start)]
        end = found.end
    return "".join([*pieces, text[end:]])


def ignored(subject: str) -> dict[str, Ignored]:
    """Return the findings of ``subject`` that may stand, by their fingerprint."""
    return {row.fingerprint: row for row in Ignored.objects.filter(subject=subject).select_related("by")}


def ignore(*, subject: str, spot: Spot, reason: str, by: Person, at: datetime) -> Ignored:
    """Let a finding stand. Whether ``by`` may is for the app to say to which the subject belongs."""
    values = {
        "code": spot.finding.code,
        "place": spot.finding.place[:200],
        "reason": reason,
        "by": by,
        "at": at,
    }
    return Ignored.objects.update_or_create(subject=subject, fingerprint=spot.fingerprint, defaults=values)[0]


def mind(*, subject: str, fingerprint: str) -> bool:
    """Take back that a finding may stand; return whether there was anything to take back."""
    return bool(Ignored.objects.filter(subject=subject, fingerprint=fingerprint).delete()[0])


def forget(subject: str) -> None:
    """Forget what was let stand of a thing that is no more."""
    Ignored.objects.filter(subject=subject).delete()
