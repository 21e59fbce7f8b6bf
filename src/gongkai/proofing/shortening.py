"""How many findings are shown at once. All of them count; nobody reads hundreds about one paragraph. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from gongkai.proofing.rules import Finding, Weight

MOST_OF_A_KIND, MOST = 10, 200
"""At one place of one check; on one page."""
Told = TypeVar("Told")
GRAVITY = list(Weight)


def shortened(found: Sequence[Told], of: Callable[[Told], Finding]) -> tuple[list[Told], int]:
    """Return those that are shown, in their order, and how many are not; the gravest are kept first.

    ``of`` returns the finding of each.
    """
    told = Counter[tuple[str, str, str]]()
    kept: list[int] = []
    for number in sorted(range(len(found)), key=lambda number: GRAVITY.index(of(found[number]).weight)):
        finding = of(found[number])
        kind = (finding.field, finding.place, finding.code)
        told[kind] += 1
        if len(kept) < MOST and (not finding.code or told[kind] <= MOST_OF_A_KIND):
            kept.append(number)
    return [found[number] for number in sorted(kept)], len(found) - len(kept)
