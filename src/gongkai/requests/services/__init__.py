"""The verbs of requests for information."""

from gongkai.requests.services.course import ChangedMeanwhile, NotUndoable, happen, undo
from gongkai.requests.services.documents import checked, keep, look, open_paper, read, remove
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
    "remove",
    "read",
    "open_paper",
    "look",
    "keep",
    "checked",
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
