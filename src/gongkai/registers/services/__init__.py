"""The verbs of registers."""

from gongkai.registers.services.approving import approve, release_approved
from gongkai.registers.services.archiving import NoSuchEntry, archive, archived_entry
from gongkai.registers.services.cells import Faulty, cells_of, known_to
from gongkai.registers.services.checking import check, check_waiting
from gongkai.registers.services.deciding import drop, give_back, is_overtaken, release
from gongkai.registers.services.declaring import Declared, Plan, apply, collect, folder, place, preview, read
from gongkai.registers.services.downloads import (
    FORMATS,
    Made,
    describe,
    empties,
    files_of,
    first_on,
    records,
    stream,
    topic,
    version_of,
    write_waiting,
)
from gongkai.registers.services.entering import Typed, enter, newest_entry, reentered
from gongkai.registers.services.errors import REFUSALS, IllegalMove, Overtaken, Refused
from gongkai.registers.services.fetching import pull_waiting
from gongkai.registers.services.finding import Finding, Holding, find
from gongkai.registers.services.following import NoFollower, confirm, follow, follower, tell, unfollow
from gongkai.registers.services.judging import Punctuality, punctuality
from gongkai.registers.services.keeping import Comparison, compare, declare, restore, retire, usual_keys
from gongkai.registers.services.lapsing import hold, lapse, lift
from gongkai.registers.services.linking import addresses
from gongkai.registers.services.looking import Difference, changes, faults, marked, skipped, titled, total
from gongkai.registers.services.making import make_up
from gongkai.registers.services.mapping import district
from gongkai.registers.services.papers import forget
from gongkai.registers.services.past import Day, NotYet, Seen, day_of, first_day, seen
from gongkai.registers.services.pulling import Order, keep_pull, pull_now, resume_pull, stop_pull
from gongkai.registers.services.reading import NoSuchRegister, Reader, Version, history, reader
from gongkai.registers.services.receiving import Layout, Look, go_on, look, receive, settle, unclear
from gongkai.registers.services.retaining import length_of
from gongkai.registers.services.rights import can, demand
from gongkai.registers.services.sending import MOST_ROWS, KeyReused, Sent, WrongRows, send
from gongkai.registers.services.snapshots import newest, rebuild, rebuild_waiting
from gongkai.registers.services.submitting import recall, recheck, recheck_overtaken, submit, unfit
from gongkai.registers.services.tokens import bearer, make_token, revoke_token
from gongkai.registers.services.undoing import undo

__all__ = [
    "FORMATS",
    "MOST_ROWS",
    "REFUSALS",
    "Comparison",
    "Day",
    "Declared",
    "Difference",
    "Faulty",
    "Finding",
    "Holding",
    "IllegalMove",
    "KeyReused",
    "Layout",
    "Look",
    "Made",
    "NoFollower",
    "NoSuchEntry",
    "NoSuchRegister",
    "NotYet",
    "Order",
    "Overtaken",
    "Plan",
    "Punctuality",
    "Reader",
    "Refused",
    "Seen",
    "Sent",
    "Typed",
    "Version",
    "WrongRows",
    "addresses",
    "apply",
    "approve",
    "archive",
    "archived_entry",
    "bearer",
    "can",
    "cells_of",
    "changes",
    "check",
    "check_waiting",
    "collect",
    "compare",
    "confirm",
    "day_of",
    "declare",
    "demand",
    "describe",
    "district",
    "drop",
    "empties",
    "enter",
    "faults",
    "files_of",
    "find",
    "first_day",
    "first_on",
    "folder",
    "follow",
    "follower",
    "forget",
    "give_back",
    "go_on",
    "history",
    "hold",
    "is_overtaken",
    "keep_pull",
    "known_to",
    "lapse",
    "length_of",
    "lift",
    "look",
    "make_token",
    "make_up",
    "marked",
    "newest",
    "newest_entry",
    "place",
    "preview",
    "pull_now",
    "pull_waiting",
    "punctuality",
    "read",
    "reader",
    "rebuild",
    "rebuild_waiting",
    "recall",
    "receive",
    "recheck",
    "recheck_overtaken",
    "records",
    "reentered",
    "release",
    "release_approved",
    "restore",
    "resume_pull",
    "retire",
    "revoke_token",
    "seen",
    "send",
    "settle",
    "skipped",
    "stop_pull",
    "stream",
    "submit",
    "tell",
    "titled",
    "topic",
    "total",
    "unclear",
    "undo",
    "unfit",
    "unfollow",
    "usual_keys",
    "version_of",
    "write_waiting",
]
