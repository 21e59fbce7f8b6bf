"""Answer with a page that is the same for everyone, and is kept until one of its topics changes."""

from collections.abc import Mapping

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.publication.finished import finished

FINISHED_PAGES = 10
"""How many pages of a list are kept."""


def finish(
    request: HttpRequest, template: str, context: Mapping[str, object], *topics: str, status: int = 200
) -> HttpResponse:
    """Render ``template`` as a finished page that depends on ``topics``.

    The far pages of a list are rendered when asked for: each new item would make all of them stale.
    """
    response = render(request, template, dict(context), status=status)
    page = context.get("page")
    if isinstance(page, Page) and page.number > FINISHED_PAGES:
        return response
    return finished(response, *topics)
