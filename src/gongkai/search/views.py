"""The search page and the suggestions under the search box."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.search import finding, page
from gongkai.search.forms import SearchForm


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what ``q`` and the filters in the address find."""
    form = SearchForm(request.GET)
    query = form.asked()
    results = finding.find(query)
    if results.total and not results.hits:
        query = replace(query, offset=page.last_offset(results.total))
        results = finding.find(query)
    shown = page.filters(query, results)
    reachable = page.reachable(results.total)
    context = {
        "form": form,
        "query": query,
        "results": results,
        "lines": page.lines(results),
        "filters": shown,
        "is_narrowed": page.is_narrowed(query),
        "has_years": query.years != (None, None),
        "years": page.years(query, results),
        "all_years": page.address(query, first="", last=""),
        "sentence": page.sentence(query, results, shown),
        "sorts": [
            ("按相关度", page.address(query, sort=""), not query.newest_first),
            ("按公开时间", page.address(query, sort="date"), query.newest_first),
        ],
        "page": Paginator(range(reachable), query.size).get_page(form.number()),
        "address": page.address(query, page="").partition("?")[2] + "&",
        "only": urlencode({"q": query.text}) if query.text else "",
        "is_cut": results.total > reachable,
    }
    return render(request, "search/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return titles that begin with or hold ``q``: {"suggestions": [{"title", "address"}]}."""
    found = finding.suggest(request.GET.get("q", ""))
    return JsonResponse({"suggestions": [{"title": e.title, "address": e.address} for e in found]})
