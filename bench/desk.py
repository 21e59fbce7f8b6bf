"""The desk of an ordinary clerk, among so many public items: time and queries of every page.

    python -m bench.desk [--count 100000] [--folder FOLDER] [--database URL]

The district is that of ``bench.district``, made once. The clerk's organisation has drafts, clocks, tasks and
notices. Times are the best of five in one process, of the processor: what else runs on the machine does not
show in them, and a database in the same process does. Aims: 200 ms and 20 queries, whatever the page.
"""

import argparse
import tempfile
import time
from pathlib import Path

from bench.district import fill, set_up
from bench.table import show

AIM, MOST = 200, 20


def pages() -> dict[str, str]:
    """Return every kind of page that a clerk of the finance department can open."""
    from gongkai.items.models import Item, Version
    from gongkai.obligations.models import Obligation

    mine = Version.objects.newest().filter(item__publisher__key="finance")
    draft, item = (
        mine.filter(stage="draft").first(),
        Item.objects.public().filter(publisher__key="finance")[0],
    )
    duty = Obligation.objects.first()
    lists = {
        "all": "",
        "public": "?stage=public",
        "drafts": "?stage=draft",
        "of a kind": "?kind=notice",
        "my own": "?mine=1",
        "words of the title": "?q=公开",
        "page 50": "?page=50",
    }
    return {
        "home": "/desk/",
        "search page": "/desk/search/?q=财政",
        "palette, a common word": "/desk/search/?palette=1&q=公开",
        "palette, an index number": f"/desk/search/?palette=1&q={item.number}",
        "due, list": "/desk/due/",
        "due, board": "/desk/due/board/",
        "due, calendar": "/desk/due/calendar/",
        "notices": "/desk/notices/",
        "figures": "/desk/figures/",
        **{f"items, {name}": f"/desk/items/{query}" for name, query in lists.items()},
        "item, public": f"/desk/items/{item.pk}/",
        "item, draft": f"/desk/items/{draft.item_id}/",
        "editor": f"/desk/items/{draft.item_id}/edit/",
        "send to review": f"/desk/items/{draft.item_id}/submit/",
        "preview": f"/desk/items/{draft.item_id}/preview/",
        "find an item to link": f"/desk/items/{draft.item_id}/targets/?find=公开",
        "find an obligation": f"/desk/items/{draft.item_id}/obligations/?find=财政",
        "begin a draft": "/desk/items/new/",
        "upload": "/desk/items/upload/",
        "catalogue": "/desk/catalogue/",
        "obligation": f"/desk/catalogue/of/{duty.key}/",
        "work points": "/desk/planning/",
        "account": "/desk/account/",
        "manual": "/desk/manual/?q=提醒",
        "chapter": "/desk/manual/clerk/",
    }


def office_pages() -> dict[str, str]:
    """Return the pages of the openness office alone: it looks at everything, and waits a little longer."""
    return {
        "office": "/desk/office/",
        "coverage, rows": "/desk/office/coverage/",
        "interpretations, rows": "/desk/office/interpretation/",
        "returns, rows": "/desk/office/returns/",
        "times, rows": "/desk/office/steps/",
        "due, everyone": "/desk/due/board/?scope=all",
    }


def asked(client: object, path: str) -> tuple[int, float, int]:
    """Return queries, the best of five times in milliseconds, and bytes of one page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took = []
    for _ in range(6):
        begun = time.process_time()
        response = client.get(path)
        took.append(1000 * (time.process_time() - begun))
        assert response.status_code == 200, (path, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    counted = [each for each in queries if not each["sql"].startswith(("BEGIN", "COMMIT"))]
    return len(counted), min(took[1:]), len(response.content)


def measure(title: str, account: str, role: str, wanted: dict[str, str]) -> None:
    """Print what each page costs somebody who holds ``role`` there where ``account`` was hired."""
    from django.test import Client

    client = Client()
    client.force_login(someone(account, role), backend="django.contrib.auth.backends.ModelBackend")
    rows = []
    for name, path in wanted.items():
        queries, took, size = asked(client, path)
        over = [f"> {AIM} ms"] * (took > AIM) + [f"> {MOST} queries"] * (queries > MOST)
        rows.append([name, f"{queries}", f"{took:.0f}", f"{size / 1024:.0f}", " ".join(over)])
    show(title, ["page", "queries", "ms", "KB", "over"], rows)


def someone(account: str, role: str) -> object:
    from datetime import date

    from gongkai.orgs.models import Organisation, Person, Post

    person, _ = Person.objects.get_or_create(account=account, defaults={"name": "压测人员"})
    place = Organisation.objects.get(key="finance" if role == "clerk" else "government-office")
    Post.objects.get_or_create(
        person=person, organisation=place, role=role, valid_to=None, defaults={"valid_from": date(2010, 1, 1)}
    )
    return person


def main() -> None:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "gongkai-bench-district")
    parser.add_argument("--database", default="", help="URL of a PostgreSQL database")
    chosen = parser.parse_args()
    home = set_up(chosen.folder, chosen.count, chosen.database)
    fill(home, chosen.count)
    prepare()
    on = f"{chosen.count:,} items, {'PostgreSQL' if chosen.database else 'SQLite'}"
    measure(f"A clerk's desk ({on})", "clerk-finance", "clerk", pages())
    measure(f"The openness office's desk ({on})", "openness-office", "openness", office_pages())
    begun = time.perf_counter()
    again()
    show(
        "The worker",
        ["what", "ms"],
        [["look for notices, nothing new", f"{1000 * (time.perf_counter() - begun):.0f}"]],
    )


def prepare() -> None:
    """Bring the index up to date, expect what is periodic, write the notices: as the worker has by then."""
    from django.utils import timezone

    from gongkai.obligations import services as obligations
    from gongkai.search import services as search

    someone("clerk-finance", "clerk")
    while search.index():
        pass
    obligations.expect_periodic(at=timezone.now())
    again()


def again() -> None:
    from django.utils import timezone

    from gongkai.desk import services

    services.notify(at=timezone.now())


if __name__ == "__main__":
    main()
