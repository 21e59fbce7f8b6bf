import os
import sys

from django.core.management.base import BaseCommand, CommandParser
from honcho.manager import Manager

from gongkai.config.address import public_address


class Command(BaseCommand):
    requires_system_checks = ()  # checked by `make check` and at deployment, not at each start
    help = "一并启动门户、工作台与后台进程；任何一个退出则全部停止。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="监听地址")
        parser.add_argument("--port", type=int, default=8000, help="端口")

    def handle(self, *, address: str, port: int, **options: object) -> None:
        program = f"{sys.executable} -m gongkai"
        environment = {**os.environ, "GONGKAI_SITE_URL": public_address(port)}
        manager = Manager()
        serve = f"{program} serve --address {address} --port {port}"
        manager.add_process("门户与工作台", serve, env=environment)
        manager.add_process("后台进程", f"{program} work", env=environment)
        manager.loop()
        sys.exit(manager.returncode)
