"""Organisations: who publishes, what they do and where to find them (条例 第二十条第二项)."""

from itertools import groupby

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gongkai.items.models import Item, Kind
from gongkai.orgs.models import Kind as OrganisationKind
from gongkai.orgs.models import Organisation
from gongkai.portal.finish import finish
from gongkai.portal.listing import items, page_of
from gongkai.portal.registers.catalogue import of_organisation

ORDER = list(OrganisationKind.values)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    found = list(Organisation.objects.all())
    counts = dict(Item.objects.public().order_by().values_list("publisher").annotate(Count("pk")))
    for each in found:
        each.count = counts.get(each.pk, 0)  # type: ignore[attr-defined]
    ordered = sorted(found, key=lambda each: (ORDER.index(each.kind), each.order, each.key))
    groups = [
        (OrganisationKind(kind).label, list(found)) for kind, found in groupby(ordered, lambda o: o.kind)
    ]
    return finish(request, "portal/organisations.html", {"groups": groups}, "organisations", "site")


@require_safe
def organisation(request: HttpRequest, key: str, number: int = 1) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.select_related("parent", "successor", "region"), key=key)
    page = page_of(items().filter(publisher=found), number)
    context = {
        "organisation": found,
        "base": found.get_absolute_url(),
        "predecessors": found.predecessors.all(),
        "children": found.children.all(),
        "kinds": kinds_of(found),
        "registers": of_organisation(found) if number == 1 else [],
        "page": page,
    }
    topics = [f"org:{key}", "organisations", "catalogue"]
    return finish(request, "portal/organisation.html", context, *topics)


def kinds_of(organisation: Organisation) -> list[dict[str, object]]:
    """Return how many public items of each kind an organisation has, most first."""
    public = Item.objects.public().filter(publisher=organisation).order_by()
    counts = public.values_list("kind").annotate(count=Count("pk")).order_by("-count")
    return [{"label": Kind(kind).label, "value": count} for kind, count in counts]
