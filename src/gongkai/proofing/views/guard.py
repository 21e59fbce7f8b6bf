"""Who gets in: everyone with a post may read the lists, the openness office may keep them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.orgs.models import Person
from gongkai.proofing import services

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request of someone who may do what the page is for."""

    user: Person


View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def for_those_who(verb: str) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Show the page only to those who may do ``verb``; strangers sign in, for others it is not there."""

    def guard(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not services.can(request.user, verb, at=timezone.now()):
                raise Http404("没有这个页面")
            return view(request, *args, **kwargs)

        return login_required(guarded)  # type: ignore[return-value]

    return guard
