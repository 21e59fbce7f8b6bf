"""Why a clock ends when it ends, in sentences."""

from gongkai.clocks.models import Clock, Source
from gongkai.clocks.rules import conclusion, counting, happened
from gongkai.law.cadence import Cadence
from gongkai.law.clock import effective
from gongkai.law.deadlines import Unit, from_json


def explain(clock: Clock) -> list[str]:
    """Return the reason for the due date in sentences a clerk understands, article first."""
    if clock.source == Source.CADENCE.value:
        return [*_periodic(clock), *_doubt(clock)]
    if clock.source == Source.APPOINTED.value:
        return [f"完成日期由主管机构指定，应于{clock.due_on} 24:00前完成。"]
    explained, unit = from_json(clock.explanation), Unit(clock.unit)
    begins = f"自{clock.starts}起" if clock.starts else ""
    told = [f"依据{clock.article}，{begins}{clock.length}内完成。"]
    told += happened(effective(clock.ledger()), unit)
    told += counting(explained.steps)
    told += conclusion(explained, unit)
    if clock.is_paused:
        told.append("目前停止计算，恢复后期满日相应顺延。")
    return told + _doubt(clock)


def _periodic(clock: Clock) -> list[str]:
    basis = f"依据{clock.article}，" if clock.article else ""
    period = f"本期自{clock.explanation['first']}至{clock.explanation['last']}"
    return [f"{basis}{Cadence(clock.cadence).text}，{period}。", f"应于{clock.due_on} 24:00前完成。"]


def _doubt(clock: Clock) -> list[str]:
    return [] if clock.is_certain else ["该时限尚未与正式文本核对，仅作提醒。"]
