"""What of a case's letters and consultations its page shows, and what may be done next."""

from __future__ import annotations

from datetime import datetime

from gongkai.orgs.models import Person
from gongkai.requests import services
from gongkai.requests.models import Document, LetterKind, Opinion, Purpose, Request
from gongkai.requests.rules.course import Stage
from gongkai.requests.services import letters

OFFERED = ("correction", "extension", "fee", "reasons", "answer")
"""The letters that are begun from the case itself; those to others are begun from who is asked."""


def handling(case: Request, person: Person, at: datetime) -> dict[str, object]:
    """Return what ``requests/_handling.html`` needs of a case."""
    may = services.can(person, "handle", case, at=at)
    asked = list(case.consultations.all())
    written = list(case.letters.select_related("drafted_by", "signed_by", "consultation"))
    begun = {each.kind for each in written if each.is_open}
    return {
        "letters": written,
        "consultations": [
            {
                "row": each,
                "meaning": services.meaning_of(each),
                "may_ask": may and each.opinion == Opinion.AWAITED.value and each.sent_on is None,
                "may_hear": may and each.opinion == Opinion.AWAITED.value and each.sent_on is not None,
                "may_weigh": may and services.may_weigh(each),
                "may_tell": may and each.is_overridden and each.told_on is None,
            }
            for each in asked
        ],
        "new_letters": [
            {"kind": kind, "label": LetterKind(kind).label}
            for kind in OFFERED
            if may and kind not in begun and letters.may_come(case, kind)
        ],
        "may_consult": may and letters.may_come(case, LetterKind.CONSULT.value),
        "may_correct": may and case.stage == Stage.CORRECTING.value,
        "may_pay": may and services.is_charged(case),
        "materials": [each for each in case.documents.all() if _is_material(each)] if may else [],
    }


def _is_material(document: Document) -> bool:
    """Whether copies can be made of a paper that is still there."""
    return document.purpose == Purpose.MATERIAL.value and document.removed_on is None
