"""The log of privileged acts, newest first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.orgs.entering import SignedInRequest
from gongkai.orgs.forms import LogFilter
from gongkai.orgs.models import Act, Organisation
from gongkai.orgs.views.guard import keepers_only, without_page


@keepers_only("read-log")
def log(request: SignedInRequest) -> HttpResponse:
    rows = Act.objects.visible_to(request.user, on=timezone.localdate())
    form = LogFilter(request.GET, verbs=rows.verbs())
    if form.is_valid():
        rows = rows.matching(**form.cleaned_data)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    names = dict(Organisation.objects.values_list("key", "short_name"))
    acts = [(act, names.get(act.organisation_key, act.organisation_key)) for act in page]
    context = {"page": page, "acts": acts, "form": form, "query": without_page(request.GET)}
    return render(request, "orgs/log.html", context)
