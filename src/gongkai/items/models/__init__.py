"""Information items: identity, versions, workflow steps, relations, attachments, validity, presence.

What a version says, whether the item is in force (validity) and whether it may be read (presence) are
three separate records: publishing an older text never brings a repealed document back to life.
"""

from gongkai.items.models.approvals import (
    ANSWERS,
    STEP,
    Approval,
    ApprovalQuerySet,
    Comment,
    Cosigner,
    Submission,
    held_as,
)
from gongkai.items.models.arrivals import Arrival, ArrivalOutcome, OldAddress
from gongkai.items.models.choices import (
    Change,
    Decision,
    Disclosure,
    Kind,
    RelationKind,
    Stage,
    ValidityState,
    Verb,
)
from gongkai.items.models.emergency import RATIFICATION, Emergency
from gongkai.items.models.item import Item, ItemQuerySet
from gongkai.items.models.lapsing import Assessment, Outcome, Reminder
from gongkai.items.models.origins import Origin
from gongkai.items.models.plans import InterpretationPlan
from gongkai.items.models.records import Autosave, Presence, Relation, Serial, Step, Validity
from gongkai.items.models.reviews import (
    ReviewDecision,
    ReviewEntry,
    ReviewEntryQuerySet,
    ReviewRound,
    Scope,
    Verdict,
)
from gongkai.items.models.version import Attachment, Version, VersionQuerySet
from gongkai.publication.files import path_of

__all__ = [
    "Arrival",
    "ArrivalOutcome",
    "ANSWERS",
    "Approval",
    "ApprovalQuerySet",
    "Assessment",
    "Attachment",
    "Autosave",
    "Change",
    "Comment",
    "Cosigner",
    "Decision",
    "Disclosure",
    "Emergency",
    "InterpretationPlan",
    "Item",
    "ItemQuerySet",
    "Kind",
    "OldAddress",
    "Origin",
    "Outcome",
    "Presence",
    "Relation",
    "RelationKind",
    "Reminder",
    "RATIFICATION",
    "ReviewDecision",
    "ReviewEntry",
    "ReviewEntryQuerySet",
    "ReviewRound",
    "Scope",
    "Serial",
    "STEP",
    "Stage",
    "Step",
    "Submission",
    "Validity",
    "ValidityState",
    "Verb",
    "Verdict",
    "Version",
    "VersionQuerySet",
    "held_as",
    "path_of",
]
