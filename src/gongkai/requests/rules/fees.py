"""信息处理费: what a request costs beyond what is free. Pure.

政府信息公开信息处理费管理办法（国办函〔2020〕109号）: by items of one applicant in
one calendar month, or by pages of one request, never both. Amounts are whole yuan.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.requests.rules.during import During


@dataclass(frozen=True, slots=True)
class Tariff:
    """So many are ``free``; then for each bracket, by its first item or page, the yuan for each one in it.

    In the last bracket each further ``every`` cost ``by`` more, where ``every`` is not 0.
    """

    key: str
    title: str
    during: During
    free: int
    brackets: Mapping[int, int]
    every: int = 0
    by: int = 0
    is_certain: bool = True

    def rate(self, number: int) -> int:
        """Return what the ``number``-th item or page costs, counted from 1."""
        if number <= self.free:
            return 0
        firsts = sorted(self.brackets)
        first = firsts[bisect_right(firsts, number) - 1]
        more = (number - first) // self.every * self.by if self.every and first == firsts[-1] else 0
        return self.brackets[first] + more


def charge(tariff: Tariff, count: int, *, before: int = 0) -> int:
    """Return what ``count`` items or pages cost, in yuan, where ``before`` were counted already."""
    if count < 0 or before < 0:
        raise ValueError("数量不能为负")
    return sum(tariff.rate(number) for number in range(before + 1, before + count + 1))
