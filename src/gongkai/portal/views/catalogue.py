"""主动公开基本目录: by area, by organisation, by statutory item, and one page for each obligation."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.obligations.models import Obligation
from gongkai.orgs.models import Organisation
from gongkai.portal.catalogue import Row, rows, with_coverage
from gongkai.portal.codes import codes
from gongkai.portal.finish import finish
from gongkai.portal.listing import items, page_of, topics_of


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    found = rows(at=timezone.now())
    context = {"groups": by_area(found), **totals(found)}
    return finish(request, "portal/catalogue.html", context, "catalogue", "site", "organisations")


@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """The same catalogue as one table with all the national columns, to print or to copy."""
    found = rows(at=timezone.now())
    context = {"groups": by_area(found)}
    return finish(request, "portal/catalogue_print.html", context, "catalogue", "site", "organisations")


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    found = Organisation.objects.select_related("region")
    return finish(request, "portal/catalogue_organisations.html", {"organisations": found}, "organisations")


@require_safe
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    publisher = get_object_or_404(Organisation, key=key)
    found = rows(at=timezone.now(), of=publisher)
    context = {"organisation": publisher, "groups": by_area(found), **totals(found)}
    topics = ["catalogue", f"org:{key}", "organisations"]
    return finish(request, "portal/catalogue_organisation.html", context, *topics)


@require_safe
def statutory(request: HttpRequest) -> HttpResponse:
    """法定主动公开内容: every obligation below each statutory item it serves."""
    found = rows(at=timezone.now())
    groups = [
        (code, [row for row in found if code.key in row.obligation.statutory_items])
        for code in codes("statutory_items")
    ]
    context = {"groups": groups, **totals(found)}
    return finish(request, "portal/catalogue_statutory.html", context, "catalogue", "site", "organisations")


@require_safe
def obligation(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    found = get_object_or_404(Obligation, key=key)
    [row] = with_coverage(Obligation.objects.filter(pk=found.pk), at=timezone.now())
    page = page_of(items().filter(obligation=found), number)
    context = {
        "row": row,
        "obligation": row.obligation,
        "statutory": [code for code in codes("statutory_items") if code.key in found.statutory_items],
        "base": f"/catalogue/obligations/{key}/",
        "page": page,
        "registers": row.registers,
    }
    topics = [f"obligation:{key}", "catalogue", "organisations", *topics_of(page)]
    return finish(request, "portal/obligation.html", context, *topics)


@require_safe
def moved(request: HttpRequest, key: str) -> HttpResponse:
    """Send the short address of an obligation to its page."""
    get_object_or_404(Obligation, key=key)
    return redirect(f"/catalogue/obligations/{key}/", permanent=True)


def by_area(found: list[Row]) -> list[tuple[object, list[Row]]]:
    return [(area, list(group)) for area, group in groupby(found, lambda row: row.obligation.area)]


def totals(found: list[Row]) -> dict[str, int]:
    return {
        "total": len(found),
        "covered": sum(1 for row in found if row.count),
        "late": sum(1 for row in found if row.is_late),
    }
