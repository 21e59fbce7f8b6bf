"""The verbs of requests for information."""

from gongkai.clocks.services import NotExtendable, NotRunning
from gongkai.items.uploads import Refused
from gongkai.law.clock import IllegalEvent
from gongkai.orgs.rules import Refusal
from gongkai.requests.rules.course import IllegalStep
from gongkai.requests.services.casework import (
    NamesSomebody,
    NotAHandler,
    NotNow,
    acts,
    ask_reasons,
    assign,
    handlers,
    may,
    note,
    note_search,
    reissue,
    reveal,
    take_back,
    withdraw,
)
from gongkai.requests.services import letters
from gongkai.requests.services.consulting import BadConsultation, consult, hear, meaning_of, weigh
from gongkai.requests.services.course import ChangedMeanwhile, NotUndoable, happen, undo
from gongkai.requests.services.documents import checked, keep, look, open_paper, read, remove
from gongkai.requests.services.keeping import anonymise, archive, archive_due, export, tidy
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
from gongkai.requests.services.retiming import follow
from gongkai.requests.services.rights import NotAllowed, can, demand, is_office
from gongkai.requests.services.splitting import follow_merged, merge, split

REFUSALS = (Refusal, IllegalStep, IllegalEvent, NotExtendable, NotRunning, Refused)
"""What an act may be refused with: each message is a sentence for whoever tried."""

__all__ = [
    "REFUSALS",
from gongkai.requests.services.replying import BadReply, correct, pay
from gongkai.requests.services.replying import BadReply, correct, is_charged, pay
from gongkai.requests.services.rights import NotAllowed, can, demand
from gongkai.requests.services.supplying import (
    NotSuppliable,
    Suggestion,
    copy_whole,
    make_copy,
    suggestions,
    text_of,
)

__all__ = [
    "NotSuppliable",
    "Suggestion",
    "copy_whole",
    "make_copy",
    "suggestions",
    "text_of",
    "BadConsultation",
    "BadReply",
    "consult",
    "correct",
    "hear",
    "is_charged",
    "meaning_of",
    "letters",
    "pay",
    "weigh",
    "remove",
    "read",
    "open_paper",
    "look",
    "keep",
    "checked",
    "ChangedMeanwhile",
    "NamesSomebody",
    "NotAHandler",
    "NotAllowed",
    "NotNow",
    "NotReceivable",
    "NotUndoable",
    "Registered",
    "acts",
    "anonymise",
    "archive",
    "archive_due",
    "ask_reasons",
    "assign",
    "begin",
    "can",
    "checked",
    "confirm",
    "demand",
    "digest_of",
    "export",
    "follow",
    "follow_merged",
    "handlers",
    "happen",
    "is_office",
    "keep",
    "look",
    "may",
    "merge",
    "new_code",
    "next_number",
    "note",
    "note_search",
    "open_paper",
    "read",
    "register",
    "reissue",
    "remove",
    "reveal",
    "split",
    "take_back",
    "tidy",
    "undo",
    "withdraw",
]
