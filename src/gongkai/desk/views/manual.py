"""The manual: its contents with a search, its chapters, its pictures."""

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk import manual
from gongkai.desk.middleware import DeskRequest
from gongkai.orgs.views.guard import signed_in


@require_safe
@signed_in
def index(request: DeskRequest) -> HttpResponse:
    """Show the chapters, one's own first, or what ``q`` finds in them."""
    text = request.GET.get("q", "").strip()[:60]
    own = manual.for_roles(request.standing.roles)
    context = {
        "q": text,
        "found": manual.find(text),
        "own": own,
        "others": [each for each in manual.chapters() if each not in own],
    }
    return render(request, "desk/manual.html", context)


@require_safe
@signed_in
def chapter(request: DeskRequest, key: str) -> HttpResponse:
    found = next((each for each in manual.chapters() if each.key == key), None)
    if found is None:
        raise Http404("手册没有这一章")
    return render(request, "desk/chapter.html", {"chapter": found})


@require_safe
@signed_in
def picture(request: DeskRequest, name: str) -> HttpResponseBase:
    path = manual.picture(name)
    if path is None:
        raise Http404("手册没有这幅图")
    return FileResponse(path.open("rb"), content_type="image/png")
