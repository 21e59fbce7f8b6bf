"""How long something took, by the clock and by the processor, processes that helped and ended included."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Took:
    """Seconds."""

    wall: float = 0
    processor: float = 0

    def __add__(self, other: Took) -> Took:
        return Took(self.wall + other.wall, self.processor + other.processor)


@contextmanager
def timed() -> Iterator[Took]:
    took, wall, processor = Took(), time.perf_counter(), _processor()
    yield took
    took.wall, took.processor = time.perf_counter() - wall, _processor() - processor


def _processor() -> float:
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system


def percentile(times: Sequence[float], of: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * of // 100)]
