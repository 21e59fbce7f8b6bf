"""Requests for the same information: how many pairs are told right, and what finding them costs.

    python -m bench.alike_requests [--count 100000]

The pairs are those of ``bench/alike_pairs.tsv``, written by hand: on ``tune`` the rules and the threshold
were chosen, ``held`` was looked at only afterwards. Aims: precision at least 0.9 on both, for people look at
every group; a new request among those of the last twelve months compared within 50 ms of the processor.
"""

import argparse
import sys
import time
from datetime import timedelta
from pathlib import Path

from bench.home import fresh_home
from bench.table import show

PAIRS = Path(__file__).with_name("alike_pairs.tsv")
AIM, SLOWEST = 0.9, 50.0
NEW = 200


def pairs() -> list[tuple[str, bool, int]]:
    """Return for each pair its set, whether both ask for the same, and how alike they are found."""
    from gongkai.requests.rules.likeness import likeness, sketch

    lines = [line for line in PAIRS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    return [(row[0], row[1] == "1", likeness(sketch(*row[2:4]), sketch(*row[4:6]))) for row in rows]


def told(found: list[tuple[str, bool, int]], name: str, percent: int) -> tuple[float, float]:
    """Return precision and recall on one set of pairs."""
    mine = [(is_same, percent <= likeness) for each, is_same, likeness in found if each == name]
    right = sum(is_same and is_told for is_same, is_told in mine)
    told = sum(is_told for _, is_told in mine)
    return right / told if told else 1.0, right / sum(is_same for is_same, _ in mine)


def quality() -> bool:
    from gongkai.requests.declared import law

    found, chosen, rows = pairs(), law().alike.percent, []
    for percent in sorted({40, 50, chosen, 65, 75}):
        for name in ("tune", "held"):
            precision, recall = told(found, name, percent)
            mark = "（采用）" if percent == chosen else ""
            rows.append([f"{percent}%{mark}", name, f"{precision:.3f}", f"{recall:.3f}"])
    show("相似申请：判断是否正确", ["阈值", "组", "准确率", "召回率"], rows)
    return all(told(found, name, chosen)[0] >= AIM for name in ("tune", "held"))


def cost(count: int) -> bool:
    from django.core.management import call_command
    from django.utils import timezone

    from bench import requests_made
    from gongkai.requests import services
    from gongkai.requests.models import Kinship, Request

    call_command("migrate", verbosity=0)
    now = timezone.now()
    requests_made.fill(count, until=now.date(), years=1)
    marks = requests_made.keep_marks(now - timedelta(days=400))
    newest = list(Request.objects.order_by("-pk")[:NEW])
    Kinship.objects.filter(request__in=newest).delete()
    for each in newest:
        each.marks.all().delete()
    begun = time.process_time()
    done = services.compare_waiting(at=now, most=NEW)
    took = 1000 * (time.process_time() - begun) / done
    joined = Kinship.objects.filter(request__in=newest, group__isnull=False).count()
    rows = [[f"{count:,}", f"{marks:,}", f"{done}", f"{took:.1f} ms", f"{joined}"]]
    show("相似申请：增量比对", ["申请", "特征行", "新申请", "每件用时", "归入相似组"], rows)
    return took <= SLOWEST


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    count = parser.parse_args().count
    with fresh_home():
        is_good = quality()
        is_fast = cost(count) if count else True
    return 0 if is_good and is_fast else 1


if __name__ == "__main__":
    sys.exit(main())
