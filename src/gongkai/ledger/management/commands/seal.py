from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.ledger import services


class Command(BaseCommand):
    help = "把公开日志写到最新一条并签署检查点。可随时运行。"

    def handle(self, **options: object) -> None:
        try:
            checkpoint = services.seal(at=timezone.now())
        except services.Inconsistent as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已签署检查点：{checkpoint.size} 条" if checkpoint else "没有新条目")
