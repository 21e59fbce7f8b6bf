"""The course of a case: what may happen to a request when, as a fold over its events. Pure.

政府信息公开条例（2019）第三十条至第三十八条. Five axes that move by themselves: where the case stands,
whether its time runs, what was decided, how that was served, what was undertaken against it. Events are only
ever added; the state is computed from all of them, so what cannot follow is refused before it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from gongkai.law.clock import EventKind
from gongkai.law.deadlines import local_day
from gongkai.law.lifecycle import Labelled


class Stage(Labelled):
    REGISTERED = "registered", "已登记，待确认收到"
    HANDLING = "handling", "办理中"
    CORRECTING = "correcting", "待申请人补正"
    DECIDED = "decided", "已作出答复，待送达"
    CLOSED = "closed", "已办结"
    ARCHIVED = "archived", "已归档"


class Time(Labelled):
    NONE = "none", "尚未起算"
    RUNNING = "running", "计算中"
    PAUSED = "paused", "停止计算"
    OVER = "over", "不再计算"


class Service(Labelled):
    NONE = "none", "未送达"
    SENT = "sent", "已发出"
    SERVED = "served", "已送达"


class Contest(Labelled):
    """What was undertaken against the answer, or against silence; the results as table four counts them."""

    NONE = "none", "无"
    REVIEW = "review", "行政复议审理中"
    COURT = "court", "行政诉讼审理中"
    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"


class Kind(Labelled):
    REGISTER = "register", "登记"
    RECEIVE = "receive", "收到"
    ASK_CORRECTION = "ask-correction", "告知补正"
    CORRECT = "correct", "补正"
    CONSULT = "consult", "征求意见"
    HEAR = "hear", "收到意见或者期满未答"
    EXTEND = "extend", "延长答复期限"
    CHARGE = "charge", "收费通知"
    PAY = "pay", "缴费"
    DECIDE = "decide", "作出答复"
    SEND = "send", "发出"
    SERVE = "serve", "送达"
    WITHDRAW = "withdraw", "申请人撤回"
    CONTEST = "contest", "申请复议或者提起诉讼"
    CONCLUDE = "conclude", "复议或者诉讼结案"
    REOPEN = "reopen", "重新处理"
    ARCHIVE = "archive", "归档"


WITHDRAWN = "withdrawn"
"""The decision of a case that its applicant took back: counted as 三（六）3."""

OF_THE_APPLICANT = frozenset({"not-corrected", "not-paid", WITHDRAWN})
"""What may be decided while the case waits for its applicant."""


class IllegalStep(ValueError):
    """An event that cannot follow those before it; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a case. ``key`` names whom it concerns (an organ, a person), an outcome or a result."""

    kind: Kind
    at: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """Where a case stands on each axis, and what of it can happen only once.

    ``waits_for`` names those who are being asked: while it is not empty the time stands still.
    """

    stage: Stage = Stage.REGISTERED
    time: Time = Time.NONE
    decision: str = ""
    service: Service = Service.NONE
    contest: Contest = Contest.NONE
    waits_for: frozenset[str] = frozenset()
    was_asked_to_correct: bool = False
    was_extended: bool = False
    is_charged: bool = False
    last: datetime | None = None


LEGAL: Mapping[Stage, tuple[frozenset[Time], bool, frozenset[Service]]] = {
    Stage.REGISTERED: (frozenset({Time.NONE}), False, frozenset({Service.NONE})),
    Stage.HANDLING: (frozenset({Time.RUNNING, Time.PAUSED}), False, frozenset({Service.NONE})),
    Stage.CORRECTING: (frozenset({Time.PAUSED}), False, frozenset({Service.NONE})),
    Stage.DECIDED: (frozenset({Time.OVER}), True, frozenset({Service.NONE, Service.SENT})),
    Stage.CLOSED: (frozenset({Time.OVER}), True, frozenset(Service)),
    Stage.ARCHIVED: (frozenset({Time.OVER}), True, frozenset(Service)),
}
"""At each stage: which times, whether there is a decision, which services. The database holds the same."""


def is_legal(case: Case) -> bool:
    """Return whether the axes of a case fit together."""
    times, is_decided, services = LEGAL[case.stage]
    return case.time in times and bool(case.decision) == is_decided and case.service in services


def course(steps: Iterable[Step]) -> Case:
    """Return where a case stands after its events. Raises IllegalStep."""
    case: Case | None = None
    for step in steps:
        case = after(case, step)
    if case is None:
        raise IllegalStep("申请还没有登记")
    return case


def after(case: Case | None, step: Step) -> Case:
    """Return where a case stands after one more event. Raises IllegalStep."""
    if case is None:
        if step.kind is not Kind.REGISTER:
            raise IllegalStep("申请还没有登记")
        return Case(last=step.at)
    if step.kind is Kind.REGISTER:
        raise IllegalStep("申请已经登记")
    if case.last and local_day(step.at) < local_day(case.last):
        raise IllegalStep(f"“{step.kind.label}”的日期早于上一步（{local_day(case.last)}）")
    if case.stage not in AT[step.kind]:
        raise IllegalStep(f"“{case.stage.label}”的申请不能“{step.kind.label}”")
    return replace(MOVES[step.kind](case, step), last=step.at)


def possible(case: Case) -> list[Kind]:
    """Return what may happen next, whatever its details."""
    return [kind for kind in Kind if kind in AT and case.stage in AT[kind]]


def _receive(case: Case, step: Step) -> Case:
    return replace(case, stage=Stage.HANDLING, time=Time.RUNNING)


def _ask_correction(case: Case, step: Step) -> Case:
    if case.was_asked_to_correct:
        raise IllegalStep("补正只能告知一次")
    _needs_no_payment(case)
    _needs_nobody(case)
    return replace(case, stage=Stage.CORRECTING, time=Time.PAUSED, was_asked_to_correct=True)


def _correct(case: Case, step: Step) -> Case:
    """The whole period runs anew from the day on which the correction was received."""
    return replace(case, stage=Stage.HANDLING, time=Time.RUNNING, was_extended=False)


def _consult(case: Case, step: Step) -> Case:
    if not step.key:
        raise IllegalStep("请写明征求谁的意见")
    if step.key in case.waits_for:
        raise IllegalStep(f"正在征求{step.key}的意见，不能重复征求")
    _needs_no_payment(case)
    return replace(case, time=Time.PAUSED, waits_for=case.waits_for | {step.key})


def _hear(case: Case, step: Step) -> Case:
    if step.key not in case.waits_for:
        raise IllegalStep(f"没有征求{step.key or '任何人'}的意见")
    return _freed(replace(case, waits_for=case.waits_for - {step.key}))


def _extend(case: Case, step: Step) -> Case:
    if case.was_extended:
        raise IllegalStep("答复期限只能延长一次")
    return replace(case, was_extended=True)


def _charge(case: Case, step: Step) -> Case:
    if case.is_charged:
        raise IllegalStep("收费通知已经发出，等待缴费")
    _needs_nobody(case)
    return replace(case, time=Time.PAUSED, is_charged=True)


def _pay(case: Case, step: Step) -> Case:
    if not case.is_charged:
        raise IllegalStep("没有收费通知")
    return _freed(replace(case, is_charged=False))


def _freed(case: Case) -> Case:
    """Let the time run on where nobody is waited for any more."""
    return replace(case, time=Time.PAUSED if case.waits_for or case.is_charged else Time.RUNNING)


def _decide(case: Case, step: Step) -> Case:
    if not step.key:
        raise IllegalStep("请选择答复的种类")
    if step.key not in OF_THE_APPLICANT:
        if case.stage is Stage.CORRECTING:
            raise IllegalStep("正在等待申请人补正")
        _needs_no_payment(case)
        _needs_nobody(case)
    if step.key == "not-corrected" and case.stage is not Stage.CORRECTING:
        raise IllegalStep("没有等待补正，不能以逾期不补正办结")
    if step.key == "not-paid" and not case.is_charged:
        raise IllegalStep("没有等待缴费，不能以逾期未缴费办结")
    return _over(case, Stage.DECIDED, step.key)


def _needs_nobody(case: Case) -> None:
    if case.waits_for:
        raise IllegalStep(f"正在征求{'、'.join(sorted(case.waits_for))}的意见，收到意见或者期满后再办")


def _needs_no_payment(case: Case) -> None:
    if case.is_charged:
        raise IllegalStep("正在等待申请人缴费")


def _send(case: Case, step: Step) -> Case:
    if case.service is not Service.NONE:
        raise IllegalStep("答复已经发出")
    return replace(case, service=Service.SENT)


def _serve(case: Case, step: Step) -> Case:
    return replace(case, stage=Stage.CLOSED, service=Service.SERVED)


def _withdraw(case: Case, step: Step) -> Case:
    """Nothing needs to be served on who took the request back."""
    return _over(case, Stage.CLOSED, WITHDRAWN)


def _over(case: Case, stage: Stage, decision: str) -> Case:
    """End the time of a case: nobody is waited for any more."""
    nobody: frozenset[str] = frozenset()
    return replace(case, stage=stage, time=Time.OVER, decision=decision, waits_for=nobody, is_charged=False)


def _contest(case: Case, step: Step) -> Case:
    if case.contest in {Contest.REVIEW, Contest.COURT}:
        raise IllegalStep(f"正在{case.contest.label}")
    if step.key not in {Contest.REVIEW, Contest.COURT}:
        raise IllegalStep("请写明是行政复议还是行政诉讼")
    return replace(case, contest=Contest(step.key))


def _conclude(case: Case, step: Step) -> Case:
    if case.contest not in {Contest.REVIEW, Contest.COURT}:
        raise IllegalStep("没有正在审理的复议或者诉讼")
    if step.key not in {Contest.UPHELD, Contest.CORRECTED, Contest.OTHER}:
        raise IllegalStep("请写明结果：维持、纠正或者其他")
    return replace(case, contest=Contest(step.key))


def _reopen(case: Case, step: Step) -> Case:
    """What was corrected by review or court is handled once more, as if it had just been received."""
    if case.contest is not Contest.CORRECTED:
        raise IllegalStep("结果被纠正的申请才能重新处理")
    return Case(stage=Stage.HANDLING, time=Time.RUNNING, contest=case.contest)


def _archive(case: Case, step: Step) -> Case:
    if case.contest in {Contest.REVIEW, Contest.COURT}:
        raise IllegalStep(f"正在{case.contest.label}，结案后再归档")
    return replace(case, stage=Stage.ARCHIVED)


BEFORE_DECISION = frozenset({Stage.REGISTERED, Stage.HANDLING, Stage.CORRECTING})
HANDLING, ANSWERED = frozenset({Stage.HANDLING}), frozenset({Stage.DECIDED, Stage.CLOSED})
AT: Mapping[Kind, frozenset[Stage]] = {
    Kind.RECEIVE: frozenset({Stage.REGISTERED}),
    Kind.ASK_CORRECTION: HANDLING,
    Kind.CORRECT: frozenset({Stage.CORRECTING}),
    Kind.CONSULT: HANDLING,
    Kind.HEAR: HANDLING,
    Kind.EXTEND: HANDLING,
    Kind.CHARGE: HANDLING,
    Kind.PAY: HANDLING,
    Kind.DECIDE: frozenset({Stage.HANDLING, Stage.CORRECTING}),
    Kind.SEND: frozenset({Stage.DECIDED}),
    Kind.SERVE: frozenset({Stage.DECIDED}),
    Kind.WITHDRAW: BEFORE_DECISION,
    Kind.CONTEST: HANDLING | ANSWERED,
    Kind.CONCLUDE: HANDLING | ANSWERED,
    Kind.REOPEN: frozenset({Stage.CLOSED}),
    Kind.ARCHIVE: frozenset({Stage.CLOSED}),
}
"""The stages at which each event may come."""

MOVES: Mapping[Kind, Callable[[Case, Step], Case]] = {
    Kind.RECEIVE: _receive,
    Kind.ASK_CORRECTION: _ask_correction,
    Kind.CORRECT: _correct,
    Kind.CONSULT: _consult,
    Kind.HEAR: _hear,
    Kind.EXTEND: _extend,
    Kind.CHARGE: _charge,
    Kind.PAY: _pay,
    Kind.DECIDE: _decide,
    Kind.SEND: _send,
    Kind.SERVE: _serve,
    Kind.WITHDRAW: _withdraw,
    Kind.CONTEST: _contest,
    Kind.CONCLUDE: _conclude,
    Kind.REOPEN: _reopen,
    Kind.ARCHIVE: _archive,
}

CLOCK: Mapping[Kind, EventKind] = {
    Kind.RECEIVE: EventKind.START,
    Kind.ASK_CORRECTION: EventKind.PAUSE,
    Kind.CONSULT: EventKind.PAUSE,
    Kind.HEAR: EventKind.RESUME,
    Kind.CORRECT: EventKind.RESTART,
    Kind.REOPEN: EventKind.START,
    Kind.EXTEND: EventKind.EXTEND,
    Kind.CHARGE: EventKind.PAUSE,
    Kind.PAY: EventKind.RESTART,
}
"""What an event does to the time of the answer, as ``law.clock`` reads it; a reopened case has its own."""
