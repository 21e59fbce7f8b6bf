"""Pieces of government information: lists, and everything that is public of one."""

import re
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.timezone import localtime
from ninja import Query, Router
from ninja.params import functions as given

from gongkai.api import addresses, records
from gongkai.api.interface import refuse
from gongkai.api.problems import Fault, Problem, no_words
from gongkai.api.shapes.items import ItemPage, ItemsAsked, ItemWhole
from gongkai.api.views.catalogue import known, organisation_of
from gongkai.items.models import Item, ItemQuerySet
from gongkai.obligations.models import Area, Obligation
from gongkai.publication.models import Announcement
from gongkai.search.finding import DEEPEST, find
from gongkai.search.finding import Query as Search

router = Router(tags=["政府信息"])
PLACE = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})")
NOT_OURS = Fault("cursor", "不是本接口给出的，请从第一页读起")


@router.get("items", response={200: ItemPage, **refuse()}, summary="政府信息列表")
def items(request: HttpRequest, asked: Query[ItemsAsked]) -> ItemPage:
    """已经公开的政府信息，新的在前；用 `q` 检索时按相关度排列，最多翻到一万条。"""
    found = _narrowed(asked)
    page, total, cursor = _found(found, asked) if asked.q.strip() else _listed(found, asked)
    rest = {name: str(value) for name, value in request.GET.items() if name != "cursor"}
    following = addresses.api("items", query={**rest, "cursor": cursor}) if cursor else None
    return ItemPage(total=total, items=[records.line(each) for each in page], next=following)


@router.get("items/{path:number}", response={200: ItemWhole, **refuse(404, 410)}, summary="一条政府信息")
def item(
    request: HttpRequest,
    response: HttpResponse,
    number: str = given.Path(description="信息索引号", example="330103--2017--0001"),
) -> ItemWhole:
    """一条政府信息的全部公开内容：目录信息、正文、各个版本、附件和校验值、与其他文件的关系、公开证明。"""
    no_words(request)
    known_items: ItemQuerySet = Item.objects.exclude(address="").with_header()
    found = known_items.filter(number=number).first()
    if found is None:
        raise Problem(404, "没有公开过这个索引号的信息。")
    if not found.is_public or found.current is None:
        raise _withdrawn(found)
    last = Announcement.objects.filter(address=found.address).order_by("-seq").first()
    if last is not None:
        response.headers["Last-Modified"] = http_date(last.at.timestamp())
    return records.whole(found, found.current)


def _withdrawn(found: Item) -> Problem:
    presence = found.presences.filter(is_public=False).first()
    reason = f"原因：{presence.reason}。" if presence and presence.reason else ""
    at = {"withdrawn_at": localtime(presence.at).isoformat()} if presence else {}
    return Problem(410, f"这条信息已经撤回。{reason}", more=at)


def _narrowed(asked: ItemsAsked) -> ItemQuerySet:
    """Return the public items that meet every filter. Raises Problem for one that names nothing."""
    wanted: dict[str, object] = {
        "kind": asked.kind.value if asked.kind else "",
        "theme": asked.theme,
        "genre": asked.genre,
        "published_on__year": asked.year,
        "validity": asked.validity.value if asked.validity else "",
    }
    if asked.area:
        area = known(Area.objects.filter(key=asked.area).first(), "area", "没有这个领域")
        wanted["obligation__area"] = area
    if asked.organisation:
        wanted["publisher"] = organisation_of(asked.organisation)
    if asked.obligation:
        duty = Obligation.objects.filter(key=asked.obligation).first()
        wanted["obligation"] = known(duty, "obligation", "没有这个公开事项")
    found = Item.objects.public().with_header().defer("current__body", "current__ground_reason")
    return found.filter(**{name: value for name, value in wanted.items() if value})


def _listed(found: ItemQuerySet, asked: ItemsAsked) -> tuple[list[Item], int, str]:
    """Return a page, how many there are at all, and where the next page begins."""
    behind = found
    if asked.cursor:
        day, key = _place(asked.cursor)
        behind = found.filter(Q(published_on__lt=day) | Q(published_on=day, pk__lt=key))
    page = list(behind.order_by("-published_on", "-pk")[: asked.limit + 1])
    is_more, page = len(page) > asked.limit, page[: asked.limit]
    return page, found.count(), f"{page[-1].published_on}.{page[-1].pk}" if is_more else ""


def _place(cursor: str) -> tuple[date, int]:
    parts = PLACE.fullmatch(cursor)
    try:
        return (date.fromisoformat(parts[1]), int(parts[2])) if parts else _not_ours()
    except ValueError:
        return _not_ours()


def _not_ours() -> tuple[date, int]:
    raise Problem(422, errors=[NOT_OURS])


def _found(found: ItemQuerySet, asked: ItemsAsked) -> tuple[list[Item], int, str]:
    """Return the same from the search index, the best first."""
    if asked.obligation:
        raise Problem(422, errors=[Fault("obligation", "全文检索时不能按公开事项筛选")])
    if asked.cursor and not re.fullmatch(r"\d{1,5}", asked.cursor):
        raise Problem(422, errors=[NOT_OURS])
    offset = int(asked.cursor or 0)
    chosen = {
        "organisation": asked.organisation,
        "area": asked.area,
        "kind": asked.kind.value if asked.kind else "",
        "validity": asked.validity.value if asked.validity else "",
        "theme": asked.theme,
        "genre": asked.genre,
    }
    results = find(
        Search(
            text=asked.q,
            chosen={name: value for name, value in chosen.items() if value},
            first_year=asked.year,
            last_year=asked.year,
            offset=offset,
            size=asked.limit,
        )
    )
    addresses_found = [hit.entry.address for hit in results.hits]
    by_address = {each.address: each for each in found.filter(address__in=addresses_found)}
    page = [by_address[each] for each in addresses_found if each in by_address]
    behind = offset + asked.limit
    return page, results.total, str(behind) if behind < min(results.total, DEEPEST) else ""
