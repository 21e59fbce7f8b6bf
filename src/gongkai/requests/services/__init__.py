"""The verbs of requests for information."""

from gongkai.clocks.services import NotExtendable, NotRunning
from gongkai.items.uploads import Refused
from gongkai.law.clock import IllegalEvent
from gongkai.orgs.rules import Refusal
from gongkai.requests.rules.course import IllegalStep
from gongkai.requests.services import letters
from gongkai.requests.services.alike import alert, compare, compare_waiting, forget_marks
from gongkai.requests.services.applicant import (
    AlreadySent,
    Enclosed,
    NotAsked,
    answer_correction,
    ask,
    give_reasons,
    must_give_reasons,
    receipt_of,
    withdraw_online,
)
from gongkai.requests.services.casework import (
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
from gongkai.requests.services.complaints import (
    AlreadyReplied,
    TooMany,
    complain,
    contact_of,
    note_complaint,
    reply_to_complaint,
)
from gongkai.requests.services.consulting import BadConsultation, consult, hear, meaning_of, weigh
from gongkai.requests.services.course import ChangedMeanwhile, NotUndoable, happen, undo
from gongkai.requests.services.documents import checked, keep, look, open_paper, read, remove
from gongkai.requests.services.keeping import anonymise, archive, archive_due, export, tidy
from gongkai.requests.services.offices import any_office, office_of
from gongkai.requests.services.opening import NotPublishable, decline, group_of, part, publish, publish_one
from gongkai.requests.services.proceedings import (
    NotContestable,
    conclude,
    contest,
    last_day,
    reopen,
    reply,
    uri_of,
)
from gongkai.requests.services.rating import NotRateable, rate
from gongkai.requests.services.naming import NamesSomebody, nameless
from gongkai.requests.services.registering import (
    NotReceivable,
    Registered,
    begin,
    code_of,
    confirm,
    digest_of,
    new_code,
    next_number,
    register,
)
from gongkai.requests.services.replying import BadReply, correct, is_charged, pay
from gongkai.requests.services.retiming import follow
from gongkai.requests.services.rights import NotAllowed, can, demand, is_office
from gongkai.requests.services.splitting import follow_merged, merge, split
from gongkai.requests.services.suggestions import (
    NotSuggestible,
    accept_answer,
    answer_suggestion,
    read_suggestion,
    return_answer,
    suggest,
)
from gongkai.requests.services.supplying import (
    NotSuppliable,
    Suggestion,
    copy_whole,
    make_copy,
    suggestions,
    text_of,
)

REFUSALS = (Refusal, IllegalStep, IllegalEvent, NotExtendable, NotRunning, Refused)
"""What an act may be refused with: each message is a sentence for whoever tried."""

__all__ = [
    "REFUSALS",
    "AlreadyReplied",
    "AlreadySent",
    "BadConsultation",
    "BadReply",
    "ChangedMeanwhile",
    "Enclosed",
    "IllegalEvent",
    "IllegalStep",
    "NamesSomebody",
    "NotAHandler",
    "NotAllowed",
    "NotAsked",
    "NotContestable",
    "NotExtendable",
    "NotNow",
    "NotPublishable",
    "NotRateable",
    "NotReceivable",
    "NotRunning",
    "NotSuggestible",
    "NotSuppliable",
    "NotUndoable",
    "Refusal",
    "Refused",
    "Registered",
    "Suggestion",
    "TooMany",
    "accept_answer",
    "acts",
    "alert",
    "anonymise",
    "answer_correction",
    "answer_suggestion",
    "any_office",
    "archive",
    "archive_due",
    "ask",
    "ask_reasons",
    "assign",
    "begin",
    "can",
    "checked",
    "code_of",
    "compare",
    "compare_waiting",
    "complain",
    "conclude",
    "confirm",
    "consult",
    "contact_of",
    "contest",
    "copy_whole",
    "correct",
    "decline",
    "demand",
    "digest_of",
    "export",
    "follow",
    "follow_merged",
    "forget_marks",
    "give_reasons",
    "group_of",
    "handlers",
    "happen",
    "hear",
    "is_charged",
    "is_office",
    "keep",
    "last_day",
    "letters",
    "look",
    "make_copy",
    "may",
    "meaning_of",
    "merge",
    "must_give_reasons",
    "nameless",
    "new_code",
    "next_number",
    "note",
    "note_complaint",
    "note_search",
    "office_of",
    "open_paper",
    "part",
    "pay",
    "publish",
    "publish_one",
    "rate",
    "read",
    "read_suggestion",
    "receipt_of",
    "register",
    "reissue",
    "remove",
    "reopen",
    "reply",
    "reply_to_complaint",
    "return_answer",
    "reveal",
    "split",
    "suggest",
    "suggestions",
    "take_back",
    "text_of",
    "tidy",
    "undo",
    "uri_of",
    "weigh",
    "withdraw",
    "withdraw_online",
]
