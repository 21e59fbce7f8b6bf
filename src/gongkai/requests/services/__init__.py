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
from gongkai.requests.services.applicant import (
    AlreadySent,
    NotAsked,
    Paper,
    answer_correction,
    ask,
    give_reasons,
    must_give_reasons,
    read_online,
    withdraw,
)
from gongkai.requests.services.course import ChangedMeanwhile, NotUndoable, happen, undo
from gongkai.requests.services.documents import checked, keep, look, open_paper, read, remove
from gongkai.requests.services.keeping import anonymise, archive, archive_due, export, tidy
from gongkai.requests.services.alike import alert, compare, compare_waiting, forget_marks
from gongkai.requests.services.complaints import (
    AlreadyReplied,
    TooMany,
    complain,
    contact_of,
    note_complaint,
    reply_to_complaint,
)
from gongkai.requests.services.course import ChangedMeanwhile, NotUndoable, happen, undo
from gongkai.requests.services.documents import checked, keep, look, open_paper, read, remove
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
from gongkai.requests.services.rights import NotAllowed, can, demand
from gongkai.requests.services.suggestions import (
    NotSuggestible,
    accept_answer,
    answer_suggestion,
    read_suggestion,
    return_answer,
    suggest,
)

__all__ = [
    "uri_of",
    "alert",
    "compare",
    "compare_waiting",
    "forget_marks",
    "AlreadyReplied",
    "TooMany",
    "complain",
    "contact_of",
    "note_complaint",
    "reply_to_complaint",
    "any_office",
    "office_of",
    "NotPublishable",
    "decline",
    "group_of",
    "part",
    "publish",
    "publish_one",
    "NotContestable",
    "conclude",
    "contest",
    "last_day",
    "reopen",
    "reply",
    "NotRateable",
    "rate",
    "NotSuggestible",
    "accept_answer",
    "answer_suggestion",
    "read_suggestion",
    "return_answer",
    "suggest",
    "AlreadySent",
    "NotAsked",
    "Paper",
    "answer_correction",
    "ask",
    "code_of",
    "give_reasons",
    "must_give_reasons",
    "read_online",
    "withdraw",
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
