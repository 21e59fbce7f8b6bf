"""Where the person of a request stands: found once, when a page of the workbench first asks."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from gongkai.desk.standing import Standing, standing
from gongkai.orgs.entering import SignedInRequest


class DeskRequest(SignedInRequest):
    """A request of someone who has signed in, behind ``Stands``."""

    standing: Standing


class Stands:
    """Give every request to the workbench its ``standing``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/desk/"):
            signed_in = cast(DeskRequest, request)
            lazy = SimpleLazyObject(lambda: standing(signed_in.user, at=timezone.now()))
            signed_in.standing = cast(Standing, lazy)
        return self.get_response(request)
