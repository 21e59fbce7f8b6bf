from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongkai.obligations.node import BadCatalogue
from gongkai.registers import services
from gongkai.registers.reference import schema_page

CHECK, DIFF, APPLY, SCHEMA = "check", "diff", "apply", "schema"


class Command(BaseCommand):
    help = (
        "核对（check）、比较（diff）、启用（apply）台账的声明。不写文件时取 catalogue/registers/ 中的全部。"
        "schema 打印声明文件的 JSON Schema，供编辑器使用。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "act", choices=[CHECK, DIFF, APPLY, SCHEMA], help="核对、比较、启用，或者打印 JSON Schema"
        )
        parser.add_argument("files", nargs="*", type=Path, metavar="文件", help="台账声明文件（YAML）")

    def handle(self, *, act: str, files: list[Path], **options: Any) -> None:
        if act == SCHEMA:
            self.stdout.write(schema_page())
            return
        try:
            declared = services.collect(files) if files else services.folder()
            if act == CHECK:
                self.stdout.write(f"{len(services.place(declared))} 个台账声明无误")
                return
            if act == APPLY:
                plan = services.apply(declared, whole=not files, by=None, at=timezone.now())
            else:
                plan = services.preview(declared, whole=not files)
        except BadCatalogue as bad:
            raise CommandError(str(bad)) from None
        except OSError as error:
            raise CommandError(f"无法读取 {error.filename}：{error.strerror}") from None
        self.stdout.write(str(plan))
