"""The verbs of letters (告知书): drafted, signed by another, numbered without gaps, sent and served."""

from gongkai.requests.services.letters.answering import (
    earlier_answers,
    enclosable,
    outcome_of,
    outcomes,
    prefill,
    said_by,
)
from gongkai.requests.services.letters.charging import Fee, NotChargeable, estimate, fee
from gongkai.requests.services.letters.checking import last_day, notice_until
from gongkai.requests.services.letters.drafting import (
    Words,
    cancel,
    draft,
    has_written,
    may_come,
    return_letter,
    revise,
    submit,
)
from gongkai.requests.services.letters.papers import addressee, content, paper_of, printed
from gongkai.requests.services.letters.refusals import (
    REFUSALS,
    Fault,
    Incomplete,
    NotNow,
    SamePerson,
    WrongDay,
)
from gongkai.requests.services.letters.sending import Proof, read_online, send, serve
from gongkai.requests.services.letters.signing import sign

__all__ = [
    "REFUSALS",
    "Fault",
    "Fee",
    "Incomplete",
    "NotChargeable",
    "NotNow",
    "Proof",
    "SamePerson",
    "Words",
    "WrongDay",
    "addressee",
    "cancel",
    "content",
    "draft",
    "enclosable",
    "estimate",
    "prefill",
    "earlier_answers",
    "fee",
    "has_written",
    "last_day",
    "may_come",
    "notice_until",
    "outcome_of",
    "outcomes",
    "read_online",
    "paper_of",
    "printed",
    "return_letter",
    "revise",
    "said_by",
    "send",
    "serve",
    "sign",
    "submit",
]
