from django.core.management.base import BaseCommand
from django.utils import timezone

from gongkai.publication import services


class Command(BaseCommand):
    help = "重新生成所有过期的成品页。"

    def handle(self, **options: object) -> None:
        total = 0
        services.follow_acts(at=timezone.now())
        while done := services.refresh(limit=200, at=timezone.now()):
            total += done
        self.stdout.write(f"已生成 {total} 页")
