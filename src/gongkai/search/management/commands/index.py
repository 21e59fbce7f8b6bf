"""``gongkai index``: bring the search index up to date, or build it anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.search import services
from gongkai.search.embedded.writer import Busy


class Command(BaseCommand):
    help = "更新检索库；--rebuild 按已公开信息全部重建。可随时运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="全部重建")
        parser.add_argument("--check", action="store_true", help="只核对检索库与已公开信息，不作改动")

    def handle(self, *, rebuild: bool, check: bool, **options: Any) -> None:
        if check:
            self.check_index()
            return
        try:
            count = services.rebuild() if rebuild else sum(iter(services.index, 0))
        except Busy:
            services.rebuild_later()
            self.stdout.write("后台进程正在写检索索引，已请它重建")
            return
        self.stdout.write(f"已更新 {count} 条")

    def check_index(self) -> None:
        wrong = services.disagreements()
        if wrong:
            raise CommandError("检索索引与公开信息不一致：" + "、".join(wrong[:20]))
        self.stdout.write("检索索引与公开信息一致")
