from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.obligations import source
from gongkai.registers.sheets.files import Unreadable
from gongkai.requests.reports import grids, reading
from gongkai.requests.reports.checks import ERROR, broken
from gongkai.requests.reports.figures import Report
from gongkai.requests.reports.form import Form, NoForm, form


class Command(BaseCommand):
    help = "核对年度报告：读取 .xlsx、.xls、.html 中的统计表，逐条列出不成立的勾稽关系和所在单元格。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=_file, metavar="文件", help="年度报告")
        parser.add_argument("--year", type=int, help="报告年度；省略时从文件名和正文读取")
        parser.add_argument(
            "--before", type=_file, metavar="文件", help="上一年度的报告，核对结转和现行有效件数"
        )
        parser.add_argument(
            "--units", type=_file, nargs="+", default=[], metavar="文件", help="所属各单位的报告，核对汇总数"
        )

    def handle(
        self, *, file: Path, year: int | None, before: Path | None, units: list[Path], **_: Any
    ) -> None:
        self.forms = source.load(Path(settings.CATALOGUE) / "reports.yaml")
        form, report = self.read(file, year)
        earlier = self.read(before, form.year - 1)[1] if before else None
        parts = [self.read(each, form.year)[1] for each in units]
        found = broken(report, form, before=earlier, units=parts)
        for each in found:
            style = self.style.ERROR if each.level == ERROR else self.style.WARNING
            self.stdout.write(style(str(each)))
        errors = sum(each.level == ERROR for each in found)
        told = f"{form.year} 年度（{form.basis}）：{errors} 处错误，{len(found) - errors} 处提示"
        if errors:
            raise CommandError(told)
        self.stdout.write(self.style.SUCCESS(told))

    def read(self, path: Path, year: int | None) -> tuple[Form, Report]:
        """Return a report with the form of its year. Raises CommandError with a sentence."""
        try:
            file = grids.read(path)
            texts = [cell.text for grid in file.grids for row in grid[:3] for cell in row]
            year = year or reading.year_of([path.stem, file.prose, *texts])
            if year is None:
                raise CommandError(f"{path.name}：看不出是哪一年度的报告，请用 --year 写明")
            known = form(self.forms, year)
        except (Unreadable, NoForm) as error:
            raise CommandError(f"{path.name}：{error}") from None
        return known, reading.report(known, file.grids, file.prose)


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ArgumentTypeError(f"找不到文件 {text}")
    return path
