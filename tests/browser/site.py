"""A real Gongkai on loopback: prepared demo, server and worker, in a folder of its own."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CATALOGUE = Path(__file__).parents[2] / "catalogue"
AREAS = ("disclosure-work",)
BODIES = ("government-office", "finance", "education")
STAFF = """
import sys
import django; django.setup()
from django.utils import timezone
from gongkai.desk.demo.people import Cast
Cast(at=timezone.now()).hire(sys.argv[1:])
"""


@dataclass(frozen=True)
class Site:
    url: str
    home: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    def gongkai(self, *arguments: str) -> str:
        """Run one command on this site's data and return what it printed."""
        return self.python("-m", "gongkai", *arguments)

    def python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=environment(self),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def hire(self, *organisations: str) -> None:
        """Make the keepers of the site and the staff of these organisations."""
        self.python("-c", STAFF, *organisations)


def environment(site: Site) -> dict[str, str]:
    own = site.home / "catalogue"
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")},
        "GONGKAI_HOME": str(site.home),
        "GONGKAI_SITE_URL": site.url,
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        **({"GONGKAI_CATALOGUE": str(own)} if own.exists() else {}),
        **site.settings,
    }


def small_catalogue(home: Path, areas: tuple[str, ...]) -> None:
    """Give a district the obligations of few areas only: it stands ready in a third of the time."""
    shutil.copytree(CATALOGUE, home / "catalogue")
    for file in (home / "catalogue" / "obligations").iterdir():
        if file.stem not in areas:
            file.unlink()
    columns = home / "catalogue" / "columns.yaml"  # its lists name obligations of other areas
    columns.write_text(columns.read_text().partition("\nlists:\n")[0] + "\nlists: []\n")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(2400):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


def start(
    home: Path,
    *,
    demo: bool,
    areas: tuple[str, ...] = AREAS,
    bodies: tuple[str, ...] = BODIES,
    settings: Mapping[str, str] | None = None,
) -> tuple[Site, list[int]]:
    """Prepare a district in ``home``, serve it, work for it; return it and its process groups.

    One without the demonstration has the obligations of ``areas`` and people in ``bodies``.
    """
    port = free_port()
    if not demo:
        small_catalogue(home, areas)
    site = Site(f"http://127.0.0.1:{port}", home, settings or {})
    site.gongkai("prepare", *(["--demo"] if demo else []), "--port", str(port))
    if not demo:
        site.hire(*bodies)
    log = os.open(home / "server.log", os.O_WRONLY | os.O_CREAT)
    groups = [
        os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "gongkai", *command],
            environment(site),
            file_actions=[(os.POSIX_SPAWN_DUP2, log, 1), (os.POSIX_SPAWN_DUP2, log, 2)],
            setsid=True,
        )
        for command in (["serve", "--port", str(port), "--workers", "1"], ["work"])
    ]
    os.close(log)
    wait_for(port)
    return site, groups


def stop(groups: list[int]) -> None:
    for group in groups:
        os.killpg(group, signal.SIGTERM)


@contextmanager
def running_site(
    home: Path,
    *,
    demo: bool = True,
    areas: tuple[str, ...] = AREAS,
    bodies: tuple[str, ...] = BODIES,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Site]:
    site, groups = start(home, demo=demo, areas=areas, bodies=bodies, settings=settings)
    try:
        yield site
    finally:
        stop(groups)


@contextmanager
def shared_site(folder: Path) -> Iterator[Site]:
    """One demonstration for all workers: who comes first prepares it, who goes last ends it."""
    folder.mkdir(exist_ok=True)
    with locked(folder) as users:
        if not users:
            site, groups = start(folder, demo=True)
            users.update(url=site.url, groups=groups, count=0)
        users["count"] += 1
        site = Site(users["url"], folder)
    try:
        yield site
    finally:
        with locked(folder) as users:
            users["count"] -= 1
            if not users["count"]:
                stop(users["groups"])


@contextmanager
def locked(folder: Path) -> Iterator[dict[str, Any]]:
    """Hold what is written down of the users of a site until it is written anew."""
    with (folder / "users.json").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        users = json.loads(file.read() or "{}")
        yield users
        file.truncate(0)
        json.dump(users, file)
