"""Recompute the open clocks after a holiday notice has been added to catalogue/workdays."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongkai.clocks.loading import BadCatalogue, calendar
from gongkai.clocks.services import preview, recompute


class Command(BaseCommand):
    help = "校验目录中的放假通知，并据以重算全部未办结的时限。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--preview", action="store_true", help="只列出将变更的时限，不写入")

    def handle(self, *, preview: bool, **options: object) -> None:
        try:
            known = calendar()
        except BadCatalogue as error:
            raise CommandError(str(error)) from None
        years = sorted(known.years)
        span = f"{years[0]}至{years[-1]}年" if years else "无"
        self.stdout.write(f"放假通知{len(known.notices)}件，年份：{span}")
        self._tell(preview)

    def _tell(self, only_preview: bool) -> None:
        changes = preview() if only_preview else recompute(by=None, at=timezone.now())
        for change in changes:
            self.stdout.write(str(change))
        word = "将变更" if only_preview else "已变更"
        self.stdout.write(f"{word}{len(changes)}项时限")
