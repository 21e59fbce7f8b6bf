"""Keep what was rendered; say so plainly when the database is away.

A response marked as finished is stored, and the next reader never meets Django.
"""

import errno
import logging
from collections.abc import Callable
from urllib.parse import unquote

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from gongkai.publication import services
from gongkai.publication.finished import topics_of
from gongkai.ui.context import site

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponseBase]
NEVER = ("/desk/", "/static/", "/admin/", "/search/", "/api/v1/", "/requests/")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
SOON = 120  # seconds after which a reader may try again


class FinishedPages:
    """Store finished responses to plain GET requests; a page that cannot be stored is still answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or request.META.get("QUERY_STRING") or request.path.startswith(NEVER):
            return self.get_response(request)
        try:
            seen = services.tick()
        except Error:
            return self.get_response(request)
        response = self.get_response(request)
        topics = topics_of(response)
        if topics is not None and is_canonical(request):
            try:
                services.keep(
                    path=request.path, response=response, topics=topics, seen=seen, at=timezone.now()
                )
            except (Error, OSError):
                logger.exception("finished page %s could not be stored", request.path)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 with a sentence while database or disk are away; every other defect stays a defect."""
        if not is_away(exception):
            return None
        logger.error("database or disk away: %s", exception)
        return unavailable(request)


def is_away(exception: BaseException | None) -> bool:
    """Return whether an exception says that database or disk cannot be used now, and nothing else."""
    if isinstance(exception, OSError):
        return exception.errno in NO_ROOM
    return isinstance(exception, OperationalError | InterfaceError)


def unavailable(request: HttpRequest) -> HttpResponse:
    page = render_to_string("publication/unavailable.html", site(request))
    return HttpResponse(page, status=503, headers={"Retry-After": str(SOON)})


def is_canonical(request: HttpRequest) -> bool:
    """Return whether the page was asked for by its own address and not, say, by ``/years/002017/``.

    There is no end of such addresses: storing what is found at them would fill the disk.
    """
    match = request.resolver_match
    try:
        return match is None or request.path == unquote(
            reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        )
    except NoReverseMatch:
        return True
