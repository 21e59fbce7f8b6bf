"""Lists of public items: by area, kind, theme, genre and year."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.items.models import Item, ItemQuerySet, Kind
from gongkai.obligations.models import Area
from gongkai.portal import figures
from gongkai.portal.catalogue import rows
from gongkai.portal.codes import Code, codes
from gongkai.portal.finish import finish
from gongkai.portal.listing import items, page_of, topics_of

EARLIEST, LATEST = 1949, 2100


class Sibling(NamedTuple):
    """Another list of the same sort, offered beside this one."""

    title: str
    href: str


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    counts, _ = figures.by_obligation(timezone.localdate().year)
    return finish(request, "portal/areas.html", {"areas": figures.areas(counts)}, "site", "catalogue")


@require_safe
def area(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    """One column of the portal: what must be public in a key area, and what is."""
    found = get_object_or_404(Area, key=key)
    at = timezone.now()
    page = page_of(items().filter(obligation__area=found), number)
    context = {
        "area": found,
        "base": found.get_absolute_url(),
        "page": page,
        "rows": rows(area=key, at=at) if number == 1 else [],
        "areas": Area.objects.all(),
    }
    topics = ["catalogue", "organisations", *topics_of(page)]
    return finish(request, "portal/area.html", context, f"area:{key}", *topics)


@require_safe
def kind(request: HttpRequest, kind: str, number: int = 1) -> HttpResponse:
    if kind not in Kind.values:
        raise Http404("没有这一种类")
    heading = {"title": Kind(kind).label, "type": "信息种类", "base": f"/kinds/{kind}/"}
    siblings = [Sibling(each.label, f"/kinds/{each.value}/") for each in Kind]
    return listed(request, items().filter(kind=kind), heading, siblings, number, f"kind:{kind}")


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    context = {"title": "按主题浏览", "base": "/themes/", "codes": codes("themes")}
    return finish(request, "portal/codes.html", context, "catalogue")


@require_safe
def theme(request: HttpRequest, serial: int, number: int = 1) -> HttpResponse:
    code = code_of("themes", serial)
    heading = {"title": code.title, "type": "主题分类", "base": f"/themes/{serial}/"}
    found = items().filter(theme=code.title)
    return listed(request, found, heading, siblings_of("themes"), number, f"theme:{code.title}")


@require_safe
def genres(request: HttpRequest) -> HttpResponse:
    context = {"title": "按体裁浏览", "base": "/genres/", "codes": codes("genres")}
    return finish(request, "portal/codes.html", context, "catalogue")


@require_safe
def genre(request: HttpRequest, serial: int, number: int = 1) -> HttpResponse:
    code = code_of("genres", serial)
    heading = {"title": code.title, "type": "体裁分类", "base": f"/genres/{serial}/"}
    found = items().filter(genre=code.title)
    return listed(request, found, heading, siblings_of("genres"), number, f"genre:{code.title}")


@require_safe
def year(request: HttpRequest, year: int, number: int = 1) -> HttpResponse:
    if not EARLIEST <= year <= LATEST:
        raise Http404("没有这一年度")
    heading = {"title": f"{year}年公开的政府信息", "type": "年度", "base": f"/years/{year}/"}
    siblings = [Sibling(f"{each}年", f"/years/{each}/") for each in Item.objects.public().years()]
    found = items().filter(published_on__year=year)
    return listed(request, found, heading, siblings, number, f"year:{year}", "site")


def code_of(group: str, serial: int) -> Code:
    """Return the word number ``serial`` of a list; raise Http404 if the list is shorter."""
    for code in codes(group):
        if code.serial == serial:
            return code
    raise Http404("没有这一分类")


def siblings_of(group: str) -> list[Sibling]:
    return [Sibling(code.title, f"/{group}/{code.serial}/") for code in codes(group)]


def listed(  # noqa: PLR0913 - what every list page shows, and what it depends on
    request: HttpRequest,
    found: ItemQuerySet,
    heading: dict[str, str],
    siblings: list[Sibling],
    number: int,
    *topics: str,
) -> HttpResponse:
    page = page_of(found, number)
    context = {**heading, "siblings": siblings, "page": page, "feed": heading["base"].strip("/")}
    return finish(request, "portal/list.html", context, *topics, "organisations", *topics_of(page))
