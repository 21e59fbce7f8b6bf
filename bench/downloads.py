"""A register of a million entries as files: seconds, memory and size of each format, written as it is sent.

``python -m bench.downloads [rows]``; the entries are made up and lie in a snapshot as the worker makes it.
Each format is written in a process of its own, because memory is what is asked about.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

from gongkai.obligations import source
from gongkai.registers.asking import Question
from gongkai.registers.export import csv, json, xlsx
from gongkai.registers.export.columns import columns
from gongkai.registers.export.saying import About
from gongkai.registers.schema import parse
from gongkai.registers.schema.definition import Sort
from gongkai.registers.snapshot import shape, walking
from gongkai.registers.snapshot.answering import opened
from gongkai.registers.snapshot.building import build, connect

MILLION = 1_000_000
NAMES = {
    "organisation": {"market": "区市场监管局", "fire": "区应急管理局"},
    "region": {"330103003": "天水街道"},
}
TEXT = """\
register: bench-penalties
title: 行政处罚信息（演示数据）
description: 测量用的条目，全部是演示数据。
obligation: bench
fields:
  number: {label: 文号, type: code, required: true}
  case: {label: 案件名称, type: text}
  party: {label: 行政相对人名称, type: text}
  kind: {label: 处罚类别, type: choice, choices: [警告, 罚款, 其他]}
  facts: {label: 违法事实, type: note}
  fine: {label: 罚款金额, type: money}
  decided_on: {label: 处罚决定日期, type: date}
  agency: {label: 处罚机关, type: organisation}
  street: {label: 所在街道, type: region}
  is_performed: {label: 已履行, type: boolean}
identity: [number]
headline: [party]
columns: [number]
facets: [agency, kind, street]
sort: -decided_on
sorts: [-fine]
search: [case, party]
"""
SAID = parse(source.read(TEXT, source="bench"), source="bench")
ASKED = {
    "all": Question(),
    "by fine": Question(sort=Sort("fine", is_descending=True)),
    "a third": Question(facets={"kind": ("罚款",)}),
}


def rows(count: int) -> Iterator[dict[str, object]]:
    chance = random.Random(20170701)
    for number in range(1, count + 1):
        values = {
            "number": f"下市监罚字〔{2010 + number % 8}〕{number}号",
            "case": f"销售标签不合格食品案{number % 9999}",
            "party": f"演示食品有限公司{number % 50_000}",
            "kind": chance.choice(["警告", "罚款", "其他"]),
            "facts": "销售标签不符合规定的预包装食品，经查属实。",
            "fine": f"{number % 70_000}.5",
            "decided_on": f"{2010 + number % 8}-{1 + number % 12:02}-{1 + number % 28:02}",
            "agency": chance.choice(["market", "fire"]),
            "street": "330103003",
            "is_performed": number % 3 == 0,
        }
        own = {
            "_serial": number,
            "_version": 1,
            "_organisation": "market",
            "_released_on": "2017-06-01",
        }
        yield shape.Rows(SAID).row(own, values)


def memory() -> float:
    """Return the most memory that this process ever held, in MB; what its parent held is not in it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def write(place: Path, format: str, asked: str) -> None:
    """Write one file and tell what it took."""
    began, worked = time.monotonic(), time.process_time()
    snapshot, wanted, question = opened(SAID, connect(place)), columns(SAID), ASKED[asked]
    target = place.with_suffix(f".{format}")
    if format == "parquet":
        walking.parquet(snapshot, question, wanted, NAMES, target)
    else:
        about = About(SAID, 1, datetime(2017, 6, 1, tzinfo=UTC), site="https://x.example")
        pieces = walking.texts(snapshot, question, wanted, NAMES)
        made = {
            "csv": lambda: csv.written(wanted, pieces),
            "json": lambda: json.written(wanted, pieces, about),
            "xlsx": lambda: xlsx.written(wanted, pieces, about),
        }[format]()
        with target.open("wb") as file:
            file.writelines(made)
    size = target.stat().st_size / 1e6
    took, busy = time.monotonic() - began, time.process_time() - worked
    print(f"  {format:8}{asked:10}{took:8.1f} s{busy:8.1f} s busy{memory():6.0f} MB{size:8.1f} MB file")
    target.unlink()


def main(arguments: list[str]) -> None:
    if len(arguments) == 3:
        write(Path(arguments[0]), arguments[1], arguments[2])
        return
    count = int(arguments[0]) if arguments else MILLION
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "1-1.duckdb"
        print(f"downloads of {count:,} entries with {len(columns(SAID))} columns", flush=True)
        build(SAID, rows(count), place)
        for format, asked in (
            ("csv", "all"), ("csv", "by fine"), ("csv", "a third"), ("json", "all"), ("xlsx", "all"),
            ("parquet", "all"),
        ):  # fmt: skip
            subprocess.run([sys.executable, "-m", "bench.downloads", str(place), format, asked], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
