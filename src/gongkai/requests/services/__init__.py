"""The verbs of requests for information."""

from gongkai.requests.services.course import ChangedMeanwhile, NotUndoable, happen, undo
from gongkai.requests.services.registering import (
    NotReceivable,
    Registered,
    begin,
    confirm,
    digest_of,
    new_code,
    next_number,
    register,
)
from gongkai.requests.services.rights import NotAllowed, can, demand

__all__ = [
    "ChangedMeanwhile",
    "NotAllowed",
    "NotReceivable",
    "NotUndoable",
    "Registered",
    "begin",
    "can",
    "confirm",
    "demand",
    "digest_of",
    "happen",
    "new_code",
    "next_number",
    "register",
    "undo",
]
