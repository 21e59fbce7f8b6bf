"""Verbs about proofing: keep the lists, let a finding stand, walk through all that is public."""

from gongkai.proofing.services.ignoring import Spot, forget, ignore, ignored, mind, spots
from gongkai.proofing.services.lists import (
    Difference,
    Lists,
    apply_upload,
    lists,
    preview,
    preview_sync,
    sync,
)
from gongkai.proofing.services.maintain import (
    AlreadyRetired,
    ChangedMeanwhile,
    DuplicatePhrase,
    NotRetired,
    Refused,
    add,
    change,
    restore,
    retire,
)
from gongkai.proofing.services.rights import can
from gongkai.proofing.services.walking import begin, claim, finish, is_due, rows_about, under_way, write_down
from gongkai.proofing.source import BadList

__all__ = [
    "AlreadyRetired",
    "BadList",
    "ChangedMeanwhile",
    "Difference",
    "DuplicatePhrase",
    "Lists",
    "NotRetired",
    "Refused",
    "Spot",
    "add",
    "apply_upload",
    "begin",
    "can",
    "change",
    "claim",
    "finish",
    "forget",
    "ignore",
    "ignored",
    "is_due",
    "lists",
    "mind",
    "preview",
    "preview_sync",
    "restore",
    "retire",
    "rows_about",
    "spots",
    "sync",
    "under_way",
    "write_down",
]
