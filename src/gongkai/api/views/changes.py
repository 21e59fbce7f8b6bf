"""The feed of changes: every public act in its order, so that no reader skips a late one."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.timezone import localtime
from ninja import Query, Router

from gongkai.api import addresses
from gongkai.api.interface import refuse
from gongkai.api.problems import Fault, Problem
from gongkai.api.shapes.catalogue import Act, Changes, ChangesAsked
from gongkai.publication.models import Announcement, Event

router = Router(tags=["变化"])
REGISTER = "register"


@router.get("changes", response={200: Changes, **refuse()}, summary="变化")
def changes(request: HttpRequest, response: HttpResponse, asked: Query[ChangesAsked]) -> Changes:
    """全部公开行为，按公开的先后，政府信息和台账都在内。

    保证：`seq` 没有空号；读到某个位置以后，不会再有更小的 `seq` 出现（公开一件接一件，前一件提交以前后一件
    拿不到序号）。所以只要记住 `next`，就不会漏掉，也不会重复。
    """
    head = _head()
    if asked.since > head:
        raise Problem(422, errors=[Fault("since", f"超过了最新的位置 {head}，请从 0 读起")])
    acts = list(Announcement.objects.filter(seq__gte=asked.since).order_by("seq")[: asked.limit])
    newest = {
        each.address: each
        for each in Announcement.objects.latest_per_address().filter(address__in={a.address for a in acts})
    }
    if acts:
        response.headers["Last-Modified"] = http_date(acts[-1].at.timestamp())
    following = acts[-1].seq + 1 if acts else asked.since
    return Changes(
        acts=[_act(each, newest[each.address]) for each in acts], next=following, head=max(head, following)
    )


def _head() -> int:
    """Return the position behind the last act."""
    last = Announcement.objects.order_by("-seq").values_list("seq", flat=True).first()
    return 0 if last is None else last + 1


def _act(act: Announcement, newest: Announcement) -> Act:
    """Return one act as it may be told today.

    The title is the present one: an earlier one may be what a correction took away. What was withdrawn has
    none, and of its notes only that of the withdrawal.
    """
    is_withdrawn = newest.event == Event.WITHDRAWN.value
    is_told = not is_withdrawn or act.event == Event.WITHDRAWN.value
    return Act(
        seq=act.seq,
        event=Event(act.event),
        kind=act.kind,
        number=act.number,
        version=act.version,
        title=None if is_withdrawn else newest.title,
        note=act.note if is_told else "",
        publisher=act.publisher_key,
        obligation=act.obligation_key,
        area=act.area_key,
        validity=act.validity,
        at=localtime(act.at),
        is_newest=act.is_newest,
        url=addresses.page(act.address),
        api=addresses.api(*_place(act)),
    )


def _place(act: Announcement) -> tuple[str, str]:
    if act.kind == REGISTER:
        return "registers", act.address.strip("/").rpartition("/")[2]
    return "items", act.number
