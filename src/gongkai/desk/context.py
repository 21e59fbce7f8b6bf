"""What every page of the workbench knows: the entries of its navigation that this person may use."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from gongkai.orgs.models import Person, Post

KEEPERS = frozenset({"openness", "admin"})
WRITERS = frozenset({"clerk", "reviewer", "secrecy", "legality", "signer", "openness"})
ENTRIES: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    ("/desk/", "今天要办", "home", frozenset()),
    ("/desk/items/", "政府信息", "file", WRITERS),
    ("/desk/planning/", "工作要点与方案", "task", WRITERS),
    ("/desk/catalogue/", "主动公开目录", "list", WRITERS),
    ("/desk/wording/", "校对词表", "check", WRITERS),
    ("/desk/organisations/", "机构", "building", KEEPERS),
    ("/desk/people/", "人员", "users", KEEPERS),
    ("/desk/log/", "操作日志", "history", KEEPERS),
    ("/desk/account/", "我的账号", "user", frozenset()),
)


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    href: str
    label: str
    icon: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return ``navigation``: the entries for this person's roles; nothing outside the workbench."""
    if not request.path.startswith("/desk/"):
        return {}
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"navigation": []}
    roles = Post.objects.exercised_by(person, on=timezone.localdate()).roles()
    return {"navigation": entries(roles, request.path)}


def entries(roles: frozenset[str], path: str) -> list[Entry]:
    """Return the entries open to ``roles``; the one whose pages hold ``path`` is the current one."""
    mine = [entry for entry in ENTRIES if not entry[3] or roles & entry[3]]
    within = [href for href, *_ in mine if path.startswith(href)]
    current = max(within, key=len, default="")
    return [Entry(href, label, icon, href == current) for href, label, icon, _ in mine]
