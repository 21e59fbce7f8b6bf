"""Why a letter is not written, signed, sent or served: each states the fact in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.clocks.services import AlreadyRunning, NotExtendable, NotRunning
from gongkai.items.uploads import Refused
from gongkai.law.clock import IllegalEvent
from gongkai.law.limits import UnknownLimit
from gongkai.orgs.rules import Refusal
from gongkai.requests.rules.course import IllegalStep
from gongkai.requests.vault import Unreadable
from gongkai.ui.paper import Unprintable


@dataclass(frozen=True, slots=True)
class Fault:
    """What a letter lacks: at which field, in a sentence; a need of an answer is ``given-<need>``."""

    field: str
    sentence: str


class Incomplete(Refusal):
    """A letter that must not be signed as it is; ``faults`` say at which field."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(each.sentence for each in self.faults))


class NotNow(Refusal):
    """The letter is not where this could be done: somebody was quicker, or it comes too early."""


class SamePerson(Refusal):
    """Who wrote a letter that needs four eyes may not sign it."""

    def __init__(self) -> None:
        super().__init__("起草人不能签发自己起草的文书，请由其他签发人签发")


class WrongDay(Refusal):
    """A day on which this cannot have happened, or not lawfully."""


REFUSALS: tuple[type[Exception], ...] = (
    Refusal,
    Refused,
    IllegalStep,
    IllegalEvent,
    NotExtendable,
    NotRunning,
    AlreadyRunning,
    UnknownLimit,
    Unprintable,
    Unreadable,
)
"""All that an act about a letter may say to a person: each a sentence."""
