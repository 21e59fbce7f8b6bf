from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongkai.publication import services


class Command(BaseCommand):
    help = "核对每条已公开信息与公开日志、成品页、检索库是否一致；--repair 重新生成有误的成品页。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="重新生成缺失、损坏、过期的成品页")

    def handle(self, *, repair: bool, **options: object) -> None:
        while services.refresh(limit=200, at=timezone.now()):
            pass
        found = services.audit(repair=repair)
        for each in found:
            self.stdout.write(str(each))
        if repair:
            while services.refresh(limit=200, at=timezone.now()):
                pass
            found = services.audit()
        if found:
            raise CommandError(f"发现 {len(found)} 处不一致")
        self.stdout.write(self.style.SUCCESS("全部一致"))
