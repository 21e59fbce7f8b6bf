"""What the verbs raise: each states the fact in a sentence for the officer."""

from collections.abc import Iterable

from gongkai.items.models import Version
from gongkai.items.uploads import Refused
from gongkai.law.lifecycle import IllegalMove
from gongkai.proofing import personal
from gongkai.proofing.rules import Finding, Piece


class Rejected(Exception):
    """The base of what a verb refuses for reasons of its own."""


class NotAllowed(Rejected):
    """This person may not do this."""


class Gone(Rejected):
    """Somebody has thrown the draft away meanwhile."""

    def __init__(self) -> None:
        super().__init__("这份草稿刚刚被删除，没有办理")


class MissingInterpretation(Rejected):
    """A document and its interpretation are not ready to go public together."""


class Conflict(Rejected):
    """Somebody else has saved meanwhile; ``theirs`` is the version as it now stands."""

    def __init__(self, theirs: Version) -> None:
        self.theirs = theirs
        super().__init__(f"{theirs.saved_by.name}已于您打开之后保存过此稿，请对照后再保存")


MOST_SAID = 20
"""Findings that are said in one sentence; all of them are in ``findings``."""


class Unready(Rejected):
    """Something is missing or wrong; ``findings`` name the fields."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        said = "；".join(finding.sentence for finding in self.findings[:MOST_SAID])
        super().__init__(said + (f"……共{len(self.findings)}处" if len(self.findings) > MOST_SAID else ""))


REFUSALS = (Rejected, IllegalMove, Refused)
"""Everything that a verb may raise because of what it was asked to do."""


def stated(field: str, text: str, sentence: str) -> str:
    """Return ``text`` without outer blanks; raise Unready with ``sentence`` if nothing is left."""
    plain = text.strip()
    if not plain:
        raise Unready([Finding(field, sentence)])
    return plain


def stated_publicly(field: str, text: str, sentence: str) -> str:
    """Return what ``stated`` returns; raise Unready for personal identifiers, since everyone will read it."""
    plain = stated(field, text, sentence)
    if found := [each for each in personal.check([Piece(field, "", plain)]) if not each.is_warning]:
        raise Unready(found)
    return plain
