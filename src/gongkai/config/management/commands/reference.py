from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from gongkai.config.reference import PAGES


class Command(BaseCommand):
    help = "由代码重新生成 docs/reference 中的设置与命令页。"

    def handle(self, **options: object) -> None:
        for name, page in PAGES.items():
            Path(settings.SOURCE, "docs", "reference", name).write_text(page())
            self.stdout.write(f"docs/reference/{name}")
