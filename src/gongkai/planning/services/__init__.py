"""Verbs about a year's work points: adopt, assign, plan, file, report, prove."""

from gongkai.planning.services.adoption import (
    AlreadyAdopted,
    NewerVersion,
    NotWorkPoints,
    adopt,
    differences,
    set_filing_due,
)
from gongkai.planning.services.announcing import follow_documents
from gongkai.planning.services.assignment import NotResponsible, assign, assign_many, unassign
from gongkai.planning.services.filing import (
    Incomplete,
    LineConflict,
    NotGiven,
    WrongStatus,
    accept_plan,
    file_plan,
    open_plan,
    own_tasks,
    return_plan,
    save_line,
)
from gongkai.planning.services.progress import NoSense, NotPublic, prove, report
from gongkai.planning.services.rights import NotAllowed, can

__all__ = [
    "AlreadyAdopted",
    "Incomplete",
    "LineConflict",
    "NewerVersion",
    "NoSense",
    "NotAllowed",
    "NotGiven",
    "NotPublic",
    "NotResponsible",
    "NotWorkPoints",
    "WrongStatus",
    "accept_plan",
    "adopt",
    "assign",
    "assign_many",
    "can",
    "differences",
    "file_plan",
    "follow_documents",
    "open_plan",
    "own_tasks",
    "prove",
    "report",
    "return_plan",
    "save_line",
    "set_filing_due",
    "unassign",
]
