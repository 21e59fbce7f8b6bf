"""The lists at the desk: what is looked for, one entry with its versions, a list as a file."""

import yaml
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.views.guard import those_who, without_page
from gongkai.proofing import services
from gongkai.proofing.forms import FilterForm
from gongkai.proofing.models import Entry
from gongkai.proofing.phrases import FAMILIES

PAGE = 50


@require_safe
@those_who(services.can, "read")
def index(request: SignedInRequest) -> HttpResponse:
    form = FilterForm(request.GET or None)
    form.is_valid()
    found = Entry.objects.matching(**getattr(form, "cleaned_data", {}))
    context = {
        "form": form,
        "families": FAMILIES.items(),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "query": without_page(request.GET),
        "may_keep": services.can(request.user, "add", at=timezone.now()),
    }
    return render(request, "proofing/index.html", context)


@require_safe
@those_who(services.can, "read")
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """One entry as it now is, whichever of its versions was asked for, and all of them."""
    asked = get_object_or_404(Entry, pk=pk)
    versions = list(Entry.objects.filter(wrong=asked.wrong).select_related("by").order_by("-serial"))
    context = {
        "entry": versions[0],
        "versions": versions,
        "may_keep": services.can(request.user, "change", at=timezone.now()),
    }
    return render(request, "proofing/entry.html", context)


@require_safe
@those_who(services.can, "read")
def download(request: SignedInRequest, family: str) -> HttpResponse:
    """A list in the form in which it can be uploaded again."""
    if family not in FAMILIES:
        raise Http404
    rows = []
    for each in Entry.objects.current().filter(family=family):
        row = {"wrong": each.wrong, "right": each.right, "weight": each.weight, "reason": each.reason}
        rows.append(row | {"allowed": each.allowed} | ({"since": each.since} if each.since else {}))
    text = yaml.safe_dump({"family": family, "words": rows}, allow_unicode=True, sort_keys=False, width=1000)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{family}.yaml"'
    return response
