"""What the frame of every page of the workbench knows: its navigation, the notices not read."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest

from gongkai.desk.middleware import DeskRequest
from gongkai.desk.models import Notice, SavedFilter
from gongkai.orgs.models import Person

KEEPERS = frozenset({"openness", "admin"})
WRITERS = frozenset({"clerk", "reviewer", "secrecy", "legality", "signer", "openness"})
FILLERS = frozenset({"clerk", "reviewer", "signer"})
ENTRIES: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    ("/desk/", "今天要办", "home", frozenset()),
    ("/desk/due/", "到期事项", "calendar", WRITERS),
    ("/desk/items/", "政府信息", "file", WRITERS),
    ("/desk/requests/", "依申请公开", "letter", FILLERS | {"openness"}),
    ("/desk/registers/", "台账填报", "tag", FILLERS),
    ("/desk/planning/", "工作要点与方案", "task", WRITERS),
    ("/desk/requests/reports/", "年度报告", "chart", FILLERS | {"openness"}),
    ("/desk/catalogue/", "主动公开目录", "list", WRITERS),
    ("/desk/registers/declare/", "台账声明", "desk", frozenset({"openness"})),
    ("/desk/wording/", "校对词表", "check", WRITERS),
    ("/desk/figures/", "工作统计", "chart", WRITERS),
    ("/desk/office/", "全区情况", "scale", frozenset({"openness"})),
    ("/desk/organisations/", "机构", "building", KEEPERS),
    ("/desk/people/", "人员", "users", KEEPERS),
    ("/desk/registers/pulls/", "定时抓取", "clock", KEEPERS | FILLERS),
    ("/desk/tokens/", "接口令牌", "lock", KEEPERS),
    ("/desk/log/", "操作日志", "history", KEEPERS),
    ("/desk/account/", "我的账号", "user", frozenset()),
    ("/desk/manual/", "用户手册", "book", frozenset()),
)


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    href: str
    label: str
    icon: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return what the frame of a desk page shows; nothing outside the workbench.

    ``navigation``: the entries for this person's roles; ``unread``: how many notices; ``saved_filters``: on
    the list of items, one's own, asked for only if they are shown.
    """
    if not request.path.startswith("/desk/"):
        return {}
    if not isinstance(getattr(request, "user", None), Person):
        return {"navigation": []}
    signed_in = cast(DeskRequest, request)
    return {
        "navigation": entries(signed_in.standing.roles, request.path),
        "unread": Notice.objects.visible_to(signed_in.user).unread().count(),
        "saved_filters": lambda: SavedFilter.objects.filter(person=signed_in.user),
    }


def entries(roles: frozenset[str], path: str) -> list[Entry]:
    """Return the entries open to ``roles``; the one whose pages hold ``path`` is the current one."""
    mine = [entry for entry in ENTRIES if not entry[3] or roles & entry[3]]
    within = [href for href, *_ in mine if path == href or (href != "/desk/" and path.startswith(href))]
    current = max(within, key=len, default="")
    return [Entry(href, label, icon, href == current) for href, label, icon, _ in mine]
