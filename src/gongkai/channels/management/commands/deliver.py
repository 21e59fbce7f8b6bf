from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gongkai.channels import services


class Command(BaseCommand):
    help = "发送待发消息。可随时、重复、在多台机器上运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, default=100, help="至多发送多少条")

    def handle(self, *, limit: int, **options: object) -> None:
        sent, failed = services.deliver(limit=limit, at=timezone.now())
        self.stdout.write(f"已发送 {sent} 条，未成功 {failed} 条")
