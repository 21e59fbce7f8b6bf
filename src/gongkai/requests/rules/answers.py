"""How a request may be answered, and what each answer must contain. Pure.

政府信息公开条例（2007）第二十一条、第二十二条; （2019）第十四条至第十六条、第三十条、第三十五条至第三十九条.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.requests.rules.during import During

INFORMATION, OWN_RECORD = "information", "own-record"
SUBJECTS = (INFORMATION, OWN_RECORD)
"""What a request is about: information, or a record of the applicant that is wrong (条例第四十一条)."""


class Standing(StrEnum):
    """Which way leads against an answer: for refusals the law says it, for others it is disputed."""

    REFUSAL = "refusal"
    DOUBTFUL = "doubtful"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kind of answer. ``row`` is where the annual report counts it, empty before 2019."""

    key: str
    title: str
    article: str
    during: During
    row: str
    needs: tuple[str, ...]
    standing: Standing
    subject: str = INFORMATION

    @property
    def is_refusal(self) -> bool:
        return self.standing is Standing.REFUSAL


@dataclass(frozen=True, slots=True)
class Missing:
    """What an answer lacks: the key of it and a sentence."""

    key: str
    sentence: str


def outcomes_on(outcomes: Iterable[Outcome], day: date, subject: str = INFORMATION) -> list[Outcome]:
    """Return the answers to requests of a subject that the text in force on ``day``, when the request was
    received, knows.
    """
    return [each for each in outcomes if each.subject == subject and each.during.holds(day)]


def missing(outcome: Outcome, given: Mapping[str, str], names: Mapping[str, str]) -> list[Missing]:
    """Return what an answer still lacks; ``given`` is what was written down for each need."""
    return [
        Missing(need, f"“{outcome.title}”应写明{names[need]}")
        for need in outcome.needs
        if not given.get(need, "").strip()
    ]
