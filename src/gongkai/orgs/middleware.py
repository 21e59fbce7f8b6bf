"""What holds for every page of the workbench, and where a visitor comes from."""

from collections.abc import Callable
from contextlib import nullcontext
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

from gongkai.orgs.remembering import one_reading

PASSWORD_PAGE = "/desk/account/password/"  # noqa: S105 - an address
READING = {"GET", "HEAD"}
ALLOWED_BEFORE_CHANGE = {PASSWORD_PAGE, "/desk/sign-out/"}


class Desk:
    """Keep the workbench out of shared caches, and ask for a new password before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/desk/"):
            return self.get_response(request)
        if request.path not in ALLOWED_BEFORE_CHANGE and getattr(request.user, "must_change_password", False):
            where = {"next": request.get_full_path()} if request.method == "GET" else {}
            return redirect(f"{PASSWORD_PAGE}?{urlencode(where)}" if where else PASSWORD_PAGE)
        with one_reading() if request.method in READING else nullcontext():
            response = self.get_response(request)
        if "hx-request" in request.headers and leads_to_sign_in(response):
            response = HttpResponse("登录已过期，请在另一窗口登录后继续", status=401)
        patch_cache_control(response, private=True, no_cache=True)
        return response


def leads_to_sign_in(response: HttpResponse) -> bool:
    """Return whether the session has ended: a fragment must not be replaced by the sign-in page."""
    return response.status_code == 302 and response["Location"].startswith(settings.LOGIN_URL)


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address; behind our proxy, the one the proxy saw (the last it appended)."""
    forwarded = request.headers.get("x-forwarded-for", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def locked_out(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """Return the sign-in page itself, which says how long to wait."""
    return response
