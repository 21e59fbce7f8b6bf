"""Let dates take effect: entry into force, declared repeal, expiry."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from gongkai.items import services


class Command(BaseCommand):
    help = "按施行日期、废止日期和有效期更新有效性并公开标注。可以随时重复运行。"

    def handle(self, **options: object) -> None:
        count = services.expire_due(at=timezone.now())
        self.stdout.write(f"已更新{count}项的有效性")
