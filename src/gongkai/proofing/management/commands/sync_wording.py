from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongkai.proofing import services


class Command(BaseCommand):
    help = "使校对词表与 catalogue/wording 一致；工作台上的改动保留，除非文件又有新内容。可重复运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只列出将有的变化，不作改动")

    def handle(self, *, check: bool, **options: Any) -> None:
        try:
            done = services.preview_sync() if check else services.sync(by=None, at=timezone.now())
        except services.BadList as bad:
            raise CommandError(str(bad)) from None
        if check:
            for phrase in done.added:
                self.stdout.write(f"新增 {phrase.wrong} → {phrase.right or '（删改）'}")
            for change in done.changed:
                self.stdout.write(f"变更 {change.phrase.wrong} → {change.phrase.right or '（删改）'}")
            for phrase in done.retired:
                self.stdout.write(f"停用 {phrase.wrong}")
        self.stdout.write(
            f"新增 {len(done.added)}，变更 {len(done.changed)}，"
            f"停用 {len(done.retired)}，未变 {done.unchanged}"
        )
