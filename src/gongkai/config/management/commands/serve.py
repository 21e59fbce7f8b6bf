from django.core.management.base import BaseCommand, CommandParser
from granian import Granian
from granian.constants import Interfaces


class Command(BaseCommand):
    requires_system_checks = ()  # checked by `make check` and at deployment, not at each start
    help = "启动门户与工作台（同一网址，工作台在 /desk/）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="监听地址")
        parser.add_argument("--port", type=int, default=8000, help="端口")
        parser.add_argument("--workers", type=int, default=2, help="进程数")
        parser.add_argument("--threads", type=int, default=4, help="每个进程同时处理多少个动态请求")

    def handle(self, *, address: str, port: int, workers: int, threads: int, **options: object) -> None:
        Granian(
            "gongkai.config.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            log_enabled=True,
            respawn_failed_workers=True,
            workers_kill_timeout=10,  # one told to stop while it is still starting never does
        ).serve()
