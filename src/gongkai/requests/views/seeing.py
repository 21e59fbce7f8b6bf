"""What a page had shown when its form was sent: in one place for all that acts on a case or a suggestion."""

from __future__ import annotations

from django.http import HttpRequest

NOTHING = -1
"""So few events has no case: who does not tell what they saw is refused like who saw less."""
LONGEST = 5


def seen(http: HttpRequest) -> int:
    """Return the number of the last event, or step, that the page showed; NOTHING where that is not told."""
    text = http.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else NOTHING
