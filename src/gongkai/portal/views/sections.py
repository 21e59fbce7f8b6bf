"""The fixed sections of every disclosure platform: guide, rules, reports (国办公开办函〔2019〕61号)."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.clocks.loading import limits
from gongkai.items.models import Item, Kind
from gongkai.orgs.models import Kind as OrganisationKind
from gongkai.orgs.models import Organisation
from gongkai.portal.finish import finish
from gongkai.portal.listing import lines

Groups = list[tuple[object, list[Item]]]


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The guide of 条例 第十二条; its time limits are those in force today (the catalogue renews daily)."""
    today = timezone.localdate()
    context = {
        "guides": of_kind(Kind.GUIDE),
        "office": Organisation.objects.filter(kind=OrganisationKind.OFFICE.value).first(),
        "answer": limits().on("request-answer", today),
        "extension": limits().on("request-extension", today),
    }
    return finish(request, "portal/guide.html", context, "kind:guide", "organisations", "catalogue")


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    context = {"groups": by_organisation(Kind.RULE)}
    return finish(request, "portal/rules.html", context, "kind:rule", "organisations")


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    found = lines().filter(kind=Kind.REPORT.value).order_by("-published_on", "publisher__order", "-pk")
    groups: Groups = [
        (year, list(group))
        for year, group in groupby(found, lambda item: item.published_on.year)  # type: ignore[union-attr]
    ]
    return finish(request, "portal/reports.html", {"groups": groups}, "kind:report", "organisations")


def by_organisation(kind: Kind) -> Groups:
    """Return the public items of one kind grouped by publisher, in the order of organisations."""
    return [
        (publisher, list(group)) for publisher, group in groupby(of_kind(kind), lambda item: item.publisher)
    ]


def of_kind(kind: Kind) -> list[Item]:
    """Return the public items of one kind in the order of organisations."""
    order = ["publisher__order", "publisher__key", "-published_on", "-pk"]
    return list(lines().filter(kind=kind.value).order_by(*order))
