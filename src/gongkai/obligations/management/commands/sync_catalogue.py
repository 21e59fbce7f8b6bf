from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongkai.obligations import services
from gongkai.obligations.node import BadCatalogue
from gongkai.obligations.rules import Difference


class Command(BaseCommand):
    help = "使主动公开基本目录与 catalogue/ 一致。可随时、重复运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只列出将有的变化，不作改动")

    def handle(self, *, check: bool, verbosity: int, **options: Any) -> None:
        try:
            difference = services.preview_sync() if check else services.sync(by=None, at=timezone.now())
        except BadCatalogue as bad:
            raise CommandError(str(bad)) from None
        if verbosity > 1 or check:
            self.list(difference)
        self.stdout.write(
            f"新增 {len(difference.added)}，变更 {len(difference.changed)}，停用 {len(difference.retired)}，"
            f"未变 {difference.unchanged}，领域 {len(difference.areas)}"
        )

    def list(self, difference: Difference) -> None:
        for area in difference.areas:
            self.stdout.write(f"领域 {area.key} {area.title}")
        for row in difference.added:
            self.stdout.write(f"新增 {row.key} {row.title}（{row.source}）")
        for change in difference.changed:
            labels = "、".join(label for label, _, _ in change.columns) or "恢复"
            self.stdout.write(f"变更 {change.row.key} {change.row.title}：{labels}")
        for row in difference.retired:
            self.stdout.write(f"停用 {row.key} {row.title}")
