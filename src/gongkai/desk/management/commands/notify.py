from django.core.management.base import BaseCommand
from django.utils import timezone

from gongkai.desk import services


class Command(BaseCommand):
    help = "写下各人应知的提醒（退回、待办、到期、公开），并按各人选择的频次排入邮件；可随时、重复运行"

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        written, mailed = services.notify(at=now), services.tell(at=now)
        self.stdout.write(f"新提醒 {written} 条，邮件 {mailed} 封")
