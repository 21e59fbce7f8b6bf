"""announce: how many durable announcements a second, against one fsync'ed append on the same disk.

Each is one committed transaction with synchronous=FULL: announcement, ledger leaf, index row, page row.
Aim: at least 200 a second.
"""

import os
import time
from datetime import date

from bench.home import fresh_home
from bench.table import show

COUNT = 1000


def disk_limit(folder) -> float:
    """Return appends of 4 KB with fdatasync a second: no durable store can be faster, one act at a time."""
    with open(folder / "probe", "wb") as file:
        start = time.perf_counter()
        for _ in range(COUNT):
            file.write(b"x" * 4096)
            file.flush()
            os.fdatasync(file.fileno())
        return COUNT / (time.perf_counter() - start)


def main() -> None:
    with fresh_home() as home:
        from django.core.management import call_command
        from django.utils import timezone

        from gongkai.orgs.models import Organisation, Region
        from gongkai.publication import services

        call_command("migrate", verbosity=0)
        region = Region.objects.create(code="330103", name="下城区")
        office = Organisation.objects.create(
            key="finance",
            name="财政局",
            short_name="财政局",
            kind="department",
            region=region,
            valid_from=date(2000, 1, 1),
        )
        body = "公开全区财政收支情况，解读财政收支增减变化情况及原因。" * 40

        def notice(n: int) -> services.Notice:
            number = f"330103--2017--{n:05}"
            return services.Notice(
                event="published",
                address=f"/items/{number}/",
                number=number,
                version=1,
                kind="document",
                title=f"通知第{n}号",
                publisher=office,
                content={"title": f"通知第{n}号", "body": body},
                text=body,
                published_on=date(2017, 7, 3),
                area_key="fiscal",
                obligation_key="fiscal-monthly",
            )

        start = time.perf_counter()
        for n in range(COUNT):
            services.announce(notice=notice(n), by=None, at=timezone.now())
        ours = COUNT / (time.perf_counter() - start)
        limit = disk_limit(home)
    show(
        f"announce ({COUNT:,} durable transactions)",
        ["what", "per second", "of the disk's limit", "aim"],
        [
            ["4 KB append + fdatasync", f"{limit:,.0f}", "1.00", ""],
            ["announce", f"{ours:,.0f}", f"{ours / limit:.2f}", "≥ 200/s"],
        ],
    )


if __name__ == "__main__":
    main()
