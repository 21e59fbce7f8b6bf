"""The same rows in Datasette, in an environment and a process of their own."""

import csv
import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import closing
from pathlib import Path

NAMES = ("处罚机关", "处罚类别", "相对人类别", "所在街道", "履行情况")
WAIT = 60
PAGES = 30


class Unavailable(Exception):
    """Datasette cannot be installed here."""


def compared(home: Path) -> list[float]:
    """Return what its pages took in milliseconds: the same facets, filters and rows, exact."""
    program = _installed(home)
    _filled(home / "penalties.csv", home / "peer.db")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    limits = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "facet_suggest_time_limit_ms": 1}
    settings = [part for name, value in limits.items() for part in ("--setting", name, str(value))]
    server = subprocess.Popen(
        [str(program), "serve", str(home / "peer.db"), "--port", str(port), *settings],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return _asked(f"http://127.0.0.1:{port}/peer/entries.json")
    finally:
        server.terminate()
        server.wait()


def _installed(home: Path) -> Path:
    place = home / "peer"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    done = subprocess.run([str(place / "bin" / "pip"), "install", "-q", "datasette"], capture_output=True)
    if done.returncode:
        raise Unavailable("cannot be installed here")
    return place / "bin" / "datasette"


def _filled(source: Path, place: Path) -> None:
    """Copy the table into a database with an index for each facet."""
    with source.open(encoding="utf-8", newline="") as file, sqlite3.connect(place) as database:
        rows = csv.reader(file)
        next(rows)
        names = next(rows)
        columns = ", ".join(f'"{name}"' for name in names)
        database.execute(f"CREATE TABLE entries ({columns})")
        marks = ", ".join("?" for _ in names)
        database.executemany(f"INSERT INTO entries VALUES ({marks})", rows)  # noqa: S608 - marks alone
        for number, name in enumerate(NAMES):
            database.execute(f'CREATE INDEX by_{number} ON entries ("{name}")')


def _asked(address: str) -> list[float]:
    query = [("_facet", name) for name in NAMES]
    query += [("处罚类别", "罚款"), ("相对人类别", "法人及非法人组织"), ("_size", "20")]
    target = f"{address}?{urllib.parse.urlencode(query)}"
    end = time.monotonic() + WAIT
    while True:
        try:
            _one(target)
            break
        except OSError:
            if time.monotonic() > end:
                raise Unavailable("does not answer") from None
            time.sleep(0.5)
    return [_one(target) for _ in range(PAGES)]


def _one(target: str) -> float:
    begun = time.perf_counter()
    with urllib.request.urlopen(target, timeout=WAIT) as response:  # noqa: S310 - a server started here
        json.load(response)
    return 1000 * (time.perf_counter() - begun)
