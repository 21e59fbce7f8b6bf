"""Personal data: how much of it is found, how often something else is taken for it, and how fast.

``python -m bench.personal [laws.jsonl]`` also looks through a file of published texts (``body`` a line) in
which nothing is personal.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path

from bench.lookalikes import near_misses
from bench.people import Case, positives
from bench.table import show
from gongkai.law.masking import Around, Finding, find

CHARACTERS = 5_000
PLAIN = "根据《中华人民共和国政府信息公开条例》的规定，现将有关情况公告如下。"


def certain(case: Case) -> list[Finding]:
    """Return what would ask for a reason or block."""
    return [each for each in find(case.text, Around(case.heading, case.of_people)) if each.certain]


def is_found(case: Case) -> bool:
    """Whether all of the case's value is found, as one thing or as several side by side."""
    covered = {place for each in certain(case) for place in range(each.start, each.end)}
    return all(place in covered for place in range(case.start, case.end))


def alarms(case: Case) -> bool:
    return bool(certain(case))


def recall() -> None:
    every, hits = Counter[str](), Counter[str]()
    for case in positives():
        every[case.kind] += 1
        hits[case.kind] += is_found(case)
    rows = [[kind, f"{every[kind]:,}", f"{hits[kind] / every[kind]:.3f}"] for kind in every]
    show(f"Found of {every.total():,} made-up cases", ["kind", "cases", "recall"], rows)


def false_alarms() -> None:
    every, wrong = Counter[str](), Counter[str]()
    for case in near_misses():
        every[case.kind] += 1
        wrong[case.kind] += alarms(case)
    every["all"], wrong["all"] = every.total(), wrong.total()
    rows = [[kind, f"{every[kind]:,}", f"{wrong[kind] / every[kind]:.4f}"] for kind in every]
    show("False alarms", ["what it is", "cases", "rate"], rows)


def speed() -> None:
    """Print the processor time for a document of 5,000 characters in which much must be looked at twice."""
    texts = [case.text for case in [*positives(), *near_misses()]]
    lines, length = [], 0
    for n in range(len(texts)):
        lines.append(
            texts[n] if n % 4 == 0 else "根据《中华人民共和国政府信息公开条例》的规定，现将有关情况公告如下。"
        )
        length += len(lines[-1]) + 1
    whole = "\n".join(lines)
    parts = [whole[n : n + CHARACTERS] for n in range(0, len(whole) - CHARACTERS, CHARACTERS)]
    began = time.process_time()
    found = sum(len(find(part)) for part in parts)
    spent = (time.process_time() - began) / len(parts) * 1000
    show(
        "Speed",
        ["documents of 5,000 characters", "found in them", "processor time for one"],
        [[str(len(parts)), f"{found:,}", f"{spent:.1f} ms"]],
    )


def published(path: Path) -> None:
    bodies = [json.loads(line)["body"] for line in path.open()]
    began = time.process_time()
    found = [each for body in bodies for each in find(body)]
    spent = time.process_time() - began
    sure = sum(each.certain for each in found)
    length = sum(map(len, bodies))
    show(
        path.name,
        ["texts", "characters", "alarms", "doubts", "processor time for 5,000 characters"],
        [
            [
                f"{len(bodies):,}",
                f"{length:,}",
                str(sure),
                str(len(found) - sure),
                f"{spent / length * CHARACTERS * 1000:.1f} ms",
            ]
        ],
    )


def main() -> None:
    recall()
    false_alarms()
    speed()
    for name in sys.argv[1:]:
        published(Path(name))


if __name__ == "__main__":
    main()
