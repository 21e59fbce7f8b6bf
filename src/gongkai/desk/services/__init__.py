"""The verbs of the workbench itself: notices, choices, saved filters, acts on several drafts at once."""

from gongkai.desk.services.bulk import FIELDS, MOST, VERBS, Line, carry_out, preview, undo
from gongkai.desk.services.choosing import (
    Refusal,
    close_feed,
    drop_filter,
    finish_tour,
    hashed,
    open_feed,
    repeat_tour,
    save_filter,
)
from gongkai.desk.services.notices import choose_digest, notify, read, tell

__all__ = [
    "FIELDS",
    "MOST",
    "VERBS",
    "Line",
    "carry_out",
    "preview",
    "undo",
    "Refusal",
    "choose_digest",
    "close_feed",
    "drop_filter",
    "finish_tour",
    "hashed",
    "notify",
    "open_feed",
    "read",
    "repeat_tour",
    "save_filter",
    "tell",
]
