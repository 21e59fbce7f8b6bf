"""The verbs of items. Views, commands and other apps call these and nothing else that writes."""

from gongkai.items.models import path_of
from gongkai.items.reading import Reading
from gongkai.items.services.approvals import KEPT, lapse_due, snapshot
from gongkai.items.services.arrived import shelf
from gongkai.items.services.arriving import Terms, arrive, demand_arrival, led_to
from gongkai.items.services.autosave import forget, keep, kept, purge
from gongkai.items.services.bundle import Bundle, bundles_of, forms_of
from gongkai.items.services.calendar import Happening, happenings
from gongkai.items.services.charging import charged, ratifiers
from gongkai.items.services.commenting import comment, settle
from gongkai.items.services.cosigning import arrange, call_off
from gongkai.items.services.drafting import discard, draft, revise, save
from gongkai.items.services.emergency import force, ratify
from gongkai.items.services.errors import (
    REFUSALS,
    Conflict,
    Gone,
    MissingInterpretation,
    NotAllowed,
    Rejected,
    Unready,
)
from gongkai.items.services.explaining import plan_interpretation
from gongkai.items.services.files import attach, detach
from gongkai.items.services.illustrating import append, describe, illustrate
from gongkai.items.services.importing import (
    confirm,
    fields_of,
    import_file,
    just_taken_in,
    kind_of,
    names_kind,
    publisher_of,
    read,
    take_in,
)
from gongkai.items.services.lapsing import assess, remind_due
from gongkai.items.services.layout import laid_out, path_of_kind, scope
from gongkai.items.services.masking import mask, may_be_masked
from gongkai.items.services.mending import ignore, is_mechanical, mend, mind
from gongkai.items.services.moves import in_turn
from gongkai.items.services.owing import owing
from gongkai.items.services.paths import declared, steps_ahead
from gongkai.items.services.personal import key
from gongkai.items.services.pictures import draw, drawn
from gongkai.items.services.presence import restore, withdraw
from gongkai.items.services.proofing import look
from gongkai.items.services.reexamining import reexamine
from gongkai.items.services.relations import interpret, relate, unrelate
from gongkai.items.services.release import INTERPRETERS, exempt, is_wanting
from gongkai.items.services.reporting import by_code, label_of
from gongkai.items.services.returning import came_back
from gongkai.items.services.reviews import (
    Preview,
    accept,
    close_review,
    is_office,
    may_state,
    open_review,
    preview_review,
    state,
    turn_down,
)
from gongkai.items.services.rights import can, rights_of
from gongkai.items.services.signing import publish, publish_due, sign
from gongkai.items.services.staffing import Gap, Vacancy, answerers, gaps, vacancies, vacant, whom_to_ask
from gongkai.items.services.validity import expire, expire_due, repeal
from gongkai.items.services.walking import begin_walk, key_of, walk_at_night, walk_on
from gongkai.items.services.workflow import (
    clear,
    cosign,
    findings,
    looked_at,
    recall,
    review,
    send_back,
    submit,
)
from gongkai.items.uploads import Refused
from gongkai.law.lifecycle import IllegalMove
from gongkai.proofing.rules import Finding

__all__ = [
    "INTERPRETERS",
    "KEPT",
    "REFUSALS",
    "Bundle",
    "Conflict",
    "Finding",
    "Gap",
    "Gone",
    "Happening",
    "IllegalMove",
    "MissingInterpretation",
    "NotAllowed",
    "Preview",
    "Reading",
    "Refused",
    "Rejected",
    "Terms",
    "Unready",
    "Vacancy",
    "arrive",
    "arrange",
    "answerers",
    "append",
    "assess",
    "accept",
    "attach",
    "begin_walk",
    "by_code",
    "bundles_of",
    "came_back",
    "can",
    "charged",
    "clear",
    "confirm",
    "demand_arrival",
    "comment",
    "cosign",
    "close_review",
    "detach",
    "declared",
    "discard",
    "describe",
    "draft",
    "draw",
    "drawn",
    "exempt",
    "expire",
    "expire_due",
    "fields_of",
    "findings",
    "force",
    "forget",
    "ignore",
    "illustrate",
    "forms_of",
    "gaps",
    "happenings",
    "import_file",
    "in_turn",
    "interpret",
    "is_mechanical",
    "is_office",
    "is_wanting",
    "just_taken_in",
    "keep",
    "kept",
    "key",
    "key_of",
    "kind_of",
    "names_kind",
    "laid_out",
    "led_to",
    "mask",
    "may_be_masked",
    "label_of",
    "look",
    "looked_at",
    "mend",
    "mind",
    "lapse_due",
    "may_state",
    "open_review",
    "owing",
    "path_of",
    "path_of_kind",
    "plan_interpretation",
    "preview_review",
    "publish",
    "publish_due",
    "publisher_of",
    "purge",
    "ratifiers",
    "ratify",
    "read",
    "recall",
    "reexamine",
    "relate",
    "call_off",
    "remind_due",
    "repeal",
    "restore",
    "review",
    "revise",
    "rights_of",
    "save",
    "scope",
    "send_back",
    "shelf",
    "settle",
    "sign",
    "state",
    "take_in",
    "snapshot",
    "steps_ahead",
    "turn_down",
    "submit",
    "unrelate",
    "vacancies",
    "vacant",
    "walk_at_night",
    "walk_on",
    "whom_to_ask",
    "withdraw",
]
