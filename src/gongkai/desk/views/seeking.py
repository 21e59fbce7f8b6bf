"""The search over everything at the desk: a page, and the list below the palette's field."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk import seeking
from gongkai.desk.middleware import DeskRequest
from gongkai.orgs.views.guard import signed_in

IN_PALETTE, ON_PAGE = 5, 20


@signed_in
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    """Show what ``q`` finds; ``?palette`` asks for the short list alone."""
    text, is_palette = request.GET.get("q", "").strip(), "palette" in request.GET
    groups = seeking.seek(request.standing, text, size=IN_PALETTE if is_palette else ON_PAGE)
    context = {"q": text, "groups": groups}
    return render(request, "desk/found.html" if is_palette else "desk/search.html", context)
