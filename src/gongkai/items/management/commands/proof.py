import subprocess
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Sum
from django.utils import timezone

from gongkai.items import services
from gongkai.proofing import services as proofing
from gongkai.proofing.models import Run

WAIT = 2.0  # seconds between looks at rows that another process holds
SHOWN = 10


class Command(BaseCommand):
    help = "对已公开的全部信息进行校对。中断后再次运行即接着进行；结果在工作台“校对词表—全站校对结果”查看。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="校对已公开的全部信息")
        parser.add_argument("--jobs", type=int, default=1, help="同时运行的进程数，默认 1")

    def handle(self, *, all: bool, jobs: int, **options: Any) -> None:  # noqa: A002 - the name of the option
        if not all:
            raise CommandError("请写明范围：gongkai proof --all")
        if not 1 <= jobs <= 16:
            raise CommandError("进程数应为 1 至 16")
        run = services.begin_walk(at=timezone.now())
        others = [self.helper() for _ in range(jobs - 1)]
        self.walk(run)
        for each in others:
            each.wait()
        self.report(run)

    def helper(self) -> subprocess.Popen[bytes]:
        """Start another process that walks the same walk."""
        command = [sys.executable, "-m", "gongkai", "proof", "--all"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves

    def walk(self, run: Run) -> None:
        """Go on until nothing is left; what another process took up and left is taken over."""
        began, done = time.monotonic(), 0
        left = run.checked.unchecked().count()
        begun = f"{timezone.localtime(run.begun_at):%Y-%m-%d %H:%M}"
        self.stdout.write(f"全站校对（{begun} 开始）：{left} / {run.total} 条待检查")
        while not proofing.finish(run=run, at=timezone.now()):
            step = services.walk_on(run=run, at=timezone.now())
            done += step
            if not step:
                time.sleep(WAIT)
                continue
            pace = done / max(time.monotonic() - began, 0.001) * 60
            self.stdout.write(f"  已检查 {done} / {left} 条，每分钟 {pace:.0f} 条")
            self.stdout.flush()

    def report(self, run: Run) -> None:
        rows = run.checked
        sums = rows.aggregate(blocks=Sum("blocks"), asks=Sum("asks"), tells=Sum("tells"))
        blocks, asks, tells = (sums[name] or 0 for name in ("blocks", "asks", "tells"))
        self.stdout.write(
            f"检查 {run.total} 条：必须改正 {blocks} 处，改正或说明理由 {asks} 处，提示 {tells} 处"
        )
        for code, number in services.by_code(rows.all())[:SHOWN]:
            self.stdout.write(f"  {services.label_of(code)}  {number}")
