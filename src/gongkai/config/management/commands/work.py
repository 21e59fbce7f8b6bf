import signal
import time
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gongkai.config import work


class Command(BaseCommand):
    help = "后台工作进程：定时公开、到期失效、成品页、检索库、公开日志、消息。可同时运行多个。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="做完手头的事即退出")
        parser.add_argument("--leave", nargs="*", default=(), metavar="事项", help="这些事项不做，留给以后")
        parser.add_argument("--rest", type=float, default=0.25, help="无事可做时休息多少秒")

    def handle(self, *, once: bool, leave: Iterable[str], rest: float, **options: object) -> None:
        todo = [job for job in work.jobs() if job.name not in leave]
        if once:
            self.finish(todo)
            return
        self.stopped = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        work.run(todo, clock=timezone.now, stopped=lambda: self.stopped, rest=rest)

    def finish(self, todo: list[work.Job]) -> None:
        """Do all there is to do, and say every second how far it is.

        The slow jobs come last, and what they leave to do for the others after them.
        """
        quick, slow = [each for each in todo if not each.is_slow], [each for each in todo if each.is_slow]
        total, said = 0, time.monotonic()
        while done := work.run_once(quick, at=timezone.now()) or work.run_once(slow, at=timezone.now()):
            total += done
            if time.monotonic() - said > 1:
                self.stdout.write(f"  已完成 {total} 项")
                self.stdout.flush()
                said = time.monotonic()

    def stop(self, *signal_and_frame: object) -> None:
        self.stopped = True
