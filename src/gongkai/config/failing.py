"""What a visitor reads when something fails before or behind the views."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from gongkai.config.receiving import too_large
from gongkai.publication.middleware import is_away, unavailable


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large()
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say plainly that database or disk are away, where that is all; a defect stays a defect."""
    exception = sys.exc_info()[1]
    return unavailable(request) if is_away(exception) else defaults.server_error(request)
