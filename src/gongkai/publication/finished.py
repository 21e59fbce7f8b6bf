"""Mark a response as a finished page: rendered once per change, then served as bytes."""

from collections.abc import Iterable
from typing import TypeVar

from django.http import HttpResponse

Response = TypeVar("Response", bound=HttpResponse)
MARK = "gongkai_topics"


def finished(response: Response, *topics: str) -> Response:
    """Mark ``response`` as depending on ``topics`` and on nothing else.

    It must be the same for every reader: no session, no message, no token, no query string.
    """
    setattr(response, MARK, frozenset(topics))
    return response


def topics_of(response: object) -> Iterable[str] | None:
    """Return the topics of a finished response, or None for any other."""
    topics: Iterable[str] | None = getattr(response, MARK, None)
    return topics
