"""``gongkai import --from``: a whole old site, batch by batch, with progress and a report."""

import csv
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from gongkai.items import services
from gongkai.items.models import Arrival, ArrivalOutcome
from gongkai.items.moving import SOURCES
from gongkai.items.moving.washing import read_and_wash
from gongkai.law import chinese
from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Organisation, Person
from gongkai.ui.sharing import shared

BATCH = 500
LABELS = {**dict(ArrivalOutcome.choices), "known": "此前已迁入"}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="source", default="", choices=["", *SOURCES], help="迁入整个旧站：导出文件的形式"
    )
    parser.add_argument("--site", default="old", help="旧站代号：同一代号下，一个旧编号只迁入一次")
    parser.add_argument("--signed-by", default="", help="为迁入签发的人的账号，不能与 --as 相同")
    parser.add_argument("--obligation", default="", help="旧站没有写明时的公开事项代号")
    parser.add_argument("--published-on", default="", help="旧站没有写明时的发布日期，例如 2017-07-01")
    parser.add_argument(
        "--column", action="append", default=[], help="旧站的列名所指的字段，例如 --column 路径=address"
    )
    parser.add_argument(
        "--personal",
        choices=["hold", "publish"],
        default="hold",
        help="疑似含个人信息的：hold 留作草稿，由部门处理后公开（默认）；publish 照常公开，只写入报告",
    )
    parser.add_argument("--report", type=Path, default=None, help="报告文件（CSV），默认放在数据目录")


def arrive(
    path: Path,
    publisher: Organisation | None,
    *,
    tell: Callable[[str], object],
    clock: Callable[[], datetime],
    **options: Any,
) -> None:
    """Take in the whole of ``path`` and write the report. Raises CommandError."""
    by, signer = _person(options["account"], "--as"), _person(options["signed_by"], "--signed-by")
    if not path.exists():
        raise CommandError(f"没有 {path}")
    site = options["site"]
    terms = services.Terms(
        shelf=services.shelf(
            publisher=publisher, obligation=_obligation(options["obligation"]), kind=options["kind"]
        ),
        site=site,
        signer=signer,
        holds_personal=options["personal"] == "hold",
        published_on=_day(options["published_on"]),
    )
    counts = _run(path, options["source"], _columns(options["column"]), terms, Calls(by, tell, clock))
    report = Path(options["report"] or Path(settings.HOME) / f"arrivals-{site}.csv")
    _report(report, site)
    tell(f"完成：{_said(counts)}。报告：{report}")
    tell("索引和成品页由后台进程（gongkai work）更新；更新后可用 gongkai audit 核对。")


@dataclass(frozen=True)
class Calls:
    """Who runs the command, who hears how far it is, and what time it is."""

    by: Person
    tell: Callable[[str], object]
    clock: Callable[[], datetime]


def _run(
    path: Path, source: str, names: dict[str, str], terms: services.Terms, calls: Calls
) -> "Counter[str]":
    counts: Counter[str] = Counter()
    begun = time.monotonic()
    try:
        services.demand_arrival(signer=terms.signer, by=calls.by, at=calls.clock())
        for batch in shared(read_and_wash, SOURCES[source](path, names), size=BATCH, few=2):
            counts += services.arrive(records=batch, terms=terms, by=calls.by, at=calls.clock())
            speed = sum(counts.values()) / (time.monotonic() - begun)
            calls.tell(f"第{batch[-1].line}行：{_said(counts)}，每秒{speed:.0f}条")
    except services.REFUSALS as error:
        raise CommandError(f"{error}；已经迁入的保留，再次运行即从中断处继续") from error
    except OSError as error:
        raise CommandError(f"无法读取 {path}：{error.strerror}") from error
    return counts


def _said(counts: "Counter[str]") -> str:
    return "，".join(f"{LABELS[name]}{count}条" for name, count in counts.items() if count) or "没有信息"


def _report(file: Path, site: str) -> None:
    """Write what became of every document of the site, in this run or one before."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["行号", "旧编号", "结果", "索引号", "草稿", "原因"])
        writer.writerows(_rows(site))


def _rows(site: str) -> Iterator[list[object]]:
    found = Arrival.objects.filter(site=site).values_list(
        "line", "key", "outcome", "item", "item__number", "reason"
    )
    for line, key, outcome, item, number, reason in found.iterator(chunk_size=2000):
        held = item if outcome == ArrivalOutcome.HELD.value else ""
        yield [line, _plain(key), LABELS[outcome], number or "", held, reason]


def _plain(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _columns(given: list[str] | str) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    if wrong := next((name for name, mark, _ in pairs if not mark), ""):
        raise CommandError(f"--column 应写成 列名=字段：{wrong}")
    return {name.strip(): field.strip() for name, _, field in pairs}


def _day(text: str) -> date | None:
    try:
        return chinese.parse_date(text) if text else None
    except ValueError as error:
        raise CommandError(f"--published-on：{error}") from error


def _person(account: str, option: str) -> Person:
    if not account:
        raise CommandError(f"迁入旧站须用 {option} 写明账号")
    found = Person.objects.filter(account=account, is_active=True).first()
    if found is None:
        raise CommandError(f"没有账号“{account}”")
    return found


def _obligation(key: str) -> Obligation | None:
    if not key:
        return None
    found = Obligation.objects.filter(key=key).select_related("area").first()
    if found is None:
        raise CommandError(f"没有代号为“{key}”的公开事项")
    return found
