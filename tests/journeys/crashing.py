"""Kill a whole journey at every point where something reaches the disk, then see that nothing is lost.

Run as a program on an empty folder. The journey (import, submit, review, clear, sign, render, index, seal,
deliver) is run once to count its crash points: each commit, each write outside a transaction, each rename,
each fsync, each message sent, before and after. Then, for each point, a fresh copy of the data is taken, the
journey is killed there with SIGKILL, and another process goes on where it was. What was acknowledged must
be there, the whole must come out public once, and the audit must find nothing.
"""

import json
import os
import shutil
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

HERE = Path(__file__).parents[1]
SAMPLE = HERE.parent / "catalogue" / "samples" / "work-points-2017.txt"
NUMBER = "330103--2017--0510"
received: list[str] = []


class Points:
    """Counts crash points and kills the process at one of them."""

    def __init__(self) -> None:
        self.count, self.kill_at = 0, 0

    def pass_by(self) -> None:
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner, name) -> None:
        real = getattr(owner, name)

        def wrapped(*args, **kwargs):
            self.pass_by()
            result = real(*args, **kwargs)
            self.pass_by()
            return result

        setattr(owner, name, wrapped)

    def statements(self, execute, sql, params, many, context):
        writes = sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}
        if writes and not context["connection"].in_atomic_block:
            self.pass_by()
        return execute(sql, params, many, context)


POINTS = Points()


def arm(home: Path) -> None:
    """Point this process at ``home`` and count from now on."""
    from django.conf import settings
    from django.db import connections

    from gongkai.channels import services as channels

    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = str(home / "gongkai.sqlite3")
    for name in ("PAGES", "FILES", "INDEX", "LEDGER"):
        setattr(settings, name, home / name.lower())
    settings.HOME = home
    POINTS.around(type(connection), "_commit")
    POINTS.around(os, "replace")
    POINTS.around(os, "fsync")
    POINTS.around(channels, "send")
    connection.execute_wrappers.append(POINTS.statements)


def journey(acknowledged: Path) -> None:
    """Go from wherever the data says we are to the public page, noting each acknowledged step."""
    from django.utils import timezone

    from gongkai.config import work
    from gongkai.items import services
    from gongkai.items.models import Version
    from gongkai.obligations.models import Obligation
    from gongkai.orgs.models import Organisation, Person

    def note(step: str) -> None:
        with acknowledged.open("a") as file:
            file.write(step + "\n")

    people = {each.account: each for each in Person.objects.all()}
    version = Version.objects.first()
    if version is None:
        version = services.import_file(
            data=SAMPLE.read_bytes(),
            name=SAMPLE.name,
            publisher=Organisation.objects.get(key="government-office"),
            by=people["clerk"],
            at=timezone.now(),
        )
        note("draft")
    if version.stage == "draft" and version.obligation is None:
        fields = {"abstract": "本年度政务公开的任务与分工", "obligation": Obligation.objects.get()}
        services.save(
            version=version, fields=fields, revision=version.revision, by=people["clerk"], at=timezone.now()
        )
    moves = {
        "draft": lambda: services.submit(
            version=version, overruling="原载旧网站", by=people["clerk"], at=timezone.now()
        ),
        "review": lambda: services.review(version=version, note="", by=people["reviewer"], at=timezone.now()),
        "secrecy": lambda: services.clear(version=version, note="", by=people["secrecy"], at=timezone.now()),
        "signing": lambda: services.sign(version=version, by=people["signer"], at=timezone.now()),
        "signed": lambda: services.publish_due(at=timezone.now()),
    }
    while (version := Version.objects.get(pk=version.pk)).stage in moves:
        moves[version.stage]()
        note(Version.objects.get(pk=version.pk).stage)
    todo = [job for job in work.jobs() if job.name in {"pages", "index", "seal", "deliver"}]
    while work.run_once(todo, at=timezone.now()):
        pass
    note("done")


def verdict(acknowledged: Path) -> list[str]:
    """Return what is wrong after the journey was completed."""
    from gongkai.channels.models import Message
    from gongkai.items.models import Item, Version
    from gongkai.ledger.models import Leaf
    from gongkai.publication import services, store
    from gongkai.publication.models import Announcement
    from gongkai.search.finding import Query, find

    wrong = [str(each) for each in services.audit()]
    counts = {model.__name__: model.objects.count() for model in (Item, Version, Announcement, Leaf, Message)}
    wrong += [f"{count} {name}" for name, count in counts.items() if count != 1]
    item = Item.objects.first()
    if item is None or item.number != NUMBER or not item.is_public:
        wrong.append("the item is not public at its number")
    if store.read(f"/items/{NUMBER}/", 200) is None:
        wrong.append("no finished page")
    if find(Query(text="剿灭劣V类水")).total != 1:
        wrong.append("not found by search")
    return wrong


def lost(acknowledged: Path) -> str:
    """Return what had been acknowledged before the kill and is not there."""
    from gongkai.items.models import Version

    order = ["draft", "review", "secrecy", "signing", "signed", "public", "done"]
    steps = acknowledged.read_text().split() if acknowledged.exists() else []
    version = Version.objects.first()
    if not steps:
        return ""
    if version is None:
        return f"{steps[-1]} was acknowledged, nothing is there"
    return "" if order.index(version.stage) >= min(order.index(steps[-1]), 5) else f"{steps[-1]} was lost"


def in_child(work) -> int:
    """Run ``work`` in a forked process; return its wait status."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
    return os.waitpid(pid, 0)[1]


def receiver() -> str:
    """Start the outside: a webhook that remembers what it got."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["key"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def prepare(base: Path) -> None:
    from django.core.management import call_command

    from gongkai.channels.models import Subscription
    from tests import make

    call_command("migrate", verbosity=0)
    office = make.organisation("government-office", name="杭州市下城区人民政府办公室", short_name="区政府办")
    for role in ("clerk", "reviewer", "secrecy", "signer"):
        make.person(role, office, account=role)
    make.obligation()
    Subscription.objects.create(channel="webhook", recipient=receiver(), topic="site")


def one_point(base: Path, home: Path, point: int) -> list[str]:
    """Kill at ``point``, go on, and return what is wrong."""
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(base, home)
    acknowledged, report = home / "acknowledged", home / "report"
    received.clear()

    def doomed():
        arm(home)
        POINTS.kill_at = point
        journey(acknowledged)

    def going_on():
        arm(home)
        missing = lost(acknowledged)
        journey(acknowledged)
        report.write_text(json.dumps([missing] if missing else verdict(acknowledged)))

    if os.WTERMSIG(in_child(doomed)) != signal.SIGKILL:
        return ["was not killed"]
    if in_child(going_on) != 0:
        return ["going on failed"]
    wrong = json.loads(report.read_text())
    return wrong + ([f"{len(received)} messages sent"] if len(received) > 1 else [])


def main(folder: Path, step: int) -> int:
    base, home = folder / "base", folder / "home"
    base.mkdir()
    os.environ |= {"GONGKAI_HOME": str(base), "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    os.environ.pop("GONGKAI_DATABASE_URL", None)
    import django
    from django.db import connections

    django.setup()
    prepare(base)
    connections["default"].close()
    counted = folder / "counted"

    def count():
        shutil.copytree(base, home)
        arm(home)
        journey(home / "acknowledged")
        counted.write_text(str(POINTS.count))

    assert in_child(count) == 0, "the journey does not even come to its end"
    total = int(counted.read_text())
    bad = {}
    for point in range(1, total + 1, step):
        if wrong := one_point(base, home, point):
            bad[point] = wrong
            print(point, wrong, flush=True)
    print(f"{total} crash points, {len(range(1, total + 1, step))} tried, {len(bad)} bad")
    return len(bad)


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1]), int(sys.argv[2])) else 0)
