import argparse
import tempfile
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.desk.demo import registers
from gongkai.desk.demo.people import Cast
from gongkai.registers import services
from gongkai.registers.models import Register

MOST = 5_000_000


class Command(BaseCommand):
    help = "生成某个台账的演示数据（CSV），可以多达百万行；--load 按正常流程导入并公开（仅用于演示区）。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--register", required=True, metavar="代号", help="台账代号，例如 administrative-penalties"
        )
        parser.add_argument("--rows", type=int, default=1000, metavar="行数", help="生成多少行，默认 1000")
        parser.add_argument("--out", type=Path, metavar="文件", help="写到这个文件；不写则写到标准输出")
        parser.add_argument("--load", action="store_true", help="导入演示区并公开")

    def handle(self, *, register: str, rows: int, out: Path | None, load: bool, **options: object) -> None:
        if load and settings.PRODUCTION:
            raise CommandError("生产环境不装演示数据")
        if not 1 <= rows <= MOST:
            raise CommandError(f"行数应在 1 至 {MOST} 之间")
        found = Register.objects.filter(key=register).first()
        if found is None:
            raise CommandError(f"没有代号为“{register}”的台账，请先执行 gongkai registers apply")
        try:
            self.make(found, rows, out, load=load)
        except (ValueError, OSError) as error:  # the sentences of services, and a file that cannot be written
            raise CommandError(str(error)) from None

    def make(self, register: Register, rows: int, out: Path | None, *, load: bool) -> None:
        if out is None and not load:
            self.write(register, rows, self.stdout)  # type: ignore[arg-type]  # it writes as a text file does
            return
        with tempfile.TemporaryDirectory() as folder:
            path = out or Path(folder) / f"{register.key}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                count = self.write(register, rows, file)
            self.stdout.write(f"生成 {count} 行")
            if load:
                at = timezone.now()
                release = registers.load(register, path, Cast(at=at), at=at)
                self.stdout.write(f"已公开第 {release.number} 批：新增 {release.added} 条")

    def write(self, register: Register, rows: int, file: TextIO) -> int:
        samples = Path(settings.CATALOGUE) / "samples" / "registers" / f"{register.key}.csv"
        publisher = registers.publishers().get(register.key)
        if publisher is None:
            raise services.Refused(f"“{register.title}”没有填报单位")
        return services.make_up(
            register=register, organisation=publisher, count=rows, samples=samples, file=file
        )
