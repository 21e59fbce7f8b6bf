"""The verbs of registers."""

from gongkai.registers.services.checking import check
from gongkai.registers.services.deciding import drop, give_back, release, submit
from gongkai.registers.services.declaring import Declared, Plan, apply, collect, folder, place, preview, read
from gongkai.registers.services.errors import REFUSALS, IllegalMove, Overtaken, Refused
from gongkai.registers.services.receiving import Layout, Look, look, receive, settle
from gongkai.registers.services.rights import can, demand
from gongkai.registers.services.snapshots import newest, rebuild, rebuild_waiting

__all__ = [
    "REFUSALS",
    "Declared",
    "IllegalMove",
    "Layout",
    "Look",
    "Overtaken",
    "Plan",
    "Refused",
    "apply",
    "can",
    "check",
    "collect",
    "demand",
    "drop",
    "folder",
    "give_back",
    "look",
    "newest",
    "place",
    "preview",
    "read",
    "rebuild",
    "rebuild_waiting",
    "receive",
    "release",
    "settle",
    "submit",
]
