"""Make a draft of a document file and say what was understood of it; or take in a whole old site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongkai.items import services
from gongkai.items.management import arriving
from gongkai.items.models import Disclosure, Kind, Version
from gongkai.items.reading.header import labels
from gongkai.law.chinese import titled
from gongkai.orgs.models import Organisation, Person, Role


class Command(BaseCommand):
    help = "把一个文件导入为草稿，并说明从哪里读到了什么；或者用 --from 迁入整个旧站。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="文件，或者旧站的导出")
        parser.add_argument(
            "--as", dest="account", default="", help="经办人账号；不写则用该部门的第一位经办人"
        )
        parser.add_argument("--kind", default="", choices=["", *Kind.values], help="种类；不写则按标题判断")
        parser.add_argument("--organisation", default="", help="公开部门的代号；不写则按文件所写")
        arriving.add_arguments(parser)

    def handle(self, *, path: Path, account: str, kind: str, organisation: str, **options: Any) -> None:
        if options["source"]:
            publisher = _organisation(organisation)
            options |= {"account": account, "kind": kind}
            arriving.arrive(path, publisher, tell=self.stdout.write, clock=timezone.now, **options)
            return
        self._one(path, account, kind, organisation)

    def _one(self, path: Path, account: str, kind: str, organisation: str) -> None:
        at = timezone.now()
        try:
            data = path.read_bytes()
            found = services.read(data, path.name)
            publisher = _organisation(organisation) or services.publisher_of(found)
            version = services.import_file(
                data=data,
                name=path.name,
                publisher=publisher,
                kind=kind,
                by=_person(account, publisher),
                at=at,
            )
        except OSError as error:
            raise CommandError(f"无法读取文件 {path}：{error.strerror}") from error
        except services.REFUSALS as error:
            raise CommandError(str(error)) from error
        self._tell(found, version)

    def _tell(self, found: services.Reading, version: Version) -> None:
        names = labels(found.header) | {"title": "名称", "made_on": "成文日期", "issuer": "发文机关"}
        for field, value in found.header.items():
            shown = Disclosure(str(value)).label if field == "disclosure" else value
            self.stdout.write(f"{names.get(field, field)}：{shown}　←　{found.sources.get(field, '')}")
        for cited in found.cited:
            self.stdout.write(
                f"所引文件：{titled(cited.title)}{cited.number}" if cited.title else cited.number
            )
        for sentence in found.findings:
            self.stdout.write(f"注意：{sentence}")
        kind = Kind(version.item.kind).label
        self.stdout.write(
            f"已为{version.item.publisher}建立草稿 {version.item.pk}（{kind}）：{version.title}"
        )


def _organisation(key: str) -> Organisation | None:
    if not key:
        return None
    body = Organisation.objects.filter(key=key).first()
    if body is None:
        raise CommandError(f"没有代号为“{key}”的机构")
    return body


def _person(account: str, publisher: Organisation) -> Person:
    """Return who the draft is made by: the account named, or the first clerk of the organisation."""
    if account:
        named = Person.objects.filter(account=account).first()
        if named is None:
            raise CommandError(f"没有账号“{account}”")
        return named
    clerks = Person.objects.filter(posts__organisation=publisher, posts__role=Role.CLERK.value)
    clerk = clerks.filter(is_active=True, posts__valid_to=None).order_by("account").first()
    if clerk is None:
        raise CommandError(f"{publisher}没有经办人，请用 --as 指定账号")
    return clerk
