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
LISTS = {
    "all": "",
    "public": "?stage=public",
    "drafts": "?stage=draft",
    "signed": "?stage=signed",
    "not to be public": "?stage=withheld",
    "of a kind": "?kind=notice",
    "of an organisation": "?organisation=finance",
    "my own": "?mine=1",
    "a word of the title": "?q=公开",
    "no such words": "?q=没有这样的标题",
    "a kind, a stage, a word": "?kind=notice&stage=public&q=公开",
    "page 50": "?page=50",
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


def pages() -> dict[str, str]:
    """Return every kind of page that a clerk of the finance department can open."""
    from gongkai.items.models import Item, Version
    from gongkai.obligations.models import Obligation

    mine = Version.objects.newest().filter(item__publisher__key="finance")
    draft = mine.filter(stage="draft").first()
    public = Item.objects.public().filter(publisher__key="finance")
    item, amended = public[0], public.filter(versions__serial=2)[0]
    duty = Obligation.objects.first()
    return {
        "home": "/desk/",
        "search page": "/desk/search/?q=财政",
        "palette, a common word": "/desk/search/?palette=1&q=公开",
        "palette, one character": "/desk/search/?palette=1&q=的",
        "palette, an index number": f"/desk/search/?palette=1&q={item.number}",
        "due, list": "/desk/due/",
        "due, overdue": "/desk/due/?state=overdue",
        "due, board": "/desk/due/board/",
        "due, calendar": "/desk/due/calendar/",
        "notices": "/desk/notices/",
        "figures": "/desk/figures/",
        **{f"items, {name}": f"/desk/items/{query}" for name, query in LISTS.items()},
        "item, public": f"/desk/items/{item.pk}/",
        "item, amended": f"/desk/items/{amended.pk}/",
        "item, earlier version": f"/desk/items/{amended.pk}/versions/1/",
        "two versions compared": f"/desk/items/{amended.pk}/compare/",
        "item, draft": f"/desk/items/{draft.item_id}/",
        "item, at its signature": f"/desk/items/{mine.filter(stage='signing').first().item_id}/",
        "editor": f"/desk/items/{draft.item_id}/edit/",
        "proofing": f"/desk/items/{draft.item_id}/proofing/",
        "send to review": f"/desk/items/{draft.item_id}/submit/",
        "who signs jointly": f"/desk/items/{draft.item_id}/arrange/",
        "preview": f"/desk/items/{draft.item_id}/preview/",
        "release": f"/desk/items/{draft.item_id}/release/",
        "find an item to link": f"/desk/items/{draft.item_id}/targets/?find=公开",
        "find one that is not there": f"/desk/items/{draft.item_id}/targets/?find=没有这样的标题",
        "find one by its number": f"/desk/items/{draft.item_id}/targets/?find={item.number}",
        "find an obligation": f"/desk/items/{draft.item_id}/obligations/?find=财政",
        "begin a draft": "/desk/items/new/",
        "upload": "/desk/items/upload/",
        "calendar of releases": "/desk/items/calendar/",
        "reviews of documents in force": "/desk/items/reviews/",
        "catalogue": "/desk/catalogue/",
        "obligation": f"/desk/catalogue/of/{duty.key}/",
        "work points": "/desk/planning/",
        "account": "/desk/account/",
        "manual": "/desk/manual/?q=提醒",
        "chapter": "/desk/manual/clerk/",
    }


def office_pages() -> dict[str, str]:
    """Return the pages of the openness office: its own, and those that look at everything when it asks."""
    from gongkai.items.models import Version

    draft = Version.objects.newest().filter(stage="draft").first()
    return {
        "home": "/desk/",
        "office": "/desk/office/",
        **{
            f"{name}, rows": f"/desk/office/{name}/"
            for name in ("coverage", "interpretation", "returns", "steps", "clocks")
        },
        "not interpreted, rows": "/desk/office/interpretation/?met=0",
        "due, everyone, list": "/desk/due/?scope=all",
        "due, everyone, board": "/desk/due/board/?scope=all",
        "due, everyone, calendar": "/desk/due/calendar/?scope=all",
        "figures": "/desk/figures/",
        **{f"items, {name}": f"/desk/items/{query}" for name, query in LISTS.items()},
        "search page": "/desk/search/?q=财政",
        "palette, a common word": "/desk/search/?palette=1&q=公开",
        "find an item to link": f"/desk/items/{draft.item_id}/targets/?find=公开",
        "find one that is not there": f"/desk/items/{draft.item_id}/targets/?find=没有这样的标题",
        "calendar of releases": "/desk/items/calendar/",
        "reviews of documents in force": "/desk/items/reviews/",
        "open a review of them": "/desk/items/reviews/open/",
        "what proofing found": "/desk/items/proofs/",
        "lists of phrases": "/desk/wording/",
        "catalogue": "/desk/catalogue/",
        "people": "/desk/people/",
        "organisations": "/desk/organisations/",
        "log of acts": "/desk/log/",
        "log of one thing": "/desk/log/?thing=item:5000",
    }


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
