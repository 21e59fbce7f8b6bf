"""Taking in an old site: documents a second of ``gongkai import --from jsonl``, killed once on the way.

    python -m bench.arrivals [--count 100000] [--laws FILE]

COUNT documents of about a thousand characters are written as an export and taken in; the process is killed
(SIGKILL) in the middle and started again. Then the index is made, pages are put in place, the log is sealed
and everything is audited. FILE is ``laws.jsonl``: national laws, long ones, taken in besides.
Times are of the clock and of the processors; other work on the machine shows in the first.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench.documents import documents
from bench.home import fresh_home
from bench.table import show

TERMS = ["--as", "bench-openness", "--signed-by", "bench-signer", "--organisation", "government-office"]
AIM = 500


def export(file: Path, count: int) -> None:
    """Write an export as a site's database gives it: HTML with the rubbish of editors."""
    with file.open("w") as stream:
        for number, each in enumerate(documents(count, characters=1000), start=1):
            lines = str(each["text"]).split("\n\n")
            day = each["published_at"].date().isoformat()
            body = "".join(
                f'<p class="MsoNormal" style="text-indent:32pt"><span lang="EN-US">{line}</span></p>'
                for line in lines
            )
            row = {
                "id": f"art-{number}",
                "url": f"http://www.example.gov.cn/art/{day[:4]}/art_{number}.html",
                "标题": each["title"],
                "发布日期": min(day, "2026-01-01"),
                "正文": body,
            }
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "gongkai", "import", "--from", "jsonl", *arguments, *TERMS]


def killed(file: Path, after: float) -> None:
    process = subprocess.Popen(command(str(file)), stdout=subprocess.DEVNULL, start_new_session=True)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def taken(*arguments: str) -> tuple[float, float]:
    """Take in an export; return seconds of the clock and of the processors."""
    begun, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command(*arguments), check=True, stdout=subprocess.DEVNULL)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    processors = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return time.perf_counter() - begun, processors


def audited() -> tuple[float, str]:
    """Bring index, pages and log up to date as the worker would, and audit everything."""
    from django.utils import timezone

    from bench import filling
    from gongkai.ledger import services as ledger
    from gongkai.search import services as search

    search.rebuild()
    filling.settle()
    filling.place_pages()
    ledger.seal(at=timezone.now())
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "gongkai", "audit"], capture_output=True, text=True)
    return time.perf_counter() - begun, "nothing found" if done.returncode == 0 else done.stdout[-300:]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--laws", type=Path)
    chosen = parser.parse_args()
    with fresh_home() as home:
        from django.core.management import call_command
        from django.utils import timezone

        from bench.drawing import staff
        from gongkai.items.models import Arrival, Item

        with open(os.devnull, "w") as nowhere:
            call_command("prepare", stdout=nowhere)
        staff(timezone.now())
        file = home / "export.jsonl"
        export(file, chosen.count)
        killed(file, 30)
        before = Arrival.objects.count()
        seconds, processors = taken(str(file))
        number = Arrival.objects.count() - before
        held = Arrival.objects.filter(outcome="held").count()
        public, arrived = Item.objects.public().count(), Arrival.objects.count()
        assert public + held == arrived == chosen.count, f"{public} and {held} of {chosen.count}"
        rows = [
            ["taken in before it was killed", f"{before:,}", ""],
            ["taken in after it", f"{number:,}", ""],
            ["held as drafts: personal data suspected", f"{held:,}", ""],
            ["documents a second", f"{number / seconds:,.0f}", f"≥ {AIM}"],
            ["documents a second of processor time", f"{number / processors:,.0f}", ""],
        ]
        if chosen.laws:
            size = chosen.laws.stat().st_size
            columns = ["--site", "laws", "--column", "path=address", "--published-on", "2017-07-01"]
            seconds, _ = taken(str(chosen.laws), *columns)
            rows.append(["laws, KB a second", f"{size / seconds / 1024:,.0f}", ""])
        took, found = audited()
        rows.append([f"audit of everything ({took:.0f} s)", found, "nothing found"])
    show(f"Taking in an old site ({chosen.count:,} documents)", ["what", "measured", "aim"], rows)


if __name__ == "__main__":
    main()
