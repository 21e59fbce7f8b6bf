"""What holds for every answer of the API: limits, other origins, entity tags, problems in one shape."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from gongkai.api import problems
from gongkai.api.limiting import reading
from gongkai.orgs.middleware import client_address
from gongkai.ui.limiting import Use, counter

ROOT = "/api/v1/"
EXPOSED = "ETag, Last-Modified, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
OTHERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED}
"""Pages of any other site may read, never with anybody's cookies."""
PREFLIGHT = {
    **OTHERS,
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


class Open:
    """Middleware for the addresses of the API; all others pass untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.zipped = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=PREFLIGHT)
        use = counter().use(reading(), client_address(request), now=int(timezone.now().timestamp()))
        response = too_many(use) if use.is_over else self.answered(request)
        for name, value in {**OTHERS, **use.headers}.items():
            response.headers.setdefault(name, value)
        return response

    def answered(self, request: HttpRequest) -> HttpResponse:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = told(self.get_response(request))
        if request.method == "GET" and response.status_code == 200:
            response = conditional(request, response)
        self.zipped.process_response(request, response)
        response.headers["Content-Length"] = str(len(response.content))
        if is_head:
            request.method = "HEAD"
            response.content = b""
        return response


def too_many(use: Use) -> HttpResponse:
    """Say that a limit is used up, and for how long."""
    detail = f"{use.limit.seconds}秒内最多{use.limit.most}次，请在{use.wait}秒以后再试。"
    return problems.answer(problems.Problem(429, detail, headers={"Retry-After": str(use.wait)}))


def told(response: HttpResponseBase) -> HttpResponse:
    """Return the answer with whatever went wrong, here or before the API, told as a problem."""
    if not isinstance(response, HttpResponse):
        raise TypeError("the API streams nothing")
    if response.status_code < 400 or response.headers.get("Content-Type") == problems.MEDIA:
        return response
    status = response.status_code if response.status_code in problems.KINDS else 400
    kept = {name: response.headers[name] for name in ("Allow", "Retry-After") if name in response.headers}
    return problems.answer(problems.Problem(status, headers=kept))


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer, or only that nothing has changed; what came with a token is nobody else's.

    Last-Modified is told but not compared: a title may be withdrawn from an answer without an act of its own.
    """
    if "Authorization" in request.headers:
        response.headers["Cache-Control"] = "private, no-store"
        return response
    response.headers.setdefault("Cache-Control", "public, no-cache")
    etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    found = get_conditional_response(request, etag=etag, response=response)
    return found if isinstance(found, HttpResponse) else response
