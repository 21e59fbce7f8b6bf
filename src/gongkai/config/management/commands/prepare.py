import time
from datetime import date

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gongkai.config.address import public_address
from gongkai.items.models import Item
from gongkai.orgs import services as orgs
from gongkai.orgs.models import Organisation, Person

LATER = ("pages", "downloads", "proof", "audit", "ledger-audit")
"""What nobody waits for at the first start: the worker does it as soon as it runs; a page that is asked for
before it is finished is answered and kept then."""


class Command(BaseCommand):
    help = "准备好可以启动的系统：数据目录、数据库、工作日历、公开目录；--demo 另载入演示区县。可重复运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="载入演示数据")
        parser.add_argument("--port", type=int, default=8000, help="所示网址的端口")

    def handle(self, *, demo: bool, port: int, **options: object) -> None:
        started = time.monotonic()
        settings.SITE_URL = public_address(port)  # pages, feeds and QR codes name it
        settings.HOME.mkdir(parents=True, exist_ok=True)
        self.step("数据库", "migrate", verbosity=0)
        if demo:
            self.step("演示区县", "load_demo")
        else:
            self.empty_district()
        self.step("检索库、公开日志、台账快照", "work", once=True, leave=LATER)
        taken = time.monotonic() - started
        public = Item.objects.public().count()
        self.stdout.write(self.style.SUCCESS(f"\n准备完毕（{taken:.0f} 秒），已公开 {public} 条信息"))
        self.stdout.write(f"  门户    http://127.0.0.1:{port}/\n  工作台  http://127.0.0.1:{port}/desk/\n")

    def step(self, title: str, command: str, *arguments: str, **options: object) -> None:
        self.stdout.write(f"→ {title}")
        self.stdout.flush()
        call_command(command, *arguments, stdout=self.stdout, stderr=self.stderr, **options)

    def empty_district(self) -> None:
        """Load organisations, calendar and catalogue, and open the first account."""
        district = settings.CATALOGUE / "districts" / "xiacheng.yaml"
        self.step("机构", "load_district", str(district), as_of=date(2017, 7, 1))
        self.step("工作日历", "sync_calendar")
        self.step("主动公开基本目录", "sync_catalogue")
        self.step("校对词表", "sync_wording")
        if not Person.objects.exists():
            self.first_administrator()

    def first_administrator(self) -> None:
        """Make the one account an empty district needs, and show its password this once."""
        office = Organisation.objects.get(key="government-office")
        at = timezone.now()
        admin, password = orgs.hire(account="admin", name="系统管理员", by=None, at=at)
        for role in ("admin", "openness"):
            orgs.appoint(
                person=admin, organisation=office, role=role, since=office.valid_from, by=None, at=at
            )
        self.stdout.write(f"  初始管理员  账号 admin  密码 {password}（仅显示这一次，首次登录须修改）")
