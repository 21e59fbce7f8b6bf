"""Old addresses: what was bookmarked, linked and printed before the site moved here still leads somewhere."""

from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from gongkai.items import services

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class OldAddresses:
    """Answer 301 where nothing is found and an item was known by that address on the old site."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        query = request.META.get("QUERY_STRING", "")
        try:
            address = services.led_to(f"{request.path}?{query}" if query else request.path)
        except (Error, ValueError):  # the database is away, or the address is nothing it can hold
            return response
        return HttpResponsePermanentRedirect(address) if address else response
