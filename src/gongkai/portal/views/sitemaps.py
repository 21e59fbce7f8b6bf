"""Sitemap and robots: where machines find everything."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from gongkai.items.models import Item
from gongkai.portal.addresses import columns
from gongkai.publication.finished import finished

UNFINISHED = ["/ledger/", "/requests/"]  # made for each reader: the newest seal, the limits in force today


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The index of sitemaps: one of columns, then the items in portions."""
    portions = Item.objects.public().portions()
    paths = ["/sitemaps/columns.xml", *(f"/sitemaps/items-{n}.xml" for n in portions)]
    return xml(request, "portal/sitemap_index.xml", {"paths": paths}, "site")


@require_safe
def of_columns(request: HttpRequest) -> HttpResponse:
    pages = [{"path": path} for path in [*columns(), *UNFINISHED]]
    return xml(request, "portal/sitemap.xml", {"pages": pages}, "catalogue", "organisations", "site")


@require_safe
def of_items(request: HttpRequest, portion: int) -> HttpResponse:
    found = Item.objects.public().in_portion(portion).values_list("address", "current__published_at")
    pages = [{"path": path, "at": localtime(at) if at else None} for path, at in found]
    if not pages:
        raise Http404("没有这一部分")
    return xml(request, "portal/sitemap.xml", {"pages": pages}, f"portion:{portion}")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    rules = "User-agent: *\nDisallow: /desk/\nDisallow: /search/\n"
    text = f"{rules}\nSitemap: {settings.SITE_URL}/sitemap.xml\n"
    return finished(HttpResponse(text, content_type="text/plain; charset=utf-8"), "texts")


def xml(request: HttpRequest, template: str, context: dict[str, object], *topics: str) -> HttpResponse:
    return finished(
        render(request, template, context, content_type="application/xml; charset=utf-8"), *topics
    )
