"""Verbs about annual reports: open, write, correct, submit, return, accept, publish, reopen, withdraw."""

from gongkai.requests.reports.checks import Broken
from gongkai.requests.services.annual.amending import Unstated, abandon, reopen, withdraw
from gongkai.requests.services.annual.deciding import (
    BrokenReport,
    SameHands,
    TooEarly,
    Unchanged,
    accept,
    return_report,
    submit,
)
from gongkai.requests.services.annual.editions import amended, changed_since, corrected_in
from gongkai.requests.services.annual.files import FORMATS, NotPublic, file_of
from gongkai.requests.services.annual.publishing import publish
from gongkai.requests.services.annual.rights import NotAllowed, can, demand
from gongkai.requests.services.annual.sheets import (
    Sheet,
    before,
    behind,
    document_of,
    drafts_of,
    parts_of,
    sheet,
)
from gongkai.requests.services.annual.writing import (
    Closed,
    NoReport,
    NotAFigure,
    SectionConflict,
    correct_cell,
    mark_of,
    open_report,
    save_section,
)

__all__ = [
    "FORMATS",
    "Broken",
    "BrokenReport",
    "Closed",
    "NoReport",
    "NotAFigure",
    "NotAllowed",
    "NotPublic",
    "SameHands",
    "SectionConflict",
    "Sheet",
    "TooEarly",
    "Unchanged",
    "Unstated",
    "abandon",
    "accept",
    "amended",
    "before",
    "behind",
    "can",
    "changed_since",
    "correct_cell",
    "corrected_in",
    "demand",
    "document_of",
    "drafts_of",
    "file_of",
    "mark_of",
    "open_report",
    "parts_of",
    "publish",
    "reopen",
    "return_report",
    "save_section",
    "sheet",
    "submit",
    "withdraw",
]
