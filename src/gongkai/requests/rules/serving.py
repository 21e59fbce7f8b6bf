"""On which day an answer counts as given, by the way it was sent. Pure.

国办公开办函〔2016〕235号: by post the day of posting, in person the day on which it was signed for. By
e-mail, fax or on the web it is the day on which it was sent, or put there and told.
"""

from __future__ import annotations

from datetime import date

SIGNED_FOR = "in-person"
"""The way whose day is that of the signature, not that of the sending."""


def answered_on(way: str, *, sent_on: date, served_on: date | None) -> date | None:
    """Return the day, None while it is not known yet."""
    return served_on if way == SIGNED_FOR else sent_on
