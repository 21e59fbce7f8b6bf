"""What a serving process does with pages of a large register: ``python -m bench.asked 200``, on a home."""

import itertools
import json
import sys
from pathlib import Path

import django

from bench.loaded import KEY
from bench.timing import percentile, timed

KINDS = ("警告", "罚款", "没收违法所得", "责令停产停业")
PARTIES = ("自然人", "个体工商户", "法人及非法人组织")
DONE = ("已履行", "部分履行", "未履行")


def main(pages: int) -> dict[str, float]:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.get("/registers/")
    walls, processors = [], []
    asked = itertools.cycle(itertools.product(KINDS, PARTIES, DONE))
    for number, (kind, party, done) in enumerate(itertools.islice(asked, pages)):
        first = {"kind": kind} if number % 2 else {"performed": done}
        with timed() as took:
            response = client.get(f"/registers/{KEY}/", {**first, "party_kind": party, "sort": "-fine"})
        assert response.status_code == 200, response.status_code
        walls.append(1000 * took.wall)
        processors.append(1000 * took.processor)
    return {
        "p50 clock": percentile(walls, 50),
        "p95 clock": percentile(walls, 95),
        "p50 processor": percentile(processors, 50),
        "p95 processor": percentile(processors, 95),
        "memory": peak(),
    }


def peak() -> float:
    """Return the most memory this process had, in megabytes. What ``getrusage`` tells of a process is never
    less than what its parent had when it was started.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmHWM")


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
