"""The officer's side of 依申请公开 among so many cases: time and queries of each page.

    python -m bench.requests [--cases 100000] [--folder FOLDER] [--database URL]

The district is made once. Times are the best of five, of the processor. Aims: 200 ms and 20 queries.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from bench.desk import measure
from bench.district import set_up
from bench.table import show

LISTS = {
    "board": "",
    "overdue": "?group=overdue",
    "to be signed": "?group=signing",
    "all": "?group=all",
    "ended, page 50": "?group=ended&page=50",
    "a word of the title": "?group=all&q=征地补偿",
    "no such words": "?group=all&q=没有这样的标题",
    "a number": "?group=all&q=〔2026〕12号",
    "a year and a channel": "?group=all&year=2024&channel=fax",
    "mine": "?handler=me",
}


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "gongkai-bench-cases")
    parser.add_argument("--database", default="", help="URL of a PostgreSQL database")
    chosen = parser.parse_args()
    fill(set_up(chosen.folder, chosen.cases, chosen.database), chosen.cases)
    on = f"{chosen.cases:,} cases, {'PostgreSQL' if chosen.database else 'SQLite'}"
    measure(f"A clerk ({on})", "clerk-finance", "clerk", _pages())
    measure(f"The openness office ({on})", "openness-office", "openness", _pages())
    show("The worker", ["job", "ms"], [[name, f"{1000 * _took(job):.0f}"] for name, job in _jobs().items()])


def fill(home: Path, count: int) -> None:
    """Make the house and its cases, unless they were made before."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from bench import cases
    from bench.desk import someone

    if (home / "filled").exists():
        return
    call_command("prepare", stdout=StringIO())
    someone("clerk-finance", "clerk")
    begun = time.perf_counter()
    cases.fill(count, at=timezone.localtime())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    (home / "filled").touch()
    print(f"{count:,} cases made in {time.perf_counter() - begun:.0f} s, in {home}")


def _pages() -> dict[str, str]:
    from gongkai.requests.models import Request

    case = Request.objects.filter(organisation__key="finance", stage="handling").first()
    pages = {name: f"/desk/requests/{query}" for name, query in LISTS.items()}
    return pages | ({"case": f"/desk/requests/{case.pk}/"} if case else {})


def _jobs() -> dict[str, Callable[[], object]]:
    """Return what runs by itself, and the counting of the district's annual report."""
    from django.utils import timezone

    from gongkai.orgs.models import Organisation
    from gongkai.requests import services
    from gongkai.requests.reports import counting
    from gongkai.requests.reports.declared import form_of

    now = timezone.now()
    jobs: dict[str, Callable[[], object]] = {
        "retime": lambda: services.follow(at=now),
        "merged": lambda: services.follow_merged(at=now),
        "archive due": lambda: services.archive_due(now).count(),
    }
    keys = list(Organisation.objects.values_list("pk", flat=True))
    return jobs | {"annual report": lambda: counting.counted(form_of(now.year - 1), keys)}


def _took(job: Callable[[], object]) -> float:
    job()
    begun = time.process_time()
    job()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
