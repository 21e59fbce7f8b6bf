"""The verbs of time limits."""

from gongkai.clocks.services.changes import (
    NotExtendable,
    NotRunning,
    extend,
    pause,
    restart,
    resume,
    undo,
)
from gongkai.clocks.services.explaining import explain
from gongkai.clocks.services.recomputing import Change, preview, recompute
from gongkai.clocks.services.running import (
    AlreadyRunning,
    NotALength,
    appoint,
    cancel,
    expect,
    follow,
    meet,
    start,
)

__all__ = [
    "AlreadyRunning",
    "Change",
    "NotALength",
    "NotExtendable",
    "NotRunning",
    "appoint",
    "cancel",
    "expect",
    "explain",
    "extend",
    "follow",
    "meet",
    "pause",
    "preview",
    "recompute",
    "restart",
    "resume",
    "start",
    "undo",
]
