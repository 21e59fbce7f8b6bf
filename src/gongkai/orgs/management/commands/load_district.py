from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongkai.orgs import rules, services


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}”不是日期，请写成 2017-07-01") from error


class Command(BaseCommand):
    help = "装载区县文件（区划、机构、承接关系）；可重复执行，已有的机构不改动。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="区县文件，如 catalogue/districts/xiacheng.yaml")
        parser.add_argument("--as-of", type=day, help="按这一天的状况装载，此后的撤并不执行")

    def handle(self, *, file: Path, as_of: date | None, **options: object) -> None:
        if not file.is_file():
            raise CommandError(f"没有文件 {file}")
        try:
            loaded = services.load_district(path=file, as_of=as_of, at=timezone.now())
        except rules.WrongDeclaration as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"区划 {loaded.regions} 个，机构 {loaded.organisations} 个，其中新设 {loaded.new} 个"
        )
