"""How a version comes to be public, and how a published text loses its force: two separate lives.

The stages of a version follow 保守国家秘密法第三十五条 and 政府信息公开条例第十七条 (no publication without a
confidentiality review) and 国办发〔2016〕80号 (publicity attribute and interpretation decided together with
the text). Validity is what the public is told about a document: 有效, 已修改, 废止, 失效, 尚未生效.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    SECRECY = "secrecy"
    CONSENT = "consent"
    SIGNING = "signing"
    SIGNED = "signed"
    PUBLIC = "public"
    SUPERSEDED = "superseded"


class Validity(StrEnum):
    VALID = "valid"
    AMENDED = "amended"
    REPEALED = "repealed"
    EXPIRED = "expired"
    PENDING = "pending"


STAGE_LABELS = {
    Stage.DRAFT: "草稿",
    Stage.REVIEW: "审核中",
    Stage.SECRECY: "保密审查",
    Stage.CONSENT: "会签会审",
    Stage.SIGNING: "待签发",
    Stage.SIGNED: "已签发待发布",
    Stage.PUBLIC: "已公开",
    Stage.SUPERSEDED: "已被新版本替代",
}

VALIDITY_LABELS = {
    Validity.VALID: "有效",
    Validity.AMENDED: "已修改",
    Validity.REPEALED: "废止",
    Validity.EXPIRED: "失效",
    Validity.PENDING: "尚未生效",
}

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
        raise IllegalMove(f"不能由“{STAGE_LABELS[was]}”变更为“{STAGE_LABELS[will_be]}”")
    return will_be


# 突发事件信息可以先公开、后补批：签发以前的任一阶段都可以直接签发，由另一人事后批准。
FORCIBLE = frozenset({Stage.DRAFT, Stage.REVIEW, Stage.SECRECY, Stage.CONSENT, Stage.SIGNING})


def forced(old: str) -> Stage:
    """Return SIGNED if a version at ``old`` may be published in an emergency; raise IllegalMove otherwise."""
    was = Stage(old)
    if was not in FORCIBLE:
        raise IllegalMove(f"“{STAGE_LABELS[was]}”阶段不能紧急公开")
    return Stage.SIGNED


def validity_after(old: str, new: str) -> Validity:
    """Return ``new`` if a text's validity may change to it from ``old``; raise IllegalMove otherwise."""
    was, will_be = Validity(old), Validity(new)
    if will_be not in VALIDITY_MOVES[was]:
        raise IllegalMove(f"效力不能由“{VALIDITY_LABELS[was]}”变更为“{VALIDITY_LABELS[will_be]}”")
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
