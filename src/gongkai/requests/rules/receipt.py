"""收到申请之日: on which day a request counts as received, by its channel, the law and the evidence. Pure.

国办公开办函〔2015〕207号 until 2019-05-14; 政府信息公开条例（2019）第三十一条 since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.requests.rules.during import During

EVIDENCES = {
    "submitted": "申请人提交之日",
    "signed": "行政机关签收之日",
    "arrived": "进入接收系统之日",
    "confirmed": "与申请人确认之日",
}
"""The days that may decide, each as an explanation calls it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of how a request came in; None is what did not happen, or not yet."""

    submitted: date | None = None
    signed: date | None = None
    arrived: date | None = None
    confirmed: date | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """By which day a channel counts, while a text is in force."""

    channel: str
    evidence: str
    during: During
    basis: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day and the rule that made it: both stay with the case."""

    on: date
    policy: Policy

    @property
    def sentence(self) -> str:
        return f"以{EVIDENCES[self.policy.evidence]}（{self.on}）为收到申请之日（{self.policy.basis}）"


class NotYet(LookupError):
    """The day that decides is not known: the request is registered, its clock does not run."""


def received(policies: Iterable[Policy], channel: str, evidence: Evidence) -> Receipt:
    """Return when a request was received: by the text in force on that very day.

    Raises NotYet with what is still to be done.
    """
    of_channel = [policy for policy in policies if policy.channel == channel]
    for policy in sorted(of_channel, key=lambda each: each.during.since or date.min, reverse=True):
        day: date | None = getattr(evidence, policy.evidence)
        if day and policy.during.holds(day):
            return Receipt(day, policy)
    wanted = "、".join(dict.fromkeys(EVIDENCES[policy.evidence] for policy in of_channel))
    raise NotYet(f"还没有{wanted}，已登记，答复期限尚未起算" if wanted else f"没有渠道“{channel}”")
