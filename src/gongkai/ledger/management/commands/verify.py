from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.ledger import casefile
from gongkai.ledger.casefile import CaseFile, Missing
from gongkai.ledger.fetching import Unreachable, fetch
from gongkai.ledger.rules.note import WrongNote
from gongkai.ledger.verification import WrongEvidence

SAME_SITE = "注意：公钥取自同一网站。请与政府公报等处刊载的公钥对照，或用 --key 给出。"
OWN_KEY = "注意：公钥取自本机的公开日志，只能说明与本机一致。"


class Command(BaseCommand):
    help = (
        "对照公开日志核验一份公开信息。FILE 为 evidence.json、.tlog-proof 或附件，其余文件放在同一目录；"
        "URL 为任一公开网站上的信息页面。退出码 0 为核验通过，1 为未通过。"
    )

    requires_system_checks: list[str] = []  # needs neither database nor site

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", metavar="FILE|URL", help="要核对的文件或者网址")
        parser.add_argument("--key", default="", help="公钥（name+id+base64）或者载有公钥的文件")

    def handle(self, *, what: str, key: str, **options: object) -> None:
        try:
            case, keys, remark = self._case(what)
            steps = case.steps(casefile.keys(_given(key) if key else keys))
        except (Missing, WrongEvidence, WrongNote, Unreachable, OSError) as error:
            raise CommandError(str(error)) from error
        for step in steps:
            self.stdout.write(f"{'✓' if step.is_good else '✗'} {step.title}：{step.sentence}")
        if remark and not key:
            self.stdout.write(remark)
        if not all(step.is_good for step in steps):
            raise CommandError("核验未通过")
        self.stdout.write(self.style.SUCCESS(_conclusion(case)))

    def _case(self, what: str) -> tuple[CaseFile, str, str]:
        """Return the case, the keys that came with it, and what is to be said of those."""
        if what.startswith(("http://", "https://")):
            parts = fetch(what)
            return casefile.fetched(parts), parts.keys, SAME_SITE
        path = Path(what)
        if not path.is_file():
            raise Missing(f"没有这个文件：{what}")
        return casefile.gathered(path), *_keys_beside(path)


def _given(key: str) -> str:
    """Return the keys in a file, or the key itself. Raises Missing for a file that is not there."""
    if Path(key).is_file():
        return Path(key).read_text(encoding="utf-8")
    if "+" not in key:
        raise Missing(f"没有这个公钥文件：{key}")
    return key


def _keys_beside(path: Path) -> tuple[str, str]:
    """Return the keys beside the file, or those of this installation, with a remark on them."""
    for each, remark in ((path.parent / "key.pub", ""), (settings.LEDGER / "key.pub", OWN_KEY)):
        if each.exists():
            return each.read_text(encoding="utf-8"), remark
    return "", ""


def _conclusion(case: CaseFile) -> str:
    if case.evidence is None:
        return "核验通过：该条目在日志之中（旁边没有核验数据，未核验文件内容）"
    return "核验通过：内容与公开时完全一致"
