from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.config import backup, snapshots


class Command(BaseCommand):
    help = "把备份恢复到空的数据目录，并以公开日志的签名检查点验证，再重建成品页与检索库。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="备份文件")

    def handle(self, *, source: Path, **options: object) -> None:
        try:
            manifest = backup.load(source)
        except (backup.BadBackup, snapshots.SnapshotFailed, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已恢复 {manifest['at']} 的备份，正在验证……")
        call_command("ledger_audit", stdout=self.stdout)
        call_command("index", rebuild=True, stdout=self.stdout)
        call_command("audit", repair=True, stdout=self.stdout)
