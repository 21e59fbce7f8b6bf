"""What of a case's letters and consultations its page shows: here the bare lists, to be read."""

from __future__ import annotations

from datetime import datetime

from gongkai.orgs.models import Person
from gongkai.requests.models import Request


def handling(case: Request, person: Person, at: datetime) -> dict[str, object]:
    """Return what ``requests/_handling.html`` needs: the letters and the consultations of a case."""
    return {
        "letters": case.letters.select_related("signed_by"),
        "consultations": case.consultations.all(),
    }
