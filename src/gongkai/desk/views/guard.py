"""Who gets in: signed-in people, and for some pages the openness office."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from gongkai.desk.middleware import SignedInRequest

P = ParamSpec("P")
View = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only signed-in people through; others sign in first and come back."""
    return login_required(view)  # type: ignore[return-value]


def office_only(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Show the page only to the openness office; for all others it is not there."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.standing.is_openness:
            raise Http404("没有这个页面")
        return view(request, *args, **kwargs)

    return signed_in(guarded)  # type: ignore[arg-type]
