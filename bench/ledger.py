"""ledger: appending, sealing and proving, against what the disk can make durable.

A durable append cannot beat one fsync; a seal writes and syncs three files and their folders. Sealing one
entry must cost the same on top of a long log as on top of a short one.
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.announce import disk_limit
from bench.home import fresh_home
from bench.table import show

APPENDS = 1000
SEALS = 200
LONG = 100_000
PROOFS = 500
ORIGIN = "bench.example"


def rate(count: int, work: Callable[[int], object]) -> float:
    """Return how many times a second ``work`` runs."""
    start = time.perf_counter()
    for each in range(count):
        work(each)
    return count / (time.perf_counter() - start)


def leaf(serial: int) -> dict[str, object]:
    return {
        "type": "published",
        "address": f"/items/330103--2017--{serial:06}/",
        "number": f"330103--2017--{serial:06}",
        "version": 1,
        "previous": None,
        "content": f"{serial:064x}",
        "time": "2017-07-03T09:30:00+08:00",
        "publisher": "office",
    }


def file_limit(folder: Path) -> float:
    """Return small files put in place durably a second: write, fsync, rename, fsync of the folder."""

    def put(each: int) -> None:
        with (folder / "draft").open("wb") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
        (folder / "draft").replace(folder / f"file{each}")
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)

    return rate(SEALS, put)


def main() -> None:
    with fresh_home() as home:
        from django.core.management import call_command

        from gongkai.ledger import sequencer, services
        from gongkai.ledger.folder import Folder
        from gongkai.ledger.rules import leaf_bytes

        call_command("migrate", verbosity=0)
        at = datetime(2017, 7, 3, tzinfo=UTC)
        appends = rate(APPENDS, lambda n: services.append(leaf=leaf(n), at=at))
        services.seal(at=at)

        def append_and_seal(n: int) -> None:
            services.append(leaf=leaf(APPENDS + n), at=at)
            services.seal(at=at)

        both = rate(SEALS, append_and_seal)

        folder = Folder(home / "long")
        folder.path.mkdir()
        folder.make_key(ORIGIN)
        folder.publish_keys()

        stored = [leaf_bytes(leaf(serial)) for serial in range(LONG + SEALS)]

        def leaves(low: int, high: int) -> list[bytes]:
            return stored[low:high]

        def extend(size: int) -> None:
            sequencer.extend(folder, sequencer.last_signed(folder, ORIGIN), size, leaves)

        extend(1000)
        short = rate(SEALS, lambda n: extend(1001 + n))
        start = time.perf_counter()
        extend(LONG)
        bulk = LONG / (time.perf_counter() - start)
        long = rate(SEALS, lambda n: extend(LONG + 1 + n))
        proofs = rate(PROOFS, lambda n: folder.receipt(n * 7919 % LONG))
        receipt = folder.receipt(4711)
        keys = folder.verifiers()
        checks = rate(PROOFS, lambda n: receipt.verify(receipt.extra, keys))
        disk, files = disk_limit(home), file_limit(home)
    show(
        f"ledger (log of {LONG:,} entries)",
        ["what", "per second", "ratio", "to"],
        [
            ["4 KB append + fdatasync", f"{disk:,.0f}", "1.00", "the disk's limit"],
            ["4 KB file put in place durably", f"{files:,.0f}", "1.00", "the limit of a seal"],
            [
                "append, one durable transaction each",
                f"{appends:,.0f}",
                f"{appends / disk:.2f}",
                "the disk's limit",
            ],
            ["append and seal, one by one", f"{both:,.0f}", f"{both / files:.2f}", "the limit of a seal"],
            ["seal one entry on 1,000", f"{short:,.0f}", f"{short / files:.2f}", "the limit of a seal"],
            [f"seal one entry on {LONG:,}", f"{long:,.0f}", f"{long / short:.2f}", "the same on 1,000"],
            ["entries sealed at once", f"{bulk:,.0f}", f"{bulk / disk:.2f}", "the disk's limit"],
            ["receipts made, cold, from files", f"{proofs:,.0f}", "", ""],
            ["receipts checked", f"{checks:,.0f}", "", ""],
        ],
    )


if __name__ == "__main__":
    main()
