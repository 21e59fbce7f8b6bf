"""Verbs about the disclosure catalogue: load it, change it at the desk, ask how far it is met."""

from gongkai.obligations.services.coverage import Coverage, coverage, coverage_by_organisation
from gongkai.obligations.services.limiting import event_limit, general_limit, kinds_of
from gongkai.obligations.services.maintain import (
    AlreadyRetired,
    ChangedMeanwhile,
    DuplicateKey,
    NotRetired,
    add,
    change,
    restore,
    retire,
)
from gongkai.obligations.services.periodic import expect_periodic, meet_periodic, settle_periodic
from gongkai.obligations.services.reading import codes, columns, row_of
from gongkai.obligations.services.rights import can
from gongkai.obligations.services.sync import apply_upload, preview, preview_sync, sync

__all__ = [
    "AlreadyRetired",
    "ChangedMeanwhile",
    "Coverage",
    "DuplicateKey",
    "NotRetired",
    "add",
    "apply_upload",
    "can",
    "change",
    "codes",
    "columns",
    "coverage",
    "coverage_by_organisation",
    "event_limit",
    "expect_periodic",
    "general_limit",
    "kinds_of",
    "meet_periodic",
    "preview",
    "preview_sync",
    "restore",
    "retire",
    "row_of",
    "settle_periodic",
    "sync",
]
