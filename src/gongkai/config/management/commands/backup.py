from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongkai.config import backup, snapshots


class Command(BaseCommand):
    help = "备份数据库、附件与公开日志（含签名密钥，请妥善保管）到一个文件。服务不必停止。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="备份文件，如 /backup/gongkai-20170701.tar.gz")

    def handle(self, *, target: Path, **options: object) -> None:
        try:
            manifest = backup.save(target, at=timezone.now())
        except (OSError, snapshots.SnapshotFailed) as error:
            raise CommandError(f"备份未完成：{error}") from error
        size = target.stat().st_size / 1024 / 1024
        sums = manifest["sha256"]
        self.stdout.write(
            f"已备份 {len(sums) if isinstance(sums, dict) else 0} 个文件，{size:.1f} MB：{target}"
        )
