"""Lists of phrases that official writing avoids: wrong words, banned words, names that are no longer right.

Pure: what stands in ``catalogue/wording`` and in the database is handed over as ``Phrase``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ahocorasick_rs import AhoCorasick

from gongkai.proofing.rules import Weight

FAMILIES = {"typo": "错别字", "banned": "禁用表述", "name": "机构和职务旧称", "law": "已废止的法律"}
"""What a list is about; ``name`` and ``law`` depend on the date of the document."""
WEIGHTS = {Weight.BLOCKS.value: "必须改正", Weight.ASKS.value: "改正或说明理由", Weight.TELLS.value: "提示"}
DATED = frozenset({"name", "law"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry. ``right`` is empty where nothing can simply take its place.

    ``allowed`` are longer words in which it is right (农业部 in 农业部门); ``since`` is the first day on
    which it is wrong, None for one that always was.
    """

    wrong: str
    right: str
    family: str
    weight: Weight = Weight.ASKS
    reason: str = ""
    allowed: tuple[str, ...] = ()
    since: date | None = None

    @property
    def treatment(self) -> str:
        return WEIGHTS[self.weight.value]

    def columns(self) -> dict[str, object]:
        """Return what is compared, stored and shown, by column."""
        return {
            "family": self.family,
            "right": self.right,
            "weight": self.weight.value,
            "reason": self.reason,
            "allowed": list(self.allowed),
            "since": self.since.isoformat() if self.since else "",
        }


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found between ``start`` and ``end``."""

    phrase: Phrase
    start: int
    end: int


class Matcher:
    """All phrases of some families, looked for in one pass."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._automaton = AhoCorasick([each.wrong for each in self.phrases])

    def find(self, text: str) -> Iterator[Match]:
        """Yield what is found, but not within a longer phrase or a word in which it is right."""
        end = 0
        for start, stop, index in sorted(
            (start, -stop, index)
            for index, start, stop in self._automaton.find_matches_as_indexes(text, overlapping=True)
        ):
            phrase = self.phrases[index]
            if start >= end and not _is_allowed(phrase, text, start):
                end = -stop
                yield Match(phrase, start, end)


def _is_allowed(phrase: Phrase, text: str, start: int) -> bool:
    for word in phrase.allowed:
        at = word.find(phrase.wrong)
        if start >= at and text.startswith(word, start - at):
            return True
    return False


REASONS = {
    "typo": "错别字",
    "banned": "公文和公开信息中不用的表述",
    "name": "机构或者职务名称已经变更",
    "law": "该法律已经废止，不能再作为依据引用",
}
