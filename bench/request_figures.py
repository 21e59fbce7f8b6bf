"""The public figures about requests, among so many cases: one look at a year.

    python -m bench.request_figures [--count 100000] [--years 5]

Aim: 200 ms of the processor for all tables of a year. ``GONGKAI_DATABASE_URL`` is not used: SQLite.
"""

import argparse
import sys
import time

from bench.home import fresh_home
from bench.table import show

AIM = 200.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--years", type=int, default=5)
    asked = parser.parse_args()
    with fresh_home():
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import CaptureQueriesContext
        from django.utils import timezone

        from bench import requests_made
        from gongkai.requests.figures import figures

        call_command("migrate", verbosity=0)
        now = timezone.now()
        requests_made.fill(asked.count, until=now.date(), years=asked.years)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        rows, slowest = [], 0.0
        for year in (now.year, now.year - 1):
            took = []
            for _ in range(5):
                begun = time.process_time()
                found = figures(year, at=now)
                took.append(1000 * (time.process_time() - begun))
            with CaptureQueriesContext(connection) as queries:
                figures(year, at=now)
            slowest = max(slowest, min(took))
            rows.append(
                [
                    str(year),
                    f"{found.received:,}",
                    f"{found.answered:,}",
                    str(len(queries)),
                    f"{min(took):.0f} ms",
                ]
            )
        show(f"申请情况统计：{asked.count:,} 件", ["年度", "收到", "答复", "查询", "用时"], rows)
    return 0 if slowest <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
