"""What a serving process does with pages of a large register: ``python -m bench.asked 200``, on a home."""

import itertools
import json
import resource
import sys

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
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
