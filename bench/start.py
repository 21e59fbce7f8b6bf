"""Start-up, memory of a worker, and what an uncached item page costs.

    python -m bench.start [--home FOLDER] [--database URL]

Without a home the demonstration district is measured, made anew. Aims: first answer within 1 s of starting,
at most 120 MB a worker after 400 mixed requests, at most 12 queries an item page, its being kept included.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

from bench.pages import free_port, running
from bench.table import show

QUERIES = """
import django; django.setup()
from django.conf import settings; settings.ALLOWED_HOSTS = ["*"]
from django.db import connection; from django.test import Client
from django.test.utils import CaptureQueriesContext
import time
from gongkai.items.models import Item
from gongkai.publication.models import Page
client = Client(); paths = [item.get_absolute_url() for item in Item.objects.public()[:40]]
client.get(paths[0])
counts, took = [], []
for path in paths:
    Page.objects.filter(path=path).update(is_stale=True)
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries: assert client.get(path).status_code == 200
    took.append(1000 * (time.perf_counter() - begun))
    assert not Page.objects.get(path=path).is_stale, "was not kept"
    counts.append(sum(not each["sql"].startswith(("BEGIN", "COMMIT")) for each in queries))
print(max(counts), sorted(took)[len(took) // 2])
"""
ITEMS = """
import django; django.setup()
from gongkai.items.models import Item
print(*Item.objects.public().values_list("address", flat=True)[:40])
"""
STARTS = 3
REQUESTS = 400
AT_ONCE = 8


def memory(pid: int) -> list[int]:
    """Return the resident memory of each worker below ``pid``, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = []
    for child in children:
        status = Path(f"/proc/{child}/status").read_text()
        found.append(int(status.split("VmRSS:")[1].split()[0]) // 1024)
    return found


def mixed(items: list[str]) -> Iterator[str]:
    """Yield addresses as they are asked for: finished, rendered (any query string), searched, the desk."""
    words = ["公开", "财政收支", "政务公开", "如何申请公开财政预算和决算的信息"]
    searches = [f"/search/?q={quote(word)}" for word in words]
    pages = [
        "/",
        "/catalogue/",
        "/areas/",
        "/organisations/",
        "/kinds/notice/",
        "/feeds/all.atom",
        "/work-points/",
    ]
    rendered = [f"{path}?again" for path in pages + items[:10]]
    return cycle(
        [*pages, *searches, *items, *rendered, "/search/suggest/?q=%E5%85%AC", "/desk/sign-in/", "/none/"]
    )


def start(port: int) -> float:
    """Return seconds until the first answer of a server just started."""
    begun = time.perf_counter()
    while True:
        try:
            answer(port, "/")
            return time.perf_counter() - begun
        except OSError:
            time.sleep(0.005)


def answer(port: int, path: str) -> None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
            response.read()
    except HTTPError as error:
        assert error.code == 404, (path, error.code)


def python(code: str, env: dict[str, str]) -> list[str]:
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **env}, check=True, capture_output=True, text=True
    ).stdout.split()


@contextmanager
def house(chosen: Path | None, database: str) -> Iterator[dict[str, str]]:
    """Give the environment of the house to be measured; the demonstration is made for it."""
    settings = {"DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    if chosen is not None:
        where = {"GONGKAI_DATABASE_URL": database} if database else {}
        yield {**settings, "GONGKAI_HOME": str(chosen), **where}
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as home:
        env = {**settings, "GONGKAI_HOME": home}
        made = [sys.executable, "-m", "gongkai", "prepare", "--demo"]
        subprocess.run(made, env={**os.environ, **env}, check=True, capture_output=True)
        yield env


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--home", type=Path, help="a house already filled")
    parser.add_argument("--database", default="")
    chosen = parser.parse_args()
    with house(chosen.home, chosen.database) as env:
        port = free_port()
        command = [sys.executable, "-m", "gongkai", "serve", "--port", str(port)]
        taken = []
        for _ in range(STARTS):
            with running(command, None, **env):
                taken.append(start(port))
        items = python(ITEMS, env)
        with running(command, port, **env) as process:
            with ThreadPoolExecutor(AT_ONCE) as readers:
                list(readers.map(lambda path: answer(port, path), islice(mixed(items), REQUESTS)))
            workers = memory(process.pid)
        queries, milliseconds = python(QUERIES, env)
    show(
        f"Start, memory, uncached page ({chosen.home or 'the demonstration'})",
        ["what", "measured", "aim"],
        [
            [f"from command to first answer (best of {STARTS})", f"{min(taken):.2f} s", "≤ 1 s"],
            [
                f"memory of a worker after {REQUESTS} mixed requests (largest)",
                f"{max(workers)} MB",
                "≤ 120 MB",
            ],
            ["queries of an uncached item page, kept (most of 40)", queries, "≤ 12"],
            ["time of an uncached item page, kept (median)", f"{float(milliseconds):.1f} ms", "≤ 100 ms"],
        ],
    )


if __name__ == "__main__":
    main()
