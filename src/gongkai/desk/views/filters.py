"""Filters of the list of items under names of one's own."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.desk import services
from gongkai.desk.forms import FilterForm
from gongkai.desk.middleware import DeskRequest
from gongkai.orgs.views.guard import signed_in

ITEMS = "/desk/items/"


@signed_in
@require_POST
def save(request: DeskRequest) -> HttpResponse:
    """Keep the filter that the list is shown with, under the name typed."""
    form = FilterForm(request.POST)
    query = kept(request.POST.get("query", ""))
    if not form.is_valid():
        messages.error(request, f"筛选没有保存：{form.errors['name'].as_text().removeprefix('* ')}")
        return redirect(f"{ITEMS}?{query}")
    try:
        services.save_filter(name=form.cleaned_data["name"], query=query, by=request.user, at=timezone.now())
    except services.Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"筛选“{form.cleaned_data['name']}”已保存")
    return redirect(f"{ITEMS}?{query}")


@signed_in
@require_POST
def drop(request: DeskRequest) -> HttpResponse:
    """Let go of a filter of one's own."""
    services.drop_filter(name=request.POST.get("name", "").replace("\x00", ""), by=request.user)
    messages.success(request, "已删除保存的筛选")
    return redirect(ITEMS)


def kept(query: str) -> str:
    """Return the filters in ``query`` that the list knows; whatever else stands there is not kept."""
    given = QueryDict(query.replace("\x00", "")[:600])
    names = ("q", "kind", "organisation", "stage", "mine")
    return urlencode({name: given[name][:100] for name in names if given.get(name)})
