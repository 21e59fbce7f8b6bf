"""A district with 100,000 public items: what every page costs uncached, and what one act sets in motion.

    python -m bench.district [--count 100000] [--folder FOLDER] [--database URL]

The district is made once and kept in FOLDER (under /tmp unless told) to be used again; another schema makes
another one. URL names an empty PostgreSQL database, or one filled before; without it SQLite is measured.
Times are of the clock, the best of five, one process; other work on the machine shows in them.
Aims: every page a reader waits for within 100 ms; one act renews its lists, not the house.
"""

import argparse
import hashlib
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

from bench.table import show

ROOT = Path(__file__).parents[1]
AIM = 100
RENDERED = 400
ANNOUNCED = 400


def schema() -> str:
    """Return what changes whenever a migration or the way of filling does."""
    parts = [*sorted(ROOT.glob("src/gongkai/*/migrations/0*.py")), *sorted(ROOT.glob("bench/*ing.py"))]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:8]


def set_up(folder: Path, count: int, database: str) -> Path:
    """Choose the house and set Django up on it; call before anything of gongkai is imported."""
    kind = "postgresql" if database else "sqlite"
    home = folder / f"{kind}-{count}-{schema()}"
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "GONGKAI_HOME": str(home),
        "GONGKAI_DATABASE_URL": database or f"sqlite:///{home}/gongkai.sqlite3",
        "GONGKAI_HOSTS": "*",
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
    }
    django.setup()
    logging.disable(logging.CRITICAL)
    return home


def fill(home: Path, count: int) -> None:
    from django.utils import timezone

    from bench import filling

    if (home / "filled").exists():
        print(f"district: {count:,} items in {home}, made before")
        return
    begun = time.perf_counter()
    filling.fill(count, until=timezone.now(), tell=lambda line: None)
    (home / "filled").touch()
    print(f"district: {count:,} items made in {time.perf_counter() - begun:.0f} s, in {home}")


def reader_pages() -> dict[str, str]:
    """Return one address of each sort that the public may ask for."""
    from gongkai.items.models import Item, Relation, Version

    item = Item.objects.public().filter(kind="document").select_related("obligation__area").first()
    amended = Version.objects.filter(serial=2, item__is_public=True).select_related("item").first().item
    withdrawn = Item.objects.exclude(address="").filter(is_public=False).first()
    interpreted = Relation.objects.select_related("target").first().target
    last = (Item.objects.public().filter(kind="notice").count() + 19) // 20
    duty, year = item.obligation, item.published_on.year
    deep = min(100, (Item.objects.public().filter(published_on__year=year).count() + 19) // 20)
    return {
        "front page": "/",
        "item": item.address,
        "item with interpretation": interpreted.address,
        "item, amended": amended.address,
        "item, earlier version": f"{amended.address}versions/1/",
        "item, withdrawn": withdrawn.address,
        "item, evidence": f"{item.address}evidence.json",
        "areas": "/areas/",
        "area": duty.area.get_absolute_url(),
        "kind": "/kinds/notice/",
        f"kind, last page ({last:,})": f"/kinds/notice/page/{last}/",
        "theme": "/themes/3/",
        "genre": "/genres/2/",
        "year": f"/years/{year}/",
        f"year, page {deep}": f"/years/{year}/page/{deep}/" if deep > 1 else f"/years/{year}/",
        "organisations": "/organisations/",
        "organisation": "/organisations/finance/",
        "catalogue": "/catalogue/",
        "catalogue to print": "/catalogue/print/",
        "catalogue, statutory items": "/catalogue/statutory/",
        "catalogue of one organisation": "/catalogue/organisations/finance/",
        "obligation": duty.get_absolute_url(),
        "guide": "/guide/",
        "rules (600)": "/rules/",
        "reports (720)": "/reports/",
        "work points": "/work-points/",
        "feed of everything": "/feeds/all.atom",
        "feed of an area": f"/feeds/areas/{duty.area.key}.atom",
        "feed of a theme": "/feeds/themes/3.rss",
        "feed of a year": f"/feeds/years/{year}.json",
        "sitemap, index": "/sitemap.xml",
        "sitemap, columns": "/sitemaps/columns.xml",
        "sitemap, 1,000 items": "/sitemaps/items-1.xml",
    }


def asked(client: object, path: str) -> tuple[int, float, int]:
    """Return queries, milliseconds and bytes of one page, rendered and, if it is of that sort, kept."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gongkai.publication.models import Page

    took, page = [], Page.objects.filter(path=path)
    for _ in range(6):
        page.update(is_stale=True)
        begun = time.perf_counter()
        response = client.get(path)
        took.append(1000 * (time.perf_counter() - begun))
        assert response.status_code in {200, 410}, (path, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    counted = [each for each in queries if not each["sql"].startswith(("BEGIN", "COMMIT"))]
    return len(counted), min(took[1:]), len(response.content)


def table_of(title: str, pages: dict[str, str]) -> None:
    from django.test import Client

    client, rows = Client(), []
    for name, path in pages.items():
        queries, took, size = asked(client, path)
        rows.append(
            [name, f"{queries}", f"{took:.0f}", f"{size / 1024:.0f}", "" if took <= AIM else f"> {AIM}"]
        )
    show(title, ["page", "queries", "ms", "KB", ""], rows)


def all_fresh() -> int:
    """Render whatever is stale and return how many pages that were."""
    from django.utils import timezone

    from gongkai.publication import services
    from gongkai.publication.models import Page

    number = Page.objects.stale().count()
    while services.refresh(limit=200, at=timezone.now()):
        pass
    assert not Page.objects.stale().exists()
    return number


def lists_of(item: object) -> Iterator[str]:
    """Yield every list page that is kept and shows, or could show, ``item``; and the feeds."""
    from gongkai.portal.codes import codes
    from gongkai.portal.finish import FINISHED_PAGES

    themes = {code.title: code.serial for code in codes("themes")}
    genres = {code.title: code.serial for code in codes("genres")}
    lists = [
        f"kinds/{item.kind}",
        f"themes/{themes[item.theme]}",
        f"genres/{genres[item.genre]}",
        f"years/{item.published_on.year}",
        f"areas/{item.obligation.area.key}",
        f"organisations/{item.publisher.key}",
        f"catalogue/obligations/{item.obligation.key}",
    ]
    for name in lists:
        yield f"/{name}/"
        yield from (f"/{name}/page/{number}/" for number in range(2, FINISHED_PAGES + 1))
        yield from (
            f"/feeds/{name.removeprefix('catalogue/')}.{format}" for format in ("atom", "rss", "json")
        )
    yield from (f"/feeds/all.{format}" for format in ("atom", "rss", "json"))
    yield from ("/sitemap.xml", "/sitemaps/columns.xml", f"/sitemaps/items-{item.portion}.xml")


def one_act(item: object) -> list[list[str]]:
    """Announce one amendment when everything is fresh; count what goes stale and how long that lasts."""
    from django.test import Client

    from gongkai.publication.models import Page

    client = Client()
    for path in lists_of(item):
        client.get(path)
    all_fresh()
    amend(item)
    stale, kept = Page.objects.stale().count(), Page.objects.count()
    begun = time.perf_counter()
    assert all_fresh() == stale
    took = time.perf_counter() - begun
    return [
        ["pages kept", f"{kept:,}", ""],
        ["stale after one act, every page of its lists having been read before", f"{stale:,}", ""],
        ["until all of them are fresh again", f"{took:.1f} s", ""],
    ]


def amend(item: object) -> None:
    """Announce again what the item says, as an amendment does."""
    from django.db import transaction
    from django.utils import timezone

    from gongkai.items.services.announcing import announce

    with transaction.atomic():
        announce(item, "amended", note="", by=None, at=timezone.now())


def rate(number: int, work: Callable[[int], object]) -> float:
    begun = time.perf_counter()
    for each in range(number):
        work(each)
    return number / (time.perf_counter() - begun)


def worker() -> list[list[str]]:
    """Return what the worker does in a second, and what one act costs it."""
    from django.utils import timezone

    from gongkai.items.models import Item
    from gongkai.ledger import services as ledger
    from gongkai.publication import services
    from gongkai.publication.models import Page

    public = Item.objects.public().with_header().filter(kind="notice", validity="valid")
    items = list(public.order_by("-pk")[:ANNOUNCED])
    rows = one_act(items[0])
    chosen = Page.objects.filter(path__startswith="/items/", status=200).order_by("pk")[:RENDERED]
    Page.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))).update(is_stale=True)
    renewed = rate(1, lambda _: all_fresh()) * RENDERED
    announced = rate(ANNOUNCED, lambda n: amend(items[n]))
    ledger.seal(at=timezone.now())
    amend(items[0])
    sealed = 1 / rate(1, lambda _: ledger.seal(at=timezone.now()))
    all_fresh()
    idle = rate(100, lambda _: services.refresh(at=timezone.now()))
    return [
        *rows,
        ["item pages rendered and kept", f"{renewed:,.0f}/s", ""],
        ["announce, one durable transaction each", f"{announced:,.0f}/s", "≥ 200/s"],
        ["seal one act", f"{1000 * sealed:.0f} ms", ""],
        ["ask for stale pages while there are none", f"{1000 / idle:.1f} ms", ""],
    ]


def command(*arguments: str) -> tuple[float, int]:
    """Run a gongkai command; return seconds and the most memory it had, in MB."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "gongkai", *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return time.perf_counter() - begun, most


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "gongkai-bench-district")
    parser.add_argument("--database", default="", help="URL of a PostgreSQL database")
    chosen = parser.parse_args()
    home = set_up(chosen.folder, chosen.count, chosen.database)
    fill(home, chosen.count)
    on = f"{chosen.count:,} items, {'PostgreSQL' if chosen.database else 'SQLite'}"
    all_fresh()
    table_of(f"Uncached pages, rendered and kept ({on})", reader_pages())
    rows = worker()
    took, most = command("audit")
    rows += [["audit of everything", f"{took:.0f} s", ""], ["memory of the audit", f"{most} MB", ""]]
    show(f"One act, and the worker ({on})", ["what", "measured", "aim"], rows)


if __name__ == "__main__":
    main()
