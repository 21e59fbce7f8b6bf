"""How a version comes to be public, and how a published text loses its force: two separate lives.

The stages of a version follow 保守国家秘密法第三十五条 and 政府信息公开条例第十七条 (no publication without a
confidentiality review) and 国办发〔2016〕80号 (publicity attribute and interpretation decided together with
the text). Validity is what the public is told about a document: 有效, 已修改, 废止, 失效, 尚未生效.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A closed list of words for machines; ``label`` is what people read."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        return member


class Stage(Labelled):
    DRAFT = "draft", "起草"
    REVIEW = "review", "审核"
    SECRECY = "secrecy", "保密审查"
    CONSENT = "consent", "会签会审"
    SIGNING = "signing", "签发"
    SIGNED = "signed", "待公开"
    PUBLIC = "public", "已公开"
    SUPERSEDED = "superseded", "已被新版本取代"


class Validity(Labelled):
    VALID = "valid", "有效"
    PENDING = "pending", "尚未生效"
    AMENDED = "amended", "已修改"
    REPEALED = "repealed", "废止"
    EXPIRED = "expired", "失效"


# Every stage before publication may be returned to the draft, with a reason; nothing public ever is.
STAGE_MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.REVIEW}),
    Stage.REVIEW: frozenset({Stage.SECRECY, Stage.DRAFT}),
    Stage.SECRECY: frozenset({Stage.CONSENT, Stage.SIGNING, Stage.DRAFT}),
    Stage.CONSENT: frozenset({Stage.SIGNING, Stage.DRAFT}),
    Stage.SIGNING: frozenset({Stage.SIGNED, Stage.DRAFT}),
    Stage.SIGNED: frozenset({Stage.PUBLIC, Stage.DRAFT}),
    Stage.PUBLIC: frozenset({Stage.SUPERSEDED}),
    Stage.SUPERSEDED: frozenset(),
}

# A text that has lost its force does not regain it: what revives it is a new document.
VALIDITY_MOVES: Mapping[Validity, frozenset[Validity]] = {
    Validity.PENDING: frozenset({Validity.VALID, Validity.AMENDED, Validity.REPEALED}),
    Validity.VALID: frozenset({Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED}),
    Validity.AMENDED: frozenset({Validity.AMENDED, Validity.REPEALED, Validity.EXPIRED}),
    Validity.REPEALED: frozenset(),
    Validity.EXPIRED: frozenset(),
}


class IllegalMove(ValueError):
    """A stage or a validity that may not follow the present one."""


def after(old: str, new: str) -> Stage:
    """Return ``new`` if a version may pass to it from ``old``; raise IllegalMove otherwise."""
    was, will_be = Stage(old), Stage(new)
    if will_be not in STAGE_MOVES[was]:
        raise IllegalMove(f"不能由“{was.label}”变更为“{will_be.label}”")
    return will_be


# 突发事件信息可以先公开、后补批：签发以前的任一阶段都可以直接签发，由另一人事后批准。
FORCIBLE = frozenset({Stage.DRAFT, Stage.REVIEW, Stage.SECRECY, Stage.CONSENT, Stage.SIGNING})


def forced(old: str) -> Stage:
    """Return SIGNED if a version at ``old`` may be published in an emergency; raise IllegalMove otherwise."""
    was = Stage(old)
    if was not in FORCIBLE:
        raise IllegalMove(f"“{was.label}”阶段不能紧急公开")
    return Stage.SIGNED


def validity_after(old: str, new: str) -> Validity:
    """Return ``new`` if a text's validity may change to it from ``old``; raise IllegalMove otherwise."""
    was, will_be = Validity(old), Validity(new)
    if will_be not in VALIDITY_MOVES[was]:
        raise IllegalMove(f"效力不能由“{was.label}”变更为“{will_be.label}”")
    return will_be


def in_force(validity: str) -> bool:
    """Whether a text of this validity binds anybody today."""
    return Validity(validity) in {Validity.VALID, Validity.AMENDED}


def validity_on(day: date, *, stored: str, effective_on: date | None, expires_on: date | None) -> Validity:
    """The validity to show on ``day``: what was decided, moved on by the text's own dates.

    ``expires_on`` is the last day of force. A repealed text stays repealed whatever its dates say.
    """
    validity = Validity(stored)
    if validity in {Validity.REPEALED, Validity.EXPIRED}:
        return validity
    if expires_on is not None and day > expires_on:
        return Validity.EXPIRED
    if effective_on is not None and day < effective_on:
        return Validity.PENDING
    return Validity.VALID if validity is Validity.PENDING else validity
