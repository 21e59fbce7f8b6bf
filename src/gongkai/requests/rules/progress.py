"""Where a request is, as its applicant is told: five steps, and what happens beside them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.requests.rules.course import WITHDRAWN, Case, Service, Stage, Time

TITLES = ("已提交", "已收到", "办理中", "已答复", "已送达")
REACHED = {
    Stage.REGISTERED: 0,
    Stage.HANDLING: 2,
    Stage.CORRECTING: 2,
    Stage.DECIDED: 3,
    Stage.CLOSED: 4,
    Stage.ARCHIVED: 4,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One step: ``is_done`` when it lies behind, ``is_now`` where the request stands."""

    title: str
    on: date | None
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a request has passed, None for what has not come."""

    submitted: date
    received: date | None
    decided: date | None
    served: date | None
    closed: date | None


def marks(case: Case, days: Days) -> list[Mark]:
    """Return the steps of a request in order; one that was taken back ends with that."""
    if case.decision == WITHDRAWN:
        passed = [Mark("已提交", days.submitted, True, False)]
        if days.received:
            passed.append(Mark("已收到", days.received, True, False))
        return [*passed, Mark("已撤回", days.closed, True, True)]
    known = (days.submitted, days.received, None, days.decided, days.served)
    reached = REACHED[case.stage]
    return [
        Mark(title, day, place <= reached, place == reached)
        for place, (title, day) in enumerate(zip(TITLES, known, strict=True))
    ]


def notes(case: Case, *, is_charged: bool, is_consulting: bool) -> list[str]:
    """Return what the applicant should know of how the request stands, in sentences."""
    told = {
        "申请已经登记，确认收到之后开始计算答复期限。": case.stage is Stage.REGISTERED,
        "等待您补正申请内容。收到补正之日起，答复期限重新计算。": case.stage is Stage.CORRECTING,
        "正在征求第三方或者其他机关的意见，所需时间不计入答复期限。": is_consulting,
        "等待您按收费通知缴费。": is_charged,
        "答复期限已经依法延长一次。": case.was_extended and case.time in {Time.RUNNING, Time.PAUSED},
        "答复已经作出，正在送达。": case.stage is Stage.DECIDED and case.service is Service.NONE,
        "答复已经发出。": case.service is Service.SENT,
    }
    return [sentence for sentence, holds in told.items() if holds]
