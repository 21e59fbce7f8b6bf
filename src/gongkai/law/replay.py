"""Follow an explanation step by step, without a calendar, and arrive at the same due date or refuse it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.law.deadlines import HOUR, BrokenExplanation, Step, StepKind, add_months, end_of
from gongkai.law.workdays import DAY

COUNTED = {StepKind.COUNT, StepKind.MONTHS, StepKind.HOURS}


def replay(steps: Sequence[Step]) -> datetime:
    """Return the moment at which the steps end.

    Raises BrokenExplanation if a step does not begin where the one before ended, does not hold what
    it says it holds, or if the steps together do not fill the period announced in the first.
    """
    if not steps or steps[0].kind is not StepKind.START:
        raise BrokenExplanation("计算说明没有起算步骤")
    in_hours = "T" in steps[0].first
    last = _moments(steps) if in_hours else _days(steps)
    counted = sum(step.count for step in steps if step.kind in COUNTED)
    if counted != steps[0].count and not in_hours:
        raise BrokenExplanation(f"应计{steps[0].count}，实计{counted}")
    return last


@dataclass(frozen=True, slots=True)
class _Run:
    step: Step
    first: date
    last: date


def _runs(steps: Sequence[Step]) -> Iterator[_Run]:
    for step in steps[1:]:
        yield _Run(step, date.fromisoformat(step.first), date.fromisoformat(step.last))


def _days(steps: Sequence[Step]) -> datetime:
    cursor = date.fromisoformat(steps[0].first)
    for run in _runs(steps):
        if run.step.kind is StepKind.MONTHS:
            fits = run.first == cursor and add_months(cursor, run.step.count) == run.last
        else:
            fits = run.first == cursor + DAY and (run.last - cursor).days == run.step.count
        if not fits:
            raise BrokenExplanation(f"步骤不相衔接：{run.step.first}至{run.step.last}")
        cursor = run.last
    return end_of(cursor)


def _moments(steps: Sequence[Step]) -> datetime:
    start = cursor = datetime.fromisoformat(steps[0].first)
    stood_still = HOUR * 0
    for step in steps[1:]:
        if datetime.fromisoformat(step.first) != cursor:
            raise BrokenExplanation(f"步骤不相衔接：{step.first}至{step.last}")
        cursor = datetime.fromisoformat(step.last)
        if step.kind is StepKind.PAUSE:
            stood_still += cursor - datetime.fromisoformat(step.first)
    if cursor - start - stood_still != HOUR * steps[0].count:
        raise BrokenExplanation(f"应计{steps[0].count}小时，与步骤不符")
    return cursor
