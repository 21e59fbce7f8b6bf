"""A register of a million entries: brought in, asked for, rebuilt while others read; Datasette beside it.

    python -m bench.registers [--rows 1000000] [--alone]

Rows are made up from the samples of ``administrative-penalties``. All times are given by the clock and by the
processor: on a machine with other work the clock tells how long one waited, the processor what it took.
Datasette is installed in a folder of its own; where that cannot be had, or with ``--alone``, it is left out.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.home import fresh_home
from bench.loaded import brought_in, found, rebuilt_while_read, table, workbook
from bench.table import show
from bench.timing import Took, percentile

PAGES = 200
FIGURES = ("p50 clock", "p95 clock", "p50 processor", "p95 processor", "memory")


def asked(home: Path) -> dict[str, float]:
    """Return what pages of a process of their own took in milliseconds, and its memory in megabytes."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.asked", str(PAGES)], env=os.environ, capture_output=True, check=True
    ).stdout
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


def rate(rows: int, took: Took) -> list[str]:
    return [
        f"{took.wall:.1f} s", f"{took.processor:.1f} s",
        f"{rows / took.wall:,.0f} /s", f"{rows / took.processor:,.0f} /s",
    ]  # fmt: skip


def main(rows: int, *, is_alone: bool) -> None:
    with fresh_home() as home:
        from django.conf import settings

        settings.UPLOAD_LIMIT = 2**32
        cast, path = found(), home / "penalties.csv"
        table(rows, path)
        times = brought_in(cast, path)
        both = Took(
            *(
                sum(getattr(times[key], name) for key in ("check", "release"))
                for name in ("wall", "processor")
            )
        )
        rebuilt, answers, failures = rebuilt_while_read()
        made = [["check", *rate(rows, times["check"])], ["release", *rate(rows, times["release"])]]
        made += [["check and release", *rate(rows, both)], ["rebuild beside readers", *rate(rows, rebuilt)]]
        show(f"{rows:,} penalties from a CSV", ["", "clock", "processor", "by clock", "by processor"], made)
        print(f"\n{answers:,} questions answered while it was rebuilt and swapped, {failures} failed")
        sheet = min(rows, 100_000)
        show(f"{sheet:,} rows of a workbook checked", ["", "clock", "processor", "by clock", "by processor"],
             [["check", *rate(sheet, workbook(cast, path, sheet))]])  # fmt: skip
        told = asked(home)
        names = ("p50 clock", "p95 clock", "p50 processor", "p95 processor", "memory")
        show(
            "A page: five facets, two filters, twenty rows", names, [[f"{told[name]:.1f}" for name in names]]
        )
        if not is_alone:
            beside(home, told["p50 clock"])


def beside(home: Path, own: float) -> None:
    """Ask Datasette for the same and tell how many times as long it takes."""
    from bench.datasette import Unavailable, compared

    try:
        times = compared(home)
    except Unavailable as error:
        print(f"\nDatasette: {error}")
        return
    rows = [[f"{percentile(times, 50):.0f} ms", f"{percentile(times, 95):.0f} ms",
             f"{percentile(times, 50) / own:.1f} ×"]]  # fmt: skip
    show("Datasette, the same page on the same rows", ["p50 clock", "p95 clock", "of ours"], rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--alone", action="store_true")
    chosen = parser.parse_args()
    main(chosen.rows, is_alone=chosen.alone)
