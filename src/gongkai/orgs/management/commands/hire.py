from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from gongkai.orgs import services
from gongkai.orgs.models import Organisation, Role


class Command(BaseCommand):
    help = "开设账号并任命（第一位系统管理员由此产生）；显示一次初始密码。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", help="账号")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--organisation", required=True, help="任职机构的代号，如 government-office")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMIN.value, help="角色")

    @transaction.atomic
    def handle(self, *, account: str, name: str, organisation: str, role: str, **options: object) -> None:
        place = Organisation.objects.filter(key=organisation).first()
        if place is None:
            raise CommandError(f"没有代号为“{organisation}”的机构，请先执行 gongkai load-district")
        at = timezone.now()
        try:
            person, secret = services.hire(account=account, name=name, by=None, at=at)
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        since = timezone.localdate(at)
        services.appoint(person=person, organisation=place, role=role, since=since, by=None, at=at)
        self.stdout.write(f"账号 {account}，初始密码 {secret}（首次登录时须修改）")
