"""A real Gongkai on loopback: prepared demo, server and worker, in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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


STAFF = """
import django; django.setup()
from django.utils import timezone
from gongkai.desk.demo.people import Cast
Cast(at=timezone.now()).hire(["government-office", "finance", "education"])
"""


@dataclass(frozen=True)
class Site:
    url: str
    home: Path

    def gongkai(self, *arguments: str) -> str:
        """Run one command on this site's data and return what it printed."""
        return self.python("-m", "gongkai", *arguments)

    def python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=environment(self.home, self.url),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def environment(home: Path, url: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")},
        "GONGKAI_HOME": str(home),
        "GONGKAI_SITE_URL": url,
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
    }


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(400):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the server ended before it listened"
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


@contextmanager
def running_site(home: Path, *, demo: bool = True) -> Iterator[Site]:
    """Prepare a district in ``home``, serve it, work for it; end both by process group."""
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", home)
    site.gongkai("prepare", *(["--demo"] if demo else []), "--port", str(port))
    if not demo:
        site.python("-c", STAFF)
    env = environment(home, site.url)
    log = (home / "server.log").open("wb")
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "gongkai", *command],
            env=env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        for command in (["serve", "--port", str(port), "--workers", "1"], ["work"])
    ]
    try:
        wait_for(port, processes[0])
        yield site
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGTERM)
        for process in processes:
            process.wait(20)
        log.close()
