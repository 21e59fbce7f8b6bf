"""The explanation of a due date in sentences that a clerk understands. Pure."""

from collections.abc import Iterable, Sequence

from gongkai.law.clock import EVENT_LABELS, Event, EventKind
from gongkai.law.deadlines import UNIT_LABELS, Explained, Step, StepKind, Unit, local_day

WEEKEND, WORKING, NATURAL, RUNNING = "周末", "工作日", "自然日", "连续计算"


def days(step: Step) -> str:
    """The days of a step: 2017-10-01, or 2017-10-01至2017-10-08."""
    first, last = step.first[:16].replace("T", " "), step.last[:16].replace("T", " ")
    return first if first == last else f"{first}至{last}"


def counting(steps: Sequence[Step]) -> list[str]:
    """Say what was counted and what was left out, and why, one sentence for each matter."""
    told = [f"{steps[0].reason}。"]
    weekend = sum(step.count for step in steps if step.kind is StepKind.SKIP and step.reason == WEEKEND)
    if weekend:
        told.append(f"其间周末{weekend}天不计。")
    told += [_sentence(step) for step in steps[1:] if _is_worth_telling(step)]
    return told


def _is_worth_telling(step: Step) -> bool:
    return step.reason not in {WEEKEND, WORKING, NATURAL, RUNNING}


def _sentence(step: Step) -> str:
    cited = f"（{step.notice}）" if step.notice else ""
    if step.kind is StepKind.SKIP:
        return f"{days(step)}{step.reason}{cited}，{step.count}天不计。"
    if step.kind is StepKind.PAUSE:
        return f"{days(step)}因{step.reason}停止计算，不计入期限。"
    if step.kind is StepKind.COUNT:
        return f"{days(step)}{step.reason}{cited}，计{step.count}天。"
    return f"{step.reason}{cited}。"


def happened(events: Iterable[Event], unit: Unit) -> list[str]:
    """Say what happened to the clock after its start, one sentence an event."""
    return [_event(event, unit) for event in events if event.kind is not EventKind.START]


def _event(event: Event, unit: Unit) -> str:
    amount = f"{event.amount}{UNIT_LABELS[unit]}" if event.kind is EventKind.EXTEND else ""
    reason = f"（{event.reason}）" if event.reason else ""
    return f"{local_day(event.at)}{EVENT_LABELS[event.kind]}{amount}{reason}。"


def conclusion(explained: Explained, unit: Unit | None) -> list[str]:
    """Say by when, and whether the date may still move."""
    if unit is Unit.HOURS:
        told = [f"应于{explained.due_at:%Y-%m-%d %H:%M}前完成。"]
    else:
        told = [f"应于{explained.due_on} 24:00前完成。"]
    if explained.is_provisional:
        told.append("涉及的年份尚未发布放假通知，此日期为暂定；放假通知装入系统后重算。")
    return told
