"""Publish what was signed for a time that has come."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from gongkai.items import services


class Command(BaseCommand):
    help = "公开已签发且到了定时公开时间的信息。可以随时重复运行，也可以同时运行多个。"

    def handle(self, **options: object) -> None:
        count = services.publish_due(at=timezone.now())
        self.stdout.write(f"已公开{count}项")
