from django.core.management.base import BaseCommand, CommandError

from gongkai.ledger import services


class Command(BaseCommand):
    help = "重新计算公开日志的每一条，核对日志文件、数据库与签名是否一致。"

    def handle(self, **options: object) -> None:
        try:
            size = services.audit(tell=self._tell)
        except (services.Inconsistent, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS(f"{size} 条全部一致"))

    def _tell(self, done: int) -> None:
        if done % 102_400 == 0:
            self.stdout.write(f"已核对 {done} 条")
